"""How long a test may take: seconds, or the name of an entry in `defaults.const.validate`.

Owns: resolving names and per-device overrides. Must not: wait.
Overrides: `defaults.const.validate.<device>.<name>`, `defaults.devices.<device>.netlab_validate.<test>.wait`.
A slow device anywhere in the lab delays every test, so the longest time of the lab's devices counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Network


def wait_seconds(network: Network, test: str, wait: Any, problems: Problems, span: Span) -> float:
    """Seconds of the `wait` attribute of a test; 0 when absent. Adds a problem for an unknown name."""
    devices = _devices(network)
    special = [_number(_at(network.defaults, "devices", d, "netlab_validate", test, "wait")) for d in devices]
    longest = max((s for s in special if s is not None), default=None)
    if longest is not None:
        return longest
    if wait is None:
        return 0.0
    seconds = _number(wait)
    if seconds is not None:
        return seconds
    constants = _at(network.defaults, "const", "validate")
    named = constants if isinstance(constants, Mapping) else {}
    base = _number(named.get(wait)) if isinstance(wait, str) else None
    overrides = [_number(_at(named, d, wait)) for d in devices] if isinstance(wait, str) else []
    found = [base if o is None else o for o in overrides] or [base]
    known = [s for s in found if s is not None]
    if known:
        return max(known)
    problems.error(
        "unknown-wait",
        f"test {test}: `wait` must be seconds or the name of an entry in defaults.const.validate, found {wait!r}",
        span,
        hint=nearest(str(wait), [str(k) for k, v in named.items() if _number(v) is not None]),
    )
    return 0.0


def _devices(network: Network) -> list[str]:
    names: dict[str, None] = {}
    for node in network.nodes.values():
        names[node.device] = names[node.requested_device] = None
    return list(names)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) and value >= 0:
        return float(value)
    if isinstance(value, str) and value.strip().removesuffix("s").isdigit():
        return float(value.strip().removesuffix("s"))
    return None


def _at(data: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return None
        data = data[key]
    return data
