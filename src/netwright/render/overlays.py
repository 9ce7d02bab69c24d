"""VXLAN and EVPN in the format's own names.

Owns: `node.vxlan`, `node.evpn`, what both add to VLANs and VRFs. Must not: decide anything.
"""

from __future__ import annotations

from typing import Any

from ..model import EvpnInstance, EvpnVrf, Vlan, VxlanEndpoint

Plain = dict[str, Any]


def vxlan(own: VxlanEndpoint) -> Plain:
    """`node.vxlan`."""
    data: Plain = {
        "domain": own.domain,
        "flooding": own.flooding,
        "transport": f"ipv{own.family}",
        "vlans": list(own.vlans),
        "vtep": str(own.address),
        "vtep_interface": own.ifname,
    }
    if own.flooding == "static":
        data["vtep_list"] = [str(remote) for remote in own.remotes]
    if own.vrfs:
        data["l3vnis"] = list(own.vrfs)
    return data


def evpn(own: EvpnInstance) -> Plain:
    """`node.evpn`."""
    return {
        "session": list(own.sessions),
        "transport": own.transport,
        "vlans": list(own.vlans),
        "vrfs": list(own.vrfs),
    }


def of_vlan(vlan: Vlan) -> Plain:
    """What a node's VLAN has of both."""
    data: Plain = {}
    if vlan.flood:
        data["vtep_list"] = [str(remote) for remote in vlan.flood]
    if vlan.evpn is not None:
        own = vlan.evpn
        targets = {"import": list(own.import_targets), "export": list(own.export_targets)}
        data["evpn"] = {"evi": own.evi, "rd": own.rd, **targets}
        if own.bundle is not None:
            data["evpn"]["bundle"] = own.bundle
    return data


def of_vrf(own: EvpnVrf) -> Plain:
    """`node.vrfs.<vrf>.evpn`."""
    data: Plain = {"evi": own.evi, "rd": own.rd}
    if own.transit_vni is not None:
        data["transit_vni"] = own.transit_vni
    if own.bundle is not None:
        data["bundle"] = own.bundle
    return data
