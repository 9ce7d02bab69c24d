"""Rules about VLANs and VXLAN.

Owns: VLANs that lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Node, Vlan
from ..rule import Finding
from ..subject import Subject


def vni_on_one_node(subject: Subject) -> Iterator[Finding]:
    """A VLAN that only one endpoint carries over VXLAN: its tunnel has no other end (RFC 7348 section 4)."""
    carriers: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for node in subject.network.nodes.values():
        if node.vxlan is None:
            continue
        for name in node.vxlan.vlans:
            vlan = node.vlans.get(name)
            if vlan is not None and vlan.vni is not None and not _routed(node, vlan):
                carriers.setdefault((node.vxlan.domain, vlan.vni), []).append((node.name, name))
    for (_, vni), ends in carriers.items():
        if len(ends) == 1:
            carrier, name = ends[0]
            hint = f"use VLAN `{name}` on another node, or set `vni: False` in it"
            message = f"only `{carrier}` carries VLAN `{name}` (VNI {vni}) over VXLAN"
            yield Finding(message, subject.setting_at("vlans", name), hint)


def _routed(node: Node, vlan: Vlan) -> bool:
    """Its subnet is announced in a VRF with a VNI of its own: other nodes need not have the VLAN (RFC 9135 4.2)."""
    vrf = node.vrfs.get(vlan.vrf or "")
    return vrf is not None and vrf.evpn is not None and vrf.evpn.transit_vni is not None


def vlan_dead_end(subject: Subject) -> Iterator[Finding]:
    """A switch gets a VLAN over a trunk and has nothing else in it: the trunk carries it for nobody."""
    for node in subject.network.nodes.values():
        for name, vlan in node.vlans.items():
            ports = [
                i
                for i in node.interfaces
                if i.vlan is not None and i.linkindex and name in (i.vlan.access, i.vlan.native, *i.vlan.trunk)
            ]
            trunk = ports[0].vlan if len(ports) == 1 else None
            carried = node.vxlan is not None and name in node.vxlan.vlans
            if trunk is not None and name in trunk.trunk and vlan.mode == "bridge" and not carried:
                where = subject.link_at(subject.network.links[ports[0].linkindex - 1], node.name, "vlan", "trunk")
                yield Finding(
                    f"VLAN `{name}` ends at `{node.name}`, which has nothing in it", where, "take it off the trunk"
                )
