"""IS-IS, RIP and BFD of a node in the format's own names, as a form both tools' outputs can be compared in.

Owns: `interior`. Must not: decide which differences matter. A family that is off and one nobody mentions are the same,
and there is BFD where its node runs it, for families the interface has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INSTANCE = {
    "isis": ("area", "instance", "net", "system_id", "type"),
    "ripv2": ("router_id", "timers"),
}
INTERFACE = {"isis": ("metric", "network_type", "passive", "type"), "ripv2": ("passive",)}
TIMERS = ("min_tx", "min_rx", "min_echo_rx", "multiplier")


def interior(node: Mapping[str, Any]) -> dict[str, Any]:
    """What the node and its interfaces have of each protocol."""
    form: dict[str, Any] = {}
    interfaces = [*([node["loopback"]] if node.get("loopback") else []), *(node.get("interfaces") or [])]
    for protocol, keys in INSTANCE.items():
        if protocol not in (node.get("module") or ()):
            continue
        data = node.get(protocol) or {}
        form[protocol] = {
            **{key: data.get(key) for key in keys},
            "af": _on(data.get("af")),
            "bfd": _on(data.get("bfd")) if protocol == "isis" else None,
            "import": sorted(data.get("import") or ()),
            "interfaces": {
                i["ifname"]: {
                    **{key: i[protocol].get(key) for key in INTERFACE[protocol]},
                    "bfd": _watched(node, i, i[protocol].get("bfd")),
                }
                for i in interfaces
                if i.get(protocol)
            },
        }
    if "bfd" in (node.get("module") or ()):
        form["bfd"] = {i["ifname"]: _timers(i.get("bfd")) for i in interfaces if _timers(i.get("bfd"))}
        form["bfd_timers"] = _timers(node.get("bfd"))
    return form


def _on(families: Any) -> list[str]:
    return sorted(name for name, on in families.items() if on) if isinstance(families, Mapping) else []


def _watched(node: Mapping[str, Any], interface: Mapping[str, Any], bfd: Any) -> list[str]:
    return [family for family in _on(bfd) if "bfd" in node["module"] and interface.get(family)]


def _timers(data: Any) -> dict[str, Any]:
    return {key: data[key] for key in TIMERS if key in data} if isinstance(data, Mapping) else {}
