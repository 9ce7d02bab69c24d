"""Definitions of VLANs: ids, modes, prefixes, and what links and interfaces inherit from them.

Owns: `draft.vlans`, `node.vlan_definitions`. Must not: look at links.
Source: the topology format's "VLAN Definition": ids are given in the order of the topology, global VLANs first, from
`vlan.start_vlan_id`, skipping those in use; prefixes are taken from pools before links take theirs, and not for
VLANs that are routed. Node definitions are merged over global ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...errors import Problems
from ...model import Map
from ...schema.defaults import BUILTIN_DEFAULTS
from ..draft import Draft, DraftLink, DraftNode
from ..links import LINK_ONLY, TYPED
from ..merge import EMPTY, mapping, merged, shallow_copy, without
from ..prefixes import assign_prefix
from ..values import number

DEFAULT_MODE = "irb"
LARGEST_ID = 4094
BRIDGE_VLAN = "br_default"
"""VLAN of a bridge's links that have no VLAN of the user's; every bridge has one."""
BRIDGE_VLAN_ID = 1
OWN_KEYS = ("id", "node", "ipv4", "ipv6", "links", "mode", "prefix", "vni")
"""Attributes of a definition that links do not inherit."""

GLOBAL_KEYS = ("id", "prefix", "vni")
"""Attributes that are the same on all nodes of a VLAN."""


class VlanDefinition:
    """One VLAN: of the topology, of one node, or of the topology with what one node changes."""

    __slots__ = ("attributes", "base", "changed", "data", "domain", "extra", "id", "inherited", "name", "node")

    def __init__(self, name: str, data: Map, node: DraftNode | None, base: VlanDefinition | None = None) -> None:
        self.name = name
        self.data = data
        self.node = node
        """The node whose definition it is; None = the topology's."""
        self.base = base
        """The global definition a node's own is merged over."""
        self.inherited = without(data, OWN_KEYS)
        """What links of the VLAN inherit."""
        self.attributes: Mapping[str, Any] = EMPTY
        """Module attributes of VLAN interfaces."""
        self.extra: Mapping[str, Any] = EMPTY
        self.changed: Mapping[str, Any] = EMPTY
        """What a node says of a global VLAN, beside its mode."""
        self.id = 0
        self.domain: DraftLink | None = None
        """Subnet of the VLAN where it is bridged; those of one VLAN share it. None = routed everywhere."""

    @property
    def root(self) -> VlanDefinition:
        """The definition that owns the subnet."""
        return self.base or self

    def read_attributes(self, modules: Iterable[str]) -> None:
        """Sort what interfaces of the VLAN inherit into module attributes and others."""
        data = self.inherited
        self.attributes = {key: data[key] for key in data if key in modules and key != "vlan"} or EMPTY
        self.extra = {key: data[key] for key in data if key not in TYPED and key not in LINK_ONLY} or EMPTY

    def __repr__(self) -> str:
        return f"<vlan {self.name} {self.id}>"


def define_vlans(draft: Draft, problems: Problems) -> None:
    """Read global and node VLANs, give ids and prefixes."""
    if not any("vlan" in node.modules for node in draft.nodes.values()):
        return
    for name, data in mapping(draft.settings.get("vlans")).items():
        if isinstance(data, Map):
            draft.vlans[name] = VlanDefinition(name, data, None)
    for node in draft.nodes_with("vlan"):
        for name, data in mapping(node.data.get("vlans")).items():
            if isinstance(data, Map):
                base = draft.vlans.get(name)
                for key in GLOBAL_KEYS if base is not None else ():
                    if key in data:
                        what = f"node `{node.name}` cannot change `{key}` of VLAN `{name}`, which the topology defines"
                        problems.error(
                            "vlan-defined-globally", what, data.key_at(key), "set it in the topology's `vlans`"
                        )
                whole = merged(data, base.data) if base is not None else data
                own = node.vlan_definitions[name] = VlanDefinition(name, _named(whole), node, base)
                own.changed = without(data, ("mode", "links")) if base is not None else EMPTY
        if node.role == "bridge":
            plain = Map({"id": BRIDGE_VLAN_ID, "mode": "bridge"}, node.span)
            node.vlan_definitions.setdefault(BRIDGE_VLAN, VlanDefinition(BRIDGE_VLAN, plain, node))
    _assign_ids(draft, problems)
    for definition in _all(draft):
        definition.read_attributes(draft.modules)
        if definition.base is not None:
            continue
        if node_mode(draft, definition.node, definition) != "route":
            _open_domain(draft, definition, problems)
        elif definition.node is None and definition.data.get("prefix"):
            what = f"VLAN `{definition.name}` is routed: each of its links has a prefix of its own"
            hint = "use `pool`, or give the prefix to the link"
            problems.error("prefix-of-routed-vlan", what, definition.data.key_at("prefix"), hint)


