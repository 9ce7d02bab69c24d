"""All tables together: what may stand where, with the plugins that are used.

Owns: looking a table up. Must not: walk a topology.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import (
    bfd,
    bgp,
    bgp_policy,
    bgp_session,
    clone,
    clusters,
    dhcp,
    elements,
    evpn,
    fabric,
    gateway,
    graph,
    isis,
    lag,
    mpls,
    multihoming,
    ospf,
    outputs,
    ripv2,
    routing,
    sr,
    stp,
    tunnel,
    vlan,
    vrf,
    vxlan,
)
from .future import FUTURE_MODULES, OTHER_MODULES
from .types import BOOL, Attribute, Table
from .validation import TEST

LEVELS = ("global", "node", "link", "interface", "vlan", "vrf")

MODULE_TABLES: Mapping[str, Mapping[str, Mapping[str, Attribute]]] = {
    "bfd": dict.fromkeys(LEVELS, bfd.TIMERS),
    "bgp": {
        "global": bgp.GLOBAL,
        "node": bgp.NODE,
        "link": bgp.LINK,
        "interface": bgp.INTERFACE,
        "vrf": bgp.VRF,
    },
    "evpn": {
        "global": evpn.GLOBAL,
        "node": evpn.NODE,
        "vlan": evpn.VLAN,
        "vrf": evpn.VRF,
    },
    "dhcp": {"global": {}, "node": dhcp.NODE, "link": dhcp.LINK, "interface": dhcp.INTERFACE},
    "gateway": {
        "global": gateway.GLOBAL,
        "node": gateway.NODE,
        "link": gateway.LINK,
        "interface": gateway.LINK,
    },
    "isis": {
        "global": isis.GLOBAL,
        "node": isis.NODE,
        "link": isis.LINK,
        "interface": isis.INTERFACE,
        "vrf": isis.VRF,
    },
    "mpls": {"global": mpls.GLOBAL, "node": mpls.NODE, "link": mpls.LINK, "interface": mpls.INTERFACE},
    "lag": {"global": lag.GLOBAL, "node": lag.NODE, "link": lag.LINK, "interface": lag.INTERFACE},
    "ospf": {
        "global": ospf.GLOBAL,
        "node": ospf.NODE,
        "link": ospf.LINK,
        "interface": ospf.INTERFACE,
        "vrf": ospf.VRF,
    },
    "ripv2": {
        "global": ripv2.GLOBAL,
        "node": ripv2.NODE,
        "link": ripv2.LINK,
        "interface": ripv2.INTERFACE,
        "vrf": ripv2.VRF,
    },
    "routing": {"global": routing.GLOBAL, "node": routing.NODE, "link": routing.LINK, "interface": routing.INTERFACE},
    "sr": {"global": sr.GLOBAL, "node": sr.NODE},
    "srv6": {"global": sr.SRV6_GLOBAL, "node": sr.SRV6_NODE},
    "stp": {"global": stp.GLOBAL, "node": stp.NODE, "link": stp.LINK, "interface": stp.INTERFACE},
    "vlan": {"global": vlan.GLOBAL, "node": vlan.NODE, "link": vlan.LINK, "interface": vlan.INTERFACE},
    "vrf": {"global": vrf.GLOBAL, "node": vrf.NODE},
    "vxlan": {"global": vxlan.GLOBAL, "node": vxlan.NODE, "link": vxlan.LINK, "interface": vxlan.INTERFACE},
}
PLUGIN_TABLES: Mapping[str, tuple[str, Mapping[str, Mapping[str, Attribute]]]] = {
    "bgp.session": (
        "bgp",
        {
            "global": bgp_session.GLOBAL,
            "node": bgp_session.NODE,
            "link": bgp_session.LINK,
            "interface": bgp_session.INTERFACE,
            "vrf": bgp_session.VRF,
        },
    ),
    "bgp.policy": (
        "bgp",
        {
            "global": bgp_policy.GLOBAL,
            "node": bgp_policy.NODE,
            "link": bgp_policy.LINK,
            "interface": bgp_policy.INTERFACE,
            "vrf": bgp_policy.VRF,
        },
    ),
    "bgp.domain": ("bgp", {"node": bgp.DOMAIN}),
    "ebgp.multihop": ("bgp", {"global": bgp.MULTIHOP}),
    "evpn.multihoming": (
        "evpn",
        {"global": multihoming.SEGMENTS, "node": multihoming.SEGMENTS, "interface": multihoming.INTERFACE},
    ),
    "vrrp.version": ("gateway", dict.fromkeys(LEVELS, gateway.VERSION)),
    "ospf.areas": ("ospf", {"global": ospf.AREAS, "node": ospf.AREAS, "vrf": ospf.AREAS}),
}
PLUGIN_ELEMENTS: Mapping[str, Mapping[str, Mapping[str, Attribute]]] = {
    "fabric": {"global": {"fabric": Attribute(Table(fabric.FABRIC), "a leaf-and-spine fabric to make")}},
    "node.clone": {
        "global": {"clone": Attribute(clone.NAMES, "names of clones")},
        "node": {"clone": Attribute(clone.CLONE, "the node becomes several")},
    },
    "proxy_arp": {
        "vrf": {"proxy_arp": Attribute(BOOL, "interfaces in the VRF answer ARP for addresses behind others")}
    },
    "tunnel.gre": {"link": tunnel.LINK, "interface": tunnel.LINK},
}
"""Attributes that a plugin gives to elements of the format: plugin -> level -> key."""
GENERATING = frozenset({"fabric", "node.clone"})
"""Plugins that take their attributes while nodes and links are made: what is left of them stands where it cannot be."""
_VNI = Attribute(vxlan.VNI, "VXLAN network identifier; False = not carried")
ELEMENT_TABLES: Mapping[str, Mapping[str, Attribute]] = {
    "global": elements.TOPOLOGY,
    "node": elements.NODE,
    "link": elements.LINK,
    "interface": elements.INTERFACE,
    "vlan": {**vlan.DEFINITION, "vni": _VNI},
    "node.vlan": {**vlan.NODE_DEFINITION, "vni": _VNI},
    "vrf": {**elements.LINK, **vrf.VRF},
}
FOREIGN = frozenset({*FUTURE_MODULES, *OTHER_MODULES})
"""Keys that belong to modules which are reported elsewhere."""


def module_table(module: str, level: str, plugins: tuple[str, ...]) -> dict[str, Attribute]:
    """Attributes of a module at a level, those of the plugins included."""
    found = dict(MODULE_TABLES[module].get(level, {}))
    for plugin in plugins:
        extended, tables = PLUGIN_TABLES.get(plugin, ("", {}))
        if extended == module:
            found.update(tables.get(level, {}))
    return found


def inner_level(module: str, level: str) -> str:
    """Level of a module's attributes in an element: what a VLAN says of modules holds for its links."""
    if level not in ("vlan", "node.vlan"):
        return level
    return "vlan" if "vlan" in MODULE_TABLES[module] else "link"


