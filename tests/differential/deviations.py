"""Where Netwright differs from netlab on purpose: data with reasons, kept short.

A difference is allowed when a deviation's pattern matches its path and its test holds for the two values.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from typing import Any, NamedTuple

from .normal_form import Difference


class Deviation(NamedTuple):
    """One deliberate difference."""

    patterns: tuple[str, ...]
    """Shell patterns over the dotted path."""
    allowed: Callable[[Any, Any], bool]
    """Given our value and theirs."""
    reason: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        ("nodes.*.interfaces.*.gateway_ipv6",),
        lambda ours, theirs: (ours is None) != (theirs is None),
        "netlab forgets the IPv6 gateway of hosts without any IPv4 gateway, and gives one to hosts without IPv6",
    ),
    Deviation(
        ("links.*.ends.*.3",),
        lambda ours, theirs: ours is True and theirs is None,
        "unnumbered EBGP sessions turn IPv6 on (RFC 8950); netlab does so on the interface and forgets the link",
    ),
    Deviation(
        ("nodes.*.protocols.neighbors.*/localas_ibgp/*.*", "nodes.*.vrfs.*.bgp.neighbors.*/localas_ibgp/*.*"),
        lambda ours, theirs: ours == "missing",
        "session attributes are for EBGP; netlab copies those of the *other* end's interface to such a session",
    ),
    Deviation(
        ("nodes.*.protocols.neighbors.*/ibgp/0.rs_client",),
        lambda ours, theirs: ours == "missing",
        "a route server (RFC 7947) serves EBGP sessions; netlab makes its IBGP neighbours clients too",
    ),
    Deviation(
        ("nodes.*.bgp.neighbors.*/20000.*",),
        lambda ours, theirs: not ours and bool(theirs),
        "a multihop session needs loopbacks of the family; netlab invents addresses (of the p2p pool) without one",
    ),
    Deviation(
        ("nodes.*.protocols.static.*",),
        lambda ours, theirs: not ours and str(theirs).startswith("_ebgp_multihop"),
        "the same invented addresses as next hops of static routes",
    ),
    Deviation(
        (
            *("nodes.*.families.*", "nodes.*.vrfs.*.families", "nodes.*.ospf.families.*"),
            "nodes.*.protocols.interior.*.af",
        ),
        lambda ours, theirs: ours is not theirs if isinstance(ours, bool) else set(ours) ^ set(theirs) == {"ipv6"},
        "netlab forgets the IPv6 of unnumbered EBGP sessions (RFC 8950), and counts the invented addresses above",
    ),
    Deviation(
        ("nodes.*.vlan.neighbors.*.1", "vlans.*.neighbors.*.1"),
        lambda ours, theirs: "." in ours and ours.rpartition(".")[2] == theirs.rpartition(".")[2],
        "a node with several subinterfaces in a VLAN is listed there with its first one; netlab lists any of them",
    ),
    Deviation(
        ("nodes.*.config",),
        lambda ours, theirs: ours == list(dict.fromkeys(theirs)),
        "a template of a group and of its member is applied once; netlab applies it twice",
    ),
    Deviation(
        ("nodes.*.interfaces.*.ra",),
        lambda ours, theirs: ours is False and theirs is True,
        "no router advertisements from an interface without IPv6, which netlab configures when others have it",
    ),
    Deviation(
        ("nodes.*.interfaces.*.ipv6",),
        lambda ours, theirs: ours is None and theirs is True,
        "IPv6 for an unnumbered session that only one end would configure (see `sessions.py`)",
    ),
    Deviation(
        ("nodes.*.protocols.neighbors.*.replace_global_as",),
        lambda ours, theirs: ours is False and theirs == "missing",
        "netlab accepts `replace_global_as` on an interface and forgets it; its neighbour takes it from the node alone",
    ),
    Deviation(
        ("nodes.*.ospf.interfaces.*.password",),
        lambda ours, theirs: ours is None and isinstance(theirs, str),
        "`password: False` of a link takes that of the node away; netlab notes the removal and applies it anyway",
    ),
    Deviation(
        ("nodes.*.ospf",),
        lambda ours, theirs: ours is None and theirs is not None and set(theirs["interfaces"]) <= {"lo"},
        "a node without OSPF on a link does not run it; netlab keeps it for the sake of a multihop BGP session",
    ),
    Deviation(
        ("nodes.*.ospf.interfaces.*.passive", "nodes.*.protocols.interior.*.interfaces.*.passive"),
        lambda ours, theirs: ours is True and theirs is False,
        "a link of one router and hosts is passive also when the user gave it a role; nobody there speaks it",
    ),
)

STRICTER: dict[str, str] = {
    "prefix-overlap": "netlab allocates the same prefix twice without a word; such a network cannot work",
    "duplicate-address": "netlab checks addresses of one link only, not of two interfaces of one node",
    "address-outside-prefix": "netlab gives `10.7.7.1` the length of another network's prefix",
}
"""Codes of errors for topologies netlab accepts."""

WIDER: dict[str, str] = {
    "Configuring OSPF on an unnumbered stub interface": "such an interface is passive and advertises nothing: harmless",
    "OSPF does not work over multi-access unnumbered IPv4": "OSPFv3 does, and OSPFv2 just finds no neighbour there",
    "attached only to subnets where all routers have unnumbered": "the host gets no gateway; its own subnets work",
    "which is not running on the box": "importing routes of a protocol that does not run imports none",
    "Cannot create an EBGP session between IPv6 LLA-only": "there is no session; designs with such links are usable",
    "is a subnet broadcast address": "such an id does not fit, see `Cannot assign host index`",
    "Cannot assign host index": "what does not fit into a short prefix by id is numbered in order",
    "does not support discard static routes": "Linux hosts have blackhole routes",
    "Cannot parse ipv4 prefix: {'_name'": "a named prefix from an unnumbered pool is unnumbered",
    "uses an attribute from module": "a group or `as_list` may name nodes without the module; it says nothing to them",
    "The unnumbered IPv4 interface": "Linux hosts can borrow an address; they just have no gateway",
    "bgp.prepend' must be a dictionary": "a number is short for `count`",
    "between IPv4 unnumbered interface": "no session of the family is wanted there; else it is an error here, too",
    "has EVPN attributes but no evpn.evi": "a VLAN that VXLAN does not carry has no instance, whatever it says of one",
    "should be connected to at least one link": "a node without links has nothing to carry over VXLAN",
    "Traceback (most recent call last)": "a crash of netlab says nothing about the topology",
    "Duplicate address": "addresses of a VLAN are given in order over all of its links, not on each of them anew",
    "Cannot mix bgp.policy with individual": "refused here too, save on sessions only one end wants",
    "cannot run RIPv2 over unnumbered interface": "passive interfaces and RIPng do, and are designed here",
    "has unnumbered interface(s) running ospf without a VRF": "they borrow the address of the node's loopback",
    "Invalid ospf link attribute 'priority'": "the priority of a link is that of all of its ends",
}
"""What netlab says of topologies that are designed here, and why they are."""

FURTHER: dict[str, str] = {
    "node ids above 150": "there is no limit on node count",
    "pools that go on": "built-in pools grow into `EXTENSIONS` of `design/pools.py` instead of running out",
    "loN of an explicit ifindex": "ifindex 77 of a loopback link is `lo77`, not `lo-9923`",
    "negative host numbers": "`ipv4: -2` counts from the end of the prefix",
    "`ospf.active` of a VRF without interfaces": "netlab then takes OSPF away from the global table of the node too",
    "multihop sessions beside IS-IS": "the invented addresses above keep IS-IS and its families on nodes, too",
    "EVPN over IPv6": "a session without IPv4 carries EVPN here; netlab's EVPN takes sessions over IPv4 alone",
    "a local AS that is the own one, in a confederation": "netlab's peers expect it instead of the identifier",
    "confederations and VRFs": "netlab forgets the confederation's identifier on sessions within VRFs",
    "`isis.bfd` of a link without the module or the family": "netlab leaves the switch in its data; there is no BFD",
    "VRFs of bridged VLANs": "a node that only bridges a VLAN is not in its VRF; netlab puts the bridge there",
    "sessions of one end": "`sessions.py`: a BGP session only one end would configure does not exist here",
}
"""Differences outside what the generator makes, or settled in the forms compared."""


def deliberate(difference: Difference) -> bool:
    """True when the difference is on the list."""
    path = ".".join(difference.path)
    return any(
        fnmatch.fnmatchcase(path, pattern) and deviation.allowed(difference.ours, difference.theirs)
        for deviation in DEVIATIONS
        for pattern in deviation.patterns
    )


def wider(refusal: str) -> bool:
    """True when netlab's refusal is on the list."""
    words = " ".join(refusal.split())
    return any(part in words for part in WIDER)
