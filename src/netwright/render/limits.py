"""How much a user's template may do: a topology may come from anywhere.

Owns: `limited`, which ends a rendering that takes too long, and `LimitedEnvironment`, whose operators make no huge
values. Must not: know templates' places.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jinja2 import TemplateRuntimeError
from jinja2.sandbox import SandboxedEnvironment

SECONDS = 20.0
"""A large inventory is rendered in milliseconds; a loop without end is not rendered at all."""
LARGEST = 10_000_000
"""Characters or elements `*` may make."""
LARGEST_EXPONENT = 10_000


class TooMuchError(TemplateRuntimeError):
    """The template takes too long or makes something too large."""


class LimitedEnvironment(SandboxedEnvironment):
    """Jinja2's sandbox, with operators that refuse huge results."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and (abs(right) > LARGEST_EXPONENT or abs(left) > 1 << 64):
            raise TooMuchError("`**` makes too large a number")
        if operator == "*":
            for value, times in ((left, right), (right, left)):
                if isinstance(value, (str, bytes, list, tuple)) and len(value) * times > LARGEST:
                    raise TooMuchError("`*` makes too large a value")
        return super().call_binop(context, operator, left, right)


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """End the calling thread's work here after some seconds. Raises TooMuchError."""
    thread = ctypes.c_ulong(threading.get_ident())
    lock, done = threading.Lock(), False

    def expire() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_ExpiredError))

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                done = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)  # one that is on its way comes too late
    except _ExpiredError:
        raise TooMuchError(f"it takes longer than {seconds:.0f} s") from None


class _ExpiredError(BaseException):
    """Raised inside a template; no template can catch it."""


__all__ = ["LimitedEnvironment", "TooMuchError", "limited"]
