"""VLAN attributes of the format, where they may stand. Source: the format's "VLANs"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq
from .common import IP4, IP6
from .elements import LINK as LINK_ELEMENT
from .types import ANY, INVALID, TEXT, A, Attribute, Int, Type, Word, shown

MODES = ("irb", "bridge", "route")
MODE = Word(*MODES)
VLAN_ID = Int(1, 4094)
"""IEEE 802.1Q 9.6: 0 and 4095 are reserved."""


class Trunk(Type):
    """VLANs of a trunk: a list of names, or a mapping of names to attributes of each VLAN on the port."""

    expected = "a list of VLANs or a mapping of VLANs to their attributes"

    def fits(self, value: Any) -> bool:
        return isinstance(value, (list, dict))

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        """Always a mapping of names to mappings."""
        entries = Map(span=value.span if isinstance(value, (Map, Seq)) else at)
        if isinstance(value, Map):
            items = [(key, value[key], value.key_at(key), value.at(key)) for key in value]
        elif isinstance(value, Seq) and all(isinstance(item, str) for item in value):
            items = [(item, None, value.at(index), value.at(index)) for index, item in enumerate(value)]
        else:
            problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
            return INVALID
        for vlan, attributes, key_at, value_at in items:
            if attributes is not None and not isinstance(attributes, Map):
                found = f"`{name}.{vlan}` must be a mapping of attributes, found {shown(attributes)}"
                problems.error("wrong-type", found, value_at)
                continue
            entries.put(vlan, Map(span=key_at) if attributes is None else attributes, key_at, value_at)
        return entries


NODE: Mapping[str, Attribute] = {"mode": A(MODE, "default forwarding mode of the node's VLANs")}
GLOBAL: Mapping[str, Attribute] = {
    **NODE,
    "start_vlan_id": A(VLAN_ID, "first VLAN id that is given automatically"),
}
LINK: Mapping[str, Attribute] = {
    "access": A(TEXT, "VLAN of an access link"),
    "mode": A(MODE, "forwarding mode here"),
    "native": A(TEXT, "VLAN of untagged frames on a trunk"),
    "trunk": A(Trunk(), "VLANs of a trunk"),
}
INTERFACE = LINK
_NOT_OF_VLANS = frozenset({"bridge", "group", "interfaces", "linkindex", "members", "type"})
DEFINITION: Mapping[str, Attribute] = {
    **{key: attribute for key, attribute in LINK_ELEMENT.items() if key not in _NOT_OF_VLANS},
    "id": A(VLAN_ID, "802.1Q tag"),
    "links": A(ANY, "access links of the VLAN, written like `links`"),
    "mode": A(MODE, "forwarding mode"),
}
"""What an entry of `vlans` may say; it is inherited by the VLAN's links and interfaces."""
NODE_DEFINITION: Mapping[str, Attribute] = {
    **DEFINITION,
    "ifname": A(TEXT, "name of the VLAN interface"),
    "ipv4": A(IP4, "IPv4 address or host number of the VLAN interface"),
    "ipv6": A(IP6, "IPv6 address or host number of the VLAN interface"),
}
"""An entry of a node's `vlans`, where the VLAN has one interface."""
