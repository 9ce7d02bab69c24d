"""Things that are defined and not used.

Owns: rules about names. A name counts as used when it is mentioned anywhere else in the topology: such a rule
overlooks rather than accuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...model import Network, Node
from ...schema.defaults import BUILTIN_DEFAULTS
from ...schema.tables import GENERATING, PLUGIN_ELEMENTS, PLUGIN_TABLES
from ..rule import Finder, Finding
from ..subject import Subject, strings


def unused_vrf(subject: Subject) -> Iterator[Finding]:
    """A VRF no node has, and whose routes no other VRF exchanges."""
    used = {name for node in subject.network.nodes.values() for name in node.vrfs}
    for name in _keys(subject.topology.settings.get("vrfs")):
        if name not in used and not subject.mentions(name, beside=("vrfs", name)):
            hint = f"give a link `vrf: {name}`, or remove it"
            yield Finding(f"no node uses VRF `{name}`", subject.setting_at("vrfs", name), hint)


def unused_vlan(subject: Subject) -> Iterator[Finding]:
    """A VLAN no node has."""
    used = {name for node in subject.network.nodes.values() for name in node.vlans}
    for name in _keys(subject.topology.settings.get("vlans")):
        if name not in used and not subject.mentions(name, beside=("vlans", name)):
            hint = f"give a link `vlan.access: {name}`, or remove it"
            yield Finding(f"no node uses VLAN `{name}`", subject.setting_at("vlans", name), hint)


def _unused_routing(section: str, what: str) -> Finder:
    def find(subject: Subject) -> Iterator[Finding]:
        if subject.foreign_templates:
            return
        routing = subject.topology.settings.get("routing")
        for name in _keys(routing.get(section) if isinstance(routing, dict) else None):
            path = ("routing", section, name)
            if not subject.mentions(name, beside=path):
                yield Finding(f"nothing uses {what} `{name}`", subject.setting_at(*path), "use it, or remove it")

    return find


unused_policy = _unused_routing("policy", "routing policy")
unused_prefix_list = _unused_routing("prefix", "prefix list")
unused_as_path_list = _unused_routing("aspath", "AS-path list")
unused_community_list = _unused_routing("community", "community list")
unused_static_list = _unused_routing("static", "list of static routes")


def unused_pool(subject: Subject) -> Iterator[Finding]:
    """An address pool of the user's own that no link, role, VRF or prefix names."""
    for name in _keys(subject.topology.settings.get("addressing")):
        if name not in BUILTIN_DEFAULTS["addressing"] and not subject.mentions(name, beside=("addressing", name)):
            hint = f"give links `pool: {name}` or `role: {name}`, or remove it"
            yield Finding(f"nothing takes addresses from pool `{name}`", subject.setting_at("addressing", name), hint)


def unused_prefix(subject: Subject) -> Iterator[Finding]:
    """A named prefix that nothing names."""
    for name in _keys(subject.topology.settings.get("prefix")):
        if not subject.mentions(name, beside=("prefix", name)):
            hint = f"give a link `prefix: {name}`, or remove it"
            yield Finding(f"nothing uses named prefix `{name}`", subject.setting_at("prefix", name), hint)


def empty_group(subject: Subject) -> Iterator[Finding]:
    """A group of nodes without a member."""
    for name, group in subject.topology.groups.items():
        if group.kind == "node" and not group.members and name in _keys(subject.written.get("groups")):
            hint = f"groups.{name}.members: [ ... ], or remove it"
            yield Finding(f"group `{name}` has no members", subject.setting_at("groups", name), hint)


def unused_component(subject: Subject) -> Iterator[Finding]:
    """A component no node includes."""
    components = subject.written.get("components")
    included = set(_included(subject.written))
    for name in _keys(components):
        if name not in included:
            at = subject.setting_at("components", name)
            yield Finding(f"no node includes component `{name}`", at, f"give a node `include: {name}`, or remove it")


def _included(value: Any) -> Iterator[str]:
    """Names of components that are included anywhere."""
    for item in value if isinstance(value, list) else _values(value):
        if isinstance(item, (dict, list)):
            yield from _included(item)
    if isinstance(value, dict):
        yield from strings(value.get("include"))


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


_PLUGIN_USE: Mapping[str, tuple[str, ...]] = {
    "bgp.originate": ("originate",),
    "bonding": ("bonding",),
    "files": ("files", "configlets"),
}
"""Keys of plugins that bring no table of their own."""


def _plugin_keys(plugin: str) -> set[str]:
    """Keys that mean a plugin is used; none = that cannot be seen."""
    if plugin in GENERATING:
        return set()
    _, tables = PLUGIN_TABLES.get(plugin, ("", {}))
    found = {key for table in (*tables.values(), *PLUGIN_ELEMENTS.get(plugin, {}).values()) for key in table}
    return found | set(_PLUGIN_USE.get(plugin, ()))


def unused_plugin(subject: Subject) -> Iterator[Finding]:
    """A plugin none of whose attributes is given."""
    for plugin in subject.topology.plugins:
        keys = _plugin_keys(plugin)
        config = plugin == "files" and any(node.config for node in subject.network.nodes.values())
        default = subject.topology.defaults.get(plugin.partition(".")[0])
        used = any(subject.mentions(key, beside=("plugin",)) for key in keys)
        if keys and not config and not used and not keys & set(_keys(default)):
            yield Finding(
                f"plugin `{plugin}` is listed, but nothing uses it", subject.setting_at("plugin"), "remove it"
            )


def _bfd(node: Node) -> bool:
    sessions = [n.options.bfd for n in (node.bgp.neighbors if node.bgp else ())]
    interior = [i.ospf is not None and i.ospf.bfd for i in node.interfaces]
    isis = [i.isis is not None and (i.isis.bfd.ipv4 or i.isis.bfd.ipv6) for i in node.interfaces]
    return any((*sessions, *interior, *isis))


_USES: Mapping[str, Callable[[Node], Any]] = {
    "bfd": _bfd,
    "evpn": lambda node: node.evpn,
    "gateway": lambda node: any(i.gateway is not None for i in node.interfaces),
    "lag": lambda node: any(i.lag is not None for i in node.interfaces),
    "vlan": lambda node: node.vlans,
    "vrf": lambda node: node.vrfs,
    "vxlan": lambda node: node.vxlan,
}
"""Modules that do nothing by themselves: does a node use one?"""


def unused_module(subject: Subject) -> Iterator[Finding]:
    """A module that is listed, and that no node does anything with."""
    for module, uses in _USES.items():
        nodes = _with_module(subject.network, module)
        if nodes and not any(uses(node) for node in nodes):
            listed = module in strings(subject.written.get("module"))
            where = subject.setting_at("module") if listed else subject.node_at(nodes[0].name, "module")
            yield Finding(f"module `{module}` is listed, but no node uses it", where, _MODULE_HINTS.get(module, ""))


_MODULE_HINTS = {
    "bfd": "switch it on for a protocol, as `ospf.bfd: True`, or remove it",
    "evpn": "it carries VLANs with a VNI, or VRFs with `evpn.transit_vni`",
    "gateway": "give a link `gateway: True`, or remove it",
    "lag": "give a link `lag.members`, or remove it",
    "vlan": "define `vlans` and use them on links, or remove it",
    "vrf": "define `vrfs` and use them on links, or remove it",
    "vxlan": "it carries VLANs of the node, which has none",
}


def _with_module(network: Network, module: str) -> list[Node]:
    return [node for node in network.nodes.values() if module in node.modules and node.role != "bridge"]


def _keys(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []
