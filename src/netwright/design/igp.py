"""What interior protocols share: which interfaces take part, passive ones, families, nodes without any.

Owns: those rules. Must not: know one protocol's attributes.
Source: the topology format's "Common Routing Protocol Parameters": no interior protocol on external links; passive
with a single router on the link; families of the interfaces that take part; a node without such interfaces on links
does not run the protocol; a VRF runs it when a neighbour on one of its interfaces does, or with `active`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ..errors import Problems, Span
from ..model import BfdFamilies
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .draft_vrf import DraftVrf
from .merge import mapping, merged
from .protocols import is_router

Families = tuple[bool, bool]
"""IPv4, IPv6."""


class Table:
    """One routing table of a node as a protocol sees it: the global one, or that of a VRF."""

    def __init__(self, node: DraftNode, vrf: DraftVrf | None, protocol: str) -> None:
        self.node, self.vrf, self.protocol = node, vrf, protocol
        whole = node.module(protocol)
        self.data = whole if vrf is None else merged(_spelled_out(vrf.module(protocol)), _spelled_out(whole))
        """Attributes of the protocol: the node's, in a VRF under those of the VRF."""
        name = vrf.name if vrf is not None else None
        self.interfaces = [i for i in node.interfaces if i.vrf == name]
        if vrf is None and node.loopback is not None:
            self.interfaces.insert(0, node.loopback)

    @property
    def members(self) -> list[DraftInterface]:
        """Interfaces that take part in the protocol."""
        return [i for i in self.interfaces if takes_part(i, self.protocol, self.data)]

    def at(self, *path: str) -> Span:
        """The place of an attribute of the protocol."""
        if self.vrf is not None and path[0] in self.vrf.module(self.protocol):
            return self.vrf.at(self.protocol, *path)
        return self.node.at(self.protocol, *path)

    def families(self, members: list[DraftInterface]) -> Families:
        """Families the protocol runs for; in a VRF those its interfaces have."""
        ipv4, ipv6 = running_families(self.data, members)
        if self.vrf is None:
            return ipv4, ipv6
        return ipv4 and any(i.ipv4 is not None for i in members), ipv6 and any(i.ipv6 is not None for i in members)

    def active(self, members: list[DraftInterface]) -> bool:
        """The protocol has something to do.

        Nodes are decided about in their order: a neighbour that came earlier and lost the protocol does not count.
        """
        if not any(self.families(members)):
            return False
        if self.vrf is None:
            return any(i is not self.node.loopback for i in members)
        if self.vrf.module(self.protocol).get("active"):
            return bool(members)
        return any(meets(interface, self.protocol) for interface in members)


def _spelled_out(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A list of families as the mapping it is short for, so that a VRF adds to the families of its node."""
    asked = data.get("af")
    return {**data, "af": dict.fromkeys(asked, True)} if isinstance(asked, list) else data


def tables(node: DraftNode, protocol: str) -> Iterator[Table]:
    """The global table, then those of VRFs the protocol is not switched off in."""
    yield Table(node, None, protocol)
    for vrf in node.vrfs.values():
        if not vrf.disabled(protocol):
            yield Table(node, vrf, protocol)


def asked_families(data: Mapping[str, Any]) -> Families | None:
    """`af` of a protocol; None when it leaves the choice to the interfaces."""
    asked = data.get("af")
    if isinstance(asked, Mapping) and asked:
        return asked.get("ipv4") is True, asked.get("ipv6") is True
    if isinstance(asked, list):
        return "ipv4" in asked, "ipv6" in asked
    return None


def running_families(data: Mapping[str, Any], interfaces: list[DraftInterface]) -> Families:
    """`af` of a protocol, else the families of the interfaces in it."""
    asked = asked_families(data)
    if asked is not None:
        return asked
    return any(i.ipv4 is not None for i in interfaces), any(i.ipv6 is not None for i in interfaces)


def takes_part(interface: DraftInterface, protocol: str, data: Mapping[str, Any]) -> bool:
    """An interface of a link with a family the protocol runs for, neither external nor switched off."""
    if interface.disabled(protocol) or (interface.ipv4 is None and interface.ipv6 is None):
        return False
    if interface is interface.node.loopback:
        return True
    ipv4, ipv6 = asked_families(data) or (True, True)
    served = (ipv4 and interface.ipv4 is not None) or (ipv6 and interface.ipv6 is not None)
    return served and interface.role != "external"


def meets(interface: DraftInterface, protocol: str) -> bool:
    """Whether a node at the other end runs the protocol."""
    return any(peer.node.runs(protocol) for peer in interface.peers)


def is_passive(interface: DraftInterface, protocol: str) -> bool:
    """Advertised without neighbours: asked for, by role, or because nobody is there to be met."""
    link = interface.subnet
    if link is None:
        return False
    asked = interface.module(protocol).get("passive")
    if isinstance(asked, bool):
        return asked
    return without_neighbors(interface, link, protocol)


def without_neighbors(interface: DraftInterface, link: DraftLink, protocol: str) -> bool:
    """A single router on the link, the role `passive`, or the role `stub` where no other node runs the protocol."""
    if interface.role == "passive" or (interface.role == "stub" and not meets(interface, protocol)):
        return True
    return link.type != "loopback" and sum(islice((1 for end in link.interfaces if is_router(end.node)), 2)) <= 1


def bfd_families(interface: DraftInterface, protocol: str, families: Families) -> BfdFamilies:
    """Families BFD watches: what the interface says, else the node, of those the protocol runs on it.

    With `bfd: False` on the interface, only families it names itself (measured).
    """
    node, own = interface.node, interface.module(protocol)
    if (
        interface.link is None
        or not node.runs("bfd")
        or (interface.disabled("bfd") and not isinstance(own.get("bfd"), Mapping))
    ):
        return BfdFamilies()
    whole = node.module(protocol)
    asked = asked_bfd(own["bfd"] if "bfd" in own else whole.get("bfd"))
    return BfdFamilies(
        ipv4=asked[0] and families[0] and interface.ipv4 is not None,
        ipv6=asked[1] and families[1] and interface.ipv6 is not None,
    )


def asked_bfd(value: Any) -> Families:
    """`bfd` of a protocol: a switch, or one by family."""
    if isinstance(value, Mapping):
        return value.get("ipv4") is True, value.get("ipv6") is True
    return bool(value), bool(value)


def leave(draft: Draft, node: DraftNode, protocol: str, name: str, problems: Problems) -> None:
    """Take a protocol from a node that has no interface in it, with a warning the user may silence."""
    node.modules = [module for module in node.modules if module != protocol]
    warnings = mapping(mapping(draft.defaults.get(protocol)).get("warnings"))
    if warnings.get("inactive", True):
        message = f"node `{node.name}` has no interface in {name} and does not run it"
        hint = f"set `defaults.{protocol}.warnings.inactive: False` to silence this"
        problems.warning("protocol-inactive", message, node.span, hint)
