"""IS-IS and RIP of nodes in the format's own names.

Owns: those parts of `Node` -> plain dictionaries. Must not: decide anything.
"""

from __future__ import annotations

from ..model import IsisInstance, Redistribution, RipInstance
from .interfaces import Plain, families, merged, put

_NAMES = {"ripv2": "rip"}
"""Words of imports that differ from the module's name."""


def imports(redistribute: tuple[Redistribution, ...]) -> Plain:
    """`import`: protocol -> `{policy}`; `auto` when the format added it."""
    found: Plain = {}
    for r in redistribute:
        name = _NAMES.get(r.source, r.source)
        found[name] = {"policy": r.policy} if r.policy else {"auto": True} if r.automatic else {}
    return found


def isis(instance: IsisInstance) -> Plain:
    """`node.isis`."""
    data: Plain = {
        "af": families(instance.ipv4, instance.ipv6),
        "area": instance.area,
        "instance": instance.instance,
        "net": instance.net,
        "system_id": instance.system_id,
        "type": instance.levels,
    }
    put(data, bfd=families(instance.bfd.ipv4, instance.bfd.ipv6) or None)
    if instance.redistribute:
        data["import"] = imports(instance.redistribute)
    return merged(instance.extra, data)


def ripv2(instance: RipInstance) -> Plain:
    """`node.ripv2`."""
    data: Plain = {"af": families(instance.ipv4, instance.ipv6), "version": 2}
    put(data, router_id=instance.router_id)
    if instance.timers is not None:
        t = instance.timers
        data["timers"] = {"update": t.update_s, "timeout": t.timeout_s, "garbage": t.garbage_s}
    if instance.redistribute:
        data["import"] = imports(instance.redistribute)
    return merged(instance.extra, data)


__all__ = ["imports", "isis", "ripv2"]
