"""The text of a topology to start from.

Owns: rendering. Must not: compute what is printed (`views.py` does).
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import PackageLoader

from ..render import environment
from .values import complete
from .views import VIEWS


def starter_text(kind: str, values: Mapping[str, object]) -> str:
    """A topology of a kind; what is not given is the default. Raises InputError."""
    chosen = complete(kind, values)
    flags = " ".join(f"--{key.replace('_', '-')} {value}" for key, value in chosen.items())
    view = {"flags": flags, **chosen, **VIEWS[kind](chosen)}
    return environment(PackageLoader(__package__, "templates")).get_template(f"{kind}.yml.j2").render(view)
