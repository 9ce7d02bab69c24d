"""Rules about OSPF (RFC 2328): what keeps adjacencies down, and areas without a way to the backbone.

Owns: OSPF in the global routing table and in VRFs. Must not: know IS-IS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...model import OspfInterface
from ...model.adjacency import FAMILIES, End, speaks_ospf
from ...model.rule import names
from ...model.state import Family
from ..graphs import components
from ..rule import Finder, Finding
from ..subject import Subject

BACKBONE = "0.0.0.0"
HELLO_S = 10
DEAD_FACTOR = 4
"""RFC 2328 appendix C.3: usual values of the daemons."""


def _speakers(ends: list[End], family: Family) -> list[tuple[End, OspfInterface]]:
    """Ends that look for neighbours of one version."""
    found = [(end, end.interface.ospf) for end in ends if speaks_ospf(end, family)]
    return [(end, ospf) for end, ospf in found if ospf is not None]


def _differing(what: str, key: str, value: Callable[[OspfInterface], Any], show: Callable[[Any], str]) -> Finder:
    """A rule: neighbours on a subnet have different values of something both must agree on."""

    def find(subject: Subject) -> Iterator[Finding]:
        for ends in subject.subnets:
            by_family = ([(end, value(ospf)) for end, ospf in _speakers(ends, family)] for family in FAMILIES)
            speakers = next((found for found in by_family if len({said for _, said in found}) > 1), None)
            if speakers is None:
                continue
            said = ", ".join(f"{end.node.name} {show(found)}" for end, found in speakers)
            where = next(
                (at for end, _ in speakers if (at := subject.end_at(end, "ospf", key)) != subject.end_at(end)),
                subject.end_at(speakers[0][0]),
            )
            yield Finding(f"OSPF neighbours have different {what}: {said}", where, "set it on the link")

    return find


def _timers(ospf: OspfInterface) -> tuple[int, int]:
    hello = ospf.hello_interval_s or HELLO_S
    return hello, ospf.dead_interval_s or DEAD_FACTOR * hello


def _authentication(ospf: OspfInterface) -> tuple[str, int, str]:
    if ospf.password is None:
        return ("none", 0, "")
    return ("digest" if ospf.digest_key_id else "password", ospf.digest_key_id or 0, ospf.password)


ospf_timer_mismatch = _differing("timers", "timers", _timers, lambda t: f"{t[0]} s/{t[1]} s")
ospf_network_type_mismatch = _differing(
    "network types", "network_type", lambda ospf: ospf.network_type or "broadcast", str
)
ospf_area_mismatch = _differing("areas", "area", lambda ospf: ospf.area, str)
ospf_authentication_mismatch = _differing("authentication", "password", _authentication, lambda a: str(a[0]))


Areas = dict[str, dict[str, list[str]]]
"""Area -> router -> neighbours in the area."""


def _areas(subject: Subject) -> Areas:
    """Adjacencies of the global routing table; VRFs have a backbone of their own in MPLS (RFC 4577 section 4.1.4)."""
    found: Areas = {}
    for ends in subject.subnets:
        inside = [end for end in ends if end.interface.vrf is None]
        for speakers in (_speakers(inside, family) for family in FAMILIES):
            for end, ospf in speakers:
                near = [o.node.name for o, theirs in speakers if o.node is not end.node and theirs.area == ospf.area]
                if near:
                    found.setdefault(ospf.area, {}).setdefault(end.node.name, []).extend(near)
    return found


def _domains(subject: Subject) -> Iterator[Areas]:
    """Each set of routers that adjacencies connect."""
    areas = _areas(subject)
    everything: dict[str, list[str]] = {}
    for links in areas.values():
        for node, others in links.items():
            everything.setdefault(node, []).extend(others)
    for members in components(everything, everything):
        inside = frozenset(members)
        within = {area: {n: others for n, others in links.items() if n in inside} for area, links in areas.items()}
        yield {area: links for area, links in within.items() if links}


def ospf_area_without_backbone(subject: Subject) -> Iterator[Finding]:
    """An area none of whose routers is in the backbone: other areas never hear of it (RFC 2328 section 3)."""
    for areas in _domains(subject):
        if len(areas) < 2:
            continue
        backbone = areas.get(BACKBONE, {})
        for area, links in areas.items():
            if area != BACKBONE and not links.keys() & backbone.keys():
                where = subject.node_at(next(iter(links)), "ospf", "area")
                message = f"OSPF area {area} ({names(links)}) has no router in the backbone"
                yield Finding(message, where, "link one of them to area 0 routers within area 0")


def ospf_partitioned_backbone(subject: Subject) -> Iterator[Finding]:
    """Parts of area 0 that reach each other through other areas only (RFC 2328 section 3.1)."""
    for areas in _domains(subject):
        backbone = areas.get(BACKBONE, {})
        parts = components(backbone, backbone)
        if len(parts) > 1:
            listed = " | ".join(names(part) for part in parts)
            where = subject.node_at(parts[1][0], "ospf")
            yield Finding(f"OSPF area 0 is in {len(parts)} parts: {listed}", where, "link the parts within area 0")
