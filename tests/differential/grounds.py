"""What must be so in the two networks where a difference is allowed.

Owns: one question per deviation, asked about the place of the difference. Must not: say which differences there are
(`deviations.py` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Form = dict[str, Any]

MULTIHOP = "20000"
"""Interface number netlab gives sessions of `ebgp.multihop`."""


class Place(NamedTuple):
    """Where two networks differ."""

    path: tuple[str, ...]
    ours: Any
    theirs: Any
    network: Form
    """Our whole form."""
    other: Form
    """Theirs."""
    answer: Mapping[str, Any]
    """All that netlab said."""

    @property
    def node(self) -> Form:
        """The node of the path, as we have it."""
        found: Form = self.network["nodes"][self.path[1]]
        return found

    @property
    def their_node(self) -> Form:
        found: Form = self.other["nodes"][self.path[1]]
        return found


def forgotten_gateway(place: Place) -> bool:
    """A host with IPv6 and no IPv4 gateway on any interface has no IPv6 gateway in netlab."""
    interfaces = place.node["interfaces"]
    return (
        place.node["role"] == "host"
        and place.theirs is None
        and isinstance(interfaces[place.path[3]]["ipv6"], str)
        and all(i["gateway_ipv4"] is None for i in interfaces.values())
    )


def gateway_without_ipv6(place: Place) -> bool:
    """A host's interface without IPv6 has an IPv6 gateway in netlab."""
    bare = not isinstance(place.their_node["interfaces"][place.path[3]]["ipv6"], str)
    return place.node["role"] == "host" and place.ours is None and isinstance(place.theirs, str) and bare


def link_with_forgotten_ipv6(place: Place) -> bool:
    """netlab turned IPv6 on on the interface of this end, for a session of RFC 8950, and forgot the link."""
    name, ifname = place.network["links"][int(place.path[1])]["ends"][int(place.path[3])][:2]
    turned_on = place.other["nodes"][name]["interfaces"][ifname]["ipv6"] is True
    return place.ours is True and place.theirs is None and turned_on and _carries_rfc8950(place, name, ifname)


def family_of_rfc8950(place: Place) -> bool:
    """IPv6 of a node (or its OSPF) that has it for RFC 8950: netlab has it on the interface, not on the node."""
    return place.ours is True and place.theirs is False and any(_forgotten(place))


def family_of_rfc8950_in_list(place: Place) -> bool:
    """The same where families are listed."""
    return _lists_ipv6(place.ours, place.theirs) and any(_forgotten(place))


def family_of_invented_addresses(place: Place) -> bool:
    """A family of a node netlab invented an address of for a multihop session, and that we have nowhere."""
    family = ("ipv4", "ipv6")[int(place.path[-1])]
    return place.ours is False and place.theirs is True and family in _invented(place)


def vrf_family_of_half_session(place: Place) -> bool:
    """IPv6 of a VRF with interfaces that have it for a session only one end would configure."""
    names = [name for name, i in place.their_node["interfaces"].items() if i["vrf"] == place.path[3]]
    return _lists_ipv6(place.theirs, place.ours) and _ours_alone_lack_ipv6(place, names)


def ospf_family_of_half_session(place: Place) -> bool:
    """The same of OSPF."""
    names = [name for name in place.their_node["ospf"]["interfaces"] if name in place.their_node["interfaces"]]
    return place.ours is False and place.theirs is True and _ours_alone_lack_ipv6(place, names)


def ipv6_of_half_session(place: Place) -> bool:
    """IPv6 on an interface without a number, where no session of RFC 8950 is."""
    unnumbered = place.node["interfaces"][place.path[3]]["ipv4"] is True
    alone = not _carries_rfc8950(place, place.path[1], place.path[3])
    return place.ours is None and place.theirs is True and unnumbered and alone


def invented_address(place: Place) -> bool:
    """An address, its activation or its interface, of a multihop session we have without this family."""
    family = "ipv6" if place.path[-1] in ("ipv6", "1", "local_if") else "ipv4"
    node = place.node["loopback"], place.network["nodes"][place.path[4].split("/")[0]]["loopback"]
    missing = any(loopback is None or loopback[family == "ipv6"] is None for loopback in node)
    return missing and place.ours in (None, False) and place.theirs not in (None, False, "missing")


def invented_next_hop(place: Place) -> bool:
    """A static route to an interface netlab invented for a multihop session."""
    return not place.ours and str(place.theirs).startswith("_ebgp_multihop") and bool(_invented(place))


def route_of_unused_vrf(place: Place) -> bool:
    """Routes in VRFs neither has on the node."""
    known = {"", *place.node["vrfs"], *place.their_node["vrfs"]}
    return "missing" not in (place.ours, place.theirs) and place.ours == [r for r in place.theirs if r[4] in known]


def ospf_kept_for_multihop(place: Place) -> bool:
    """OSPF on the loopback alone, of a node that multihop sessions name."""
    alone = isinstance(place.theirs, dict) and set(place.theirs["interfaces"]) <= {"lo"}
    return place.ours is None and alone and bool(_ends(place))


