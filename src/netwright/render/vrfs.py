"""VRFs of a node in the format's own names.

Owns: `Vrf` -> plain dictionaries. Must not: decide anything.
Interfaces in OSPF of a VRF are listed with the VRF's OSPF, and only there say what OSPF does on them.
"""

from __future__ import annotations

from ..addr import InterfaceAddress
from ..model import Network, Node, Vrf
from . import interfaces, interior, overlays, protocols
from .interfaces import Plain, merged, put


def vrfs(network: Network, node: Node) -> Plain:
    """`node.vrfs`."""
    return {name: _vrf(network, node, vrf) for name, vrf in node.vrfs.items()}


def global_vrfs(network: Network) -> Plain:
    """`vrfs` of the topology."""
    return {name: merged(vrf.extra, _identity(vrf)) for name, vrf in network.vrfs.items()}


def vpn_families(node: Node) -> Plain:
    """`vpnv4` and `vpnv6` of `node.af`: families of any VRF."""
    found: Plain = {}
    for family, word in (("ipv4", "vpnv4"), ("ipv6", "vpnv6")):
        if any(getattr(vrf, family) for vrf in node.vrfs.values()):
            found[word] = True
    return found


def _vrf(network: Network, node: Node, vrf: Vrf) -> Plain:
    members = [i for i in node.interfaces if i.vrf == vrf.name]
    data = _identity(vrf)
    data["vrfidx"] = vrf.table
    families = {family: True for family in ("ipv4", "ipv6") if getattr(vrf, family)}
    if families:
        data["af"] = families
    for interface in members:
        if interface.ifname == vrf.loopback:
            own = {"ipv4": interface.ipv4, "ipv6": interface.ipv6}
            data["loopback_address"] = {word: str(a) for word, a in own.items() if isinstance(a, InterfaceAddress)}
            data["networks"] = [dict(data["loopback_address"])]
    if vrf.evpn is not None:
        data["evpn"] = overlays.of_vrf(vrf.evpn)
    if vrf.bgp is not None:
        data["bgp"] = protocols.bgp(vrf.bgp, None)
        data["bgp"].pop("as")
    if vrf.ospf is not None:
        data["ospf"] = protocols.ospf(vrf.ospf)
        running = [i for i in members if i.ospf is not None]
        put(data["ospf"], active=True)
        data["ospf"]["interfaces"] = [interfaces.interface(network, node, i, in_vrf=True) for i in running]
    if vrf.isis is not None:
        data["isis"] = interior.isis(vrf.isis)
        running = [i for i in members if i.isis is not None]
        put(data["isis"], active=True)
        data["isis"]["interfaces"] = [interfaces.interface(network, node, i, in_vrf=True) for i in running]
    if vrf.ripv2 is not None:
        data["ripv2"] = interior.ripv2(vrf.ripv2)
        running = [i for i in members if i.ripv2 is not None]
        put(data["ripv2"], active=True)
        data["ripv2"]["interfaces"] = [interfaces.interface(network, node, i, in_vrf=True) for i in running]
    return merged(vrf.extra, data)


def _identity(vrf: Vrf) -> Plain:
    return {
        "id": vrf.id,
        "rd": vrf.rd,
        "import": list(vrf.import_targets),
        "export": list(vrf.export_targets),
    }


__all__ = ["global_vrfs", "vpn_families", "vrfs"]
