"""The one Jinja2 environment factory.

Owns: undefined handling, white space, filters, tests. Must not: read files (loaders are given).

Built-in templates run in a plain environment with precomputed views; templates of users run in Jinja2's
sandbox, because a topology file may come from anywhere.
"""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined

from .filters import FILTERS
from .limits import LimitedEnvironment


class Missing(StrictUndefined):
    """An undefined value whose attributes are undefined too, so `a.b is defined` works without `a`.

    Printing it, looping over it or testing its truth is still an error that names the variable.
    """

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> Any:
        return self


def environment(loader: BaseLoader | None = None, *, sandbox: bool = False) -> Environment:
    """A Jinja2 environment. `sandbox` for templates that users wrote."""
    kind = LimitedEnvironment if sandbox else Environment
    created = kind(
        loader=loader,
        undefined=Missing if sandbox else StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    created.filters.update(FILTERS)
    return created
