"""Where Netwright differs from netlab on purpose: data with reasons, kept short.

A difference is allowed when a deviation's pattern matches its path, and its ground (`grounds.py`) holds in the two
networks.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from . import grounds
from .grounds import Form, Place
from .normal_form import Difference

MULTIHOP = f"nodes.*.bgp.neighbors.*/{grounds.MULTIHOP}"


TABLES = ("protocols", "vrfs.*.bgp")
SESSION_OPTIONS = ("allowas_in", "as_override", "bfd", "default_originate", "gtsm", "passive", "password", "timers")
"""Of `bgp.session`."""


class Deviation(NamedTuple):
    """One deliberate difference."""

    patterns: tuple[str, ...]
    """Shell patterns for each part of the path."""
    holds: Callable[[Place], bool]
    """Whether the reason is there."""
    reason: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        ("nodes.*.interfaces.*.gateway_ipv6",),
        grounds.forgotten_gateway,
        "netlab forgets the IPv6 gateway of hosts without any IPv4 gateway",
    ),
    Deviation(
        ("nodes.*.interfaces.*.gateway_ipv6",),
        grounds.gateway_without_ipv6,
        "netlab gives an IPv6 gateway to hosts without IPv6",
    ),
    Deviation(
        ("links.*.ends.*.3",),
        grounds.link_with_forgotten_ipv6,
        "unnumbered EBGP sessions turn IPv6 on (RFC 8950); netlab does so on the interface and forgets the link",
    ),
    Deviation(
        ("nodes.*.families.1", "nodes.*.ospf.families.1"),
        grounds.family_of_rfc8950,
        "unnumbered EBGP sessions turn IPv6 on (RFC 8950); netlab does so on the interface and forgets the node",
    ),
    Deviation(
        ("nodes.*.vrfs.*.families", "nodes.*.protocols.interior.*.af"),
        grounds.family_of_rfc8950_in_list,
        "unnumbered EBGP sessions turn IPv6 on (RFC 8950); netlab forgets the VRF and the IGPs",
    ),
    Deviation(
        ("nodes.*.families.?", "nodes.*.ospf.families.?"),
        grounds.family_of_invented_addresses,
        "netlab counts the families of addresses it invents for multihop sessions (below)",
    ),
    Deviation(
        ("nodes.*.interfaces.*.ipv6",),
        grounds.ipv6_of_half_session,
        "IPv6 for an unnumbered session that only one end would configure (see `sessions.py`)",
    ),
    Deviation(
        ("nodes.*.vrfs.*.families",),
        grounds.vrf_family_of_half_session,
        "the family of a VRF that is there for such a session alone",
    ),
    Deviation(
        ("nodes.*.ospf.families.1",),
        grounds.ospf_family_of_half_session,
        "OSPFv3 that is there for such a session alone",
    ),
    Deviation(
        ("nodes.*.protocols.policy.*",),
        grounds.policy_of_half_session,
        "the policy made of the attributes of such a session",
    ),
    Deviation(
        tuple(f"nodes.*.{table}.neighbors.*/localas_ibgp/*.{o}" for table in TABLES for o in SESSION_OPTIONS),
        grounds.extra_option,
        "session attributes are for EBGP; netlab copies those of the *other* end's interface to such a session",
    ),
    Deviation(
        ("nodes.*.protocols.neighbors.*/ibgp/0.rs_client",),
        grounds.extra_option,
        "a route server (RFC 7947) serves EBGP sessions; netlab makes its IBGP neighbours clients too",
    ),
    Deviation(
        tuple(f"{MULTIHOP}.{part}" for part in ("ipv4", "ipv6", "activate.?", "local_if")),
        grounds.invented_address,
        "a multihop session needs loopbacks of the family; netlab invents addresses (of the p2p pool) without one",
    ),
    Deviation(
        ("nodes.*.protocols.static.*.*",),
        grounds.invented_next_hop,
        "the same invented addresses as next hops of static routes",
    ),
    Deviation(
        ("nodes.*.protocols.static",),
        grounds.route_of_unused_vrf,
        "a VRF that a node does not use has no routes there; netlab keeps those of `bgp.originate` of the VRF",
    ),
    Deviation(
        ("nodes.*.ospf",),
        grounds.ospf_kept_for_multihop,
        "a node without OSPF on a link does not run it; netlab keeps it for the sake of a multihop BGP session",
    ),
    Deviation(
        ("nodes.*.interfaces.*.vlan.neighbors.*.1", "vlans.*.neighbors.*.1"),
        grounds.another_port,
        "a node with several subinterfaces in a VLAN is listed there with its first one; netlab lists any of them",
    ),
    Deviation(
        ("nodes.*.config",),
        grounds.applied_twice,
        "a template of a group and of its member is applied once; netlab applies it twice",
    ),
    Deviation(
        ("nodes.*.vrfs.*.import", "nodes.*.vrfs.*.export"),
        grounds.applied_twice,
        "a route target of two VRFs is imported once; netlab lists it for each of them",
    ),
    Deviation(
        ("nodes.*.interfaces.*.ra",),
        grounds.advertisement_without_ipv6,
        "no router advertisements from an interface without IPv6, which netlab configures when others have it",
    ),
    Deviation(
        ("nodes.*.protocols.neighbors.*.replace_global_as",),
        grounds.forgotten_option,
        "netlab accepts `replace_global_as` on an interface and forgets it; its neighbour takes it from the node alone",
    ),
    Deviation(
        tuple(f"nodes.*.{part}.interfaces.*.passive" for part in ("ospf", "vrfs.*.ospf", "protocols.interior.*")),
        grounds.passive_among_hosts,
        "a link of one router and hosts is passive also when the user gave it a role; nobody there speaks it",
    ),
    Deviation(
        ("nodes.*.vrfs.*.ospf.import",),
        grounds.import_from_no_bgp,
        "OSPF of a VRF takes nothing of BGP on a node without BGP; netlab looks for what the VRF says of BGP",
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
    "requires module bfd which is not enabled": "BFD of a session that is not there; of one that is, an error here too",
    "that uses asymmetric IRB -- is not present on node": "other protocols of a VRF may carry the VLAN's subnet there",
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
    "`ospf.password: False` of a link": "it takes the node's password away; netlab notes so and applies it anyway",
    "a node's `vlans.NAME.ipv4`": "netlab forgets it where the VLAN is native on a trunk of the node",
    "sessions of one end": "`sessions.py`: a BGP session only one end would configure does not exist here",
}
"""Differences outside what the generator makes, or settled in the forms compared."""


def deliberate(difference: Difference, network: Form, other: Form, answer: Mapping[str, Any]) -> Deviation | None:
    """The deviation that allows a difference between our network and theirs."""
    place = Place(*difference, network, other, answer)
    return next((d for d in DEVIATIONS if _matches(d.patterns, difference.path) and d.holds(place)), None)


def _matches(patterns: tuple[str, ...], path: tuple[str, ...]) -> bool:
    parts = [pattern.split(".") for pattern in patterns]
    return any(len(wanted) == len(path) and all(map(fnmatch.fnmatchcase, path, wanted)) for wanted in parts)


ERROR = re.compile(r"^(?:[A-Z]\w+ in [\w.-]+:|Traceback) ", re.MULTILINE)
"""How netlab starts what it has to say; warnings, too."""


def explained(refusal: str) -> dict[str, str]:
    """Every error of a refusal -> the reason on the list why it is none here, or nothing."""
    starts = [match.start() for match in ERROR.finditer(refusal)]
    said = [refusal[a:b] for a, b in pairwise([*starts, len(refusal)])]
    errors = [" ".join(text.split()) for text in said if not text.startswith("Warning")] or [" ".join(refusal.split())]
    return {error: next((part for part in WIDER if part in error), "") for error in errors}