def plugin_of_key(level: str, key: str) -> str | None:
    """The plugin that would make a key of an element known."""
    return next((name for name, levels in PLUGIN_ELEMENTS.items() if key in levels.get(level, {})), None)


def plugin_of(module: str, level: str, key: str) -> str | None:
    """The plugin that would make a key known."""
    for plugin, (extended, tables) in PLUGIN_TABLES.items():
        if extended == module and key in tables.get(level, {}):
            return plugin
    return None


def levels_of(module: str, key: str, plugins: tuple[str, ...]) -> list[str]:
    """Where an attribute of a module may stand."""
    return [level for level in LEVELS if key in module_table(module, level, plugins)]


def all_names(level: str) -> frozenset[str]:
    """Every key an element of the format can have at a level, modules included."""
    return frozenset({*ELEMENT_TABLES[level], *MODULE_TABLES, *FUTURE_MODULES, *OTHER_MODULES})


def _flat(table: Mapping[str, Attribute]) -> Iterator[tuple[str, Attribute]]:
    """Attributes with those of inner mappings below their own name."""
    for key, attribute in table.items():
        yield key, attribute
        if isinstance(attribute.type, Table):
            yield from ((f"{key}.{inner}", found) for inner, found in _flat(attribute.type.attributes))


def plain_tables() -> dict[str, dict[str, Any]]:
    """Tables as plain data, for documentation: level or `module.level` -> key -> (expected, description)."""
    found: dict[str, dict[str, Any]] = {}
    for level, table in ELEMENT_TABLES.items():
        found[level] = {key: (a.type.expected, a.description) for key, a in table.items()}
    found["test"] = {key: (a.type.expected, a.description) for key, a in TEST.items()}
    for name, table in clusters.TABLES.items():
        found[name] = {key: (a.type.expected, a.description) for key, a in table.items()}
    for module, levels in MODULE_TABLES.items():
        for level, table in levels.items():
            found[f"{module}.{level}"] = {key: (a.type.expected, a.description) for key, a in table.items()}
    for level, families in graph.ELEMENTS.items():
        for family, inner in families.items():
            found[f"{family}.{level}"] = {key: (a.type.expected, a.description) for key, a in _flat(inner.attributes)}
    for family, output in graph.OUTPUTS.items():
        found[f"defaults.outputs.{family}"] = {
            key: (a.type.expected, a.description) for key, a in _flat(output.attributes)
        }
    found["defaults.outputs.report"] = {"<name>": (outputs.REPORT.type.expected, outputs.REPORT.description)}
    for plugin, levels in PLUGIN_ELEMENTS.items():
        for level, table in levels.items():
            found[f"{plugin}.{level}"] = {key: (a.type.expected, a.description) for key, a in _flat(table)}
    for plugin, (_, levels) in PLUGIN_TABLES.items():
        for level, table in levels.items():
            found[f"{plugin}.{level}"] = {key: (a.type.expected, a.description) for key, a in table.items()}
    return found
