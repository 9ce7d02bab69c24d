"""Memory management of work that builds large immutable structures. Owns: the garbage collector's pause."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No cyclic collection meanwhile: designing makes hundreds of thousands of objects and hardly any cycle,
    and looking through them again and again takes half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