def passive_among_hosts(place: Place) -> bool:
    """Passive where one router at most is on the link."""
    routers = [name for name in _attached(place) if place.network["nodes"][name]["role"] == "router"]
    return place.ours is True and place.theirs is False and len(routers) <= 1


def advertisement_without_ipv6(place: Place) -> bool:
    """Router advertisements of an interface neither has IPv6 on."""
    both = (node["interfaces"][place.path[3]]["ipv6"] for node in (place.node, place.their_node))
    return place.ours is False and place.theirs is True and not any(both)


def policy_of_half_session(place: Place) -> bool:
    """The policy netlab made for a session only one end would configure; no other session has it."""
    name = place.path[-1]
    neighbors = place.their_node["protocols"]["neighbors"].values()
    used = {policy for options in neighbors for policy in (options.get("policy") or {}).values()}
    return place.ours == "missing" and name.startswith("bp-") and name not in used


def another_port(place: Place) -> bool:
    """Two subinterfaces of one node in one VLAN; ours is the first."""
    if "missing" in (place.ours, place.theirs) or place.ours.rpartition(".")[2] != place.theirs.rpartition(".")[2]:
        return False
    neighbor = _at(place.network, place.path[:-1])[0]
    interfaces = place.network["nodes"][neighbor]["interfaces"]
    mine, other = interfaces.get(place.ours), interfaces.get(place.theirs)
    return mine is not None and other is not None and mine["ifindex"] < other["ifindex"]


def import_from_no_bgp(place: Place) -> bool:
    """OSPF of a VRF takes the routes of BGP, which the node does not run."""
    return place.node["bgp"] is None and "bgp" in place.theirs and [p for p in place.theirs if p != "bgp"] == place.ours


def extra_option(place: Place) -> bool:
    """An option that is only there."""
    return place.ours == "missing" and place.theirs not in ("missing", None, False)


def applied_twice(place: Place) -> bool:
    """The same names, some of them twice in netlab."""
    return isinstance(place.theirs, list) and place.ours == list(dict.fromkeys(place.theirs))


def forgotten_option(place: Place) -> bool:
    """`replace_global_as: False`, which is only ours."""
    return place.ours is False and place.theirs == "missing"


# -- parts -----------------------------------------------------------------------------------------------------


def _at(form: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        form = form[int(part)] if isinstance(form, list) else form[part]
    return form


def _lists_ipv6(longer: Any, shorter: Any) -> bool:
    return "missing" not in (longer, shorter) and longer == sorted([*shorter, "ipv6"])


def _sessions(node: Form) -> Iterator[tuple[str, Form]]:
    """Keys and sessions of the global table and of VRFs."""
    for table in (node["bgp"], *(vrf["bgp"] for vrf in node["vrfs"].values())):
        if table is not None:
            yield from table["neighbors"].items()


def _carries_rfc8950(place: Place, name: str, ifname: str) -> bool:
    """Whether we have a session of RFC 8950 on the interface."""
    node = place.network["nodes"][name]
    ifindex = str(node["interfaces"][ifname]["ifindex"])
    return any(key.rpartition("/")[2] == ifindex and session["rfc8950"] for key, session in _sessions(node))


def _forgotten(place: Place) -> Iterator[bool]:
    """Of every interface with IPv6 in netlab: whether it is for a session of RFC 8950."""
    for ifname, interface in place.their_node["interfaces"].items():
        if interface["ipv6"] is True:
            yield _carries_rfc8950(place, place.path[1], ifname)


def _ours_alone_lack_ipv6(place: Place, names: list[str]) -> bool:
    """Whether some of the interfaces have IPv6 in netlab, and none of those here."""
    on = [name for name in names if place.their_node["interfaces"][name]["ipv6"] is not None]
    return bool(on) and all(place.node["interfaces"][name]["ipv6"] is None for name in on)


def _ends(place: Place) -> list[Mapping[str, Any]]:
    """The node's ends of multihop sessions, with the addresses netlab gave them."""
    multihop = (place.answer.get("bgp") or {}).get("multihop") or {}
    ends = [end for session in multihop.get("sessions") or () for end in session["interfaces"]]
    return [end for end in ends if end["node"] == place.path[1]]


def _invented(place: Place) -> set[str]:
    """Families such an end has an address of and the node's loopback has not."""
    loopback = place.node["loopback"] or [None, None]
    own = dict(zip(("ipv4", "ipv6"), loopback, strict=True))
    return {family for end in _ends(place) for family in own if end.get(family) and own[family] is None}


def _attached(place: Place) -> set[str]:
    """Nodes on the link, or in the VLAN, of the interface whose `passive` differs."""
    name, ifname = place.path[1], place.path[-2]
    ends = next(
        (link["ends"] for link in place.network["links"] if [name, ifname] in [e[:2] for e in link["ends"]]), []
    )
    neighbors = place.node["interfaces"][ifname]["vlan"].get("neighbors", [])
    return {name, *(end[0] for end in ends), *(neighbor[0] for neighbor in neighbors)}
