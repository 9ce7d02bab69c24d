"""Named checks: one function per name, device-independent; one file per protocol.

Owns: the table, and whether a call fits a check. A new protocol adds its file and one line here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from ...errors import nearest
from . import bfd, bgp, design, ip, isis, ospf, route, service
from .base import CheckFailedError, CheckUnavailableError, Context

__all__ = ["CHECKS", "CheckFailedError", "CheckUnavailableError", "Context", "mistake"]

Check = Callable[..., str]
"""`check(context, *arguments, **options) -> message`; raises CheckFailedError or CheckUnavailableError."""

_TABLES: tuple[Mapping[str, Check], ...] = (
    ip.CHECKS,
    route.CHECKS,
    bfd.CHECKS,
    bgp.CHECKS,
    isis.CHECKS,
    ospf.CHECKS,
    service.CHECKS,
    design.CHECKS,
)
CHECKS: dict[str, Check] = {name: check for table in _TABLES for name, check in table.items()}

FUTURE = {
    name: protocol
    for protocol, names in {
        "VRF": ("vrf_route",),
    }.items()
    for name in names
}
"""Checks of protocols that are not here yet."""


def mistake(name: str, positional: int, options: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Why a call does not fit: (problem code, message, hint); None when it fits."""
    check = CHECKS.get(name)
    if check is None:
        if name in FUTURE:
            return "unsupported-check", f"`{name}()` needs {FUTURE[name]}, which is not available yet", ""
        hint = nearest(name, CHECKS) or f"there are {', '.join(CHECKS)}"
        return "unknown-check", f"there is no check `{name}()`", hint
    parameters = list(inspect.signature(check).parameters.values())[1:]
    names = [p.name for p in parameters]
    for option in options:
        if option not in names:
            hint = nearest(option, names) or f"it takes {', '.join(names) or 'none'}"
            return "unknown-argument", f"`{name}()` has no argument `{option}`", hint
    doubled = set(names[:positional]) & set(options)
    if doubled:
        return "bad-argument", f"`{name}()` gets `{min(doubled)}` twice", ""
    allowed = [p for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if positional > len(allowed):
        return "bad-argument", f"`{name}()` takes {len(allowed)} arguments by position, got {positional}", ""
    missing = [
        p.name for p in parameters[positional:] if p.default is inspect.Parameter.empty and p.name not in options
    ]
    if missing:
        return "bad-argument", f"`{name}()` needs the argument `{missing[0]}`", ""
    return None