def _named(data: Mapping[str, Any]) -> Map:
    """With `node`, as attributes of an interface have it."""
    copy = shallow_copy(data)
    copy.setdefault("node", "")
    return copy


def _all(draft: Draft) -> Iterator[VlanDefinition]:
    """Global VLANs, then those of nodes, in topology order."""
    yield from draft.vlans.values()
    for node in draft.nodes.values():
        yield from node.vlan_definitions.values()


def _assign_ids(draft: Draft, problems: Problems) -> None:
    taken: dict[int, VlanDefinition] = {}
    waiting: list[VlanDefinition] = []
    for definition in _all(draft):
        own = number(definition.data.get("id"))
        if own is not None:
            definition.id = own
            taken.setdefault(own, definition)
        elif definition.base is not None:
            continue
        else:
            waiting.append(definition)
    following = number(draft.global_module("vlan").get("start_vlan_id")) or BUILTIN_DEFAULTS["vlan"]["start_vlan_id"]
    for definition in waiting:
        while following in taken:
            following += 1
        if following > LARGEST_ID:
            at = draft.setting_at("vlans") if definition.node is None else definition.node.at("vlans")
            hint = "give VLANs ids yourself, or lower `vlan.start_vlan_id`"
            problems.error("no-vlan-id", f"no VLAN id is left for `{definition.name}`", at, hint)
            return
        definition.id = following
        taken[following] = definition
    for node in draft.nodes.values():
        for definition in node.vlan_definitions.values():
            if definition.base is not None and not definition.id:
                definition.id = definition.base.id


def node_mode(draft: Draft, node: DraftNode | None, definition: VlanDefinition) -> str:
    """Mode of a VLAN on a node: node VLAN, node default, global VLAN, global default, `irb`."""
    if node is not None:
        of_node = mapping(mapping(node.data.get("vlans")).get(definition.name)).get("mode")
        own = of_node or mapping(node.data.get("vlan")).get("mode") or ("bridge" if node.role == "bridge" else None)
        if own:
            return str(own)
    return str(definition.root.data.get("mode") or mapping(draft.global_module("vlan")).get("mode") or DEFAULT_MODE)


def domain_of(draft: Draft, definition: VlanDefinition, problems: Problems) -> DraftLink:
    """The subnet of a bridged VLAN; made now when its default mode is `route` but somebody bridges it."""
    root = definition.root
    if root.domain is None:
        _open_domain(draft, root, problems)
    assert root.domain is not None
    return root.domain


def _open_domain(draft: Draft, definition: VlanDefinition, problems: Problems) -> None:
    """Its subnet with the prefix of the VLAN, of its pool or of pool `lan`; hosts are numbered by node id."""
    data = definition.data if definition.data.get("prefix") is not False else without(definition.data, ("prefix",))
    domain = DraftLink(0, data if isinstance(data, Map) else Map(data))
    domain.type = "lan"
    domain.role = data.get("role")
    domain.name = data.get("name")
    domain.extra = {"vlan": definition.name}
    domain.vlan = definition.name if definition.node is None else None
    domain.attributes = definition.attributes
    assign_prefix(draft, domain, problems)
    domain.allocation = domain.allocation or "id_based"
    definition.domain = domain
    draft.domains.append(domain)
