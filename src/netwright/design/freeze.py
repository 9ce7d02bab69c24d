"""Draft -> frozen `Network`.

Owns: copying decided fields. Must not: decide anything.
"""

from __future__ import annotations

from typing import Literal

from ..addr import Prefix
from ..model import Endpoint, Group, Interface, Link, Network, Node, Vrf
from .draft import Draft, DraftInterface, DraftLink, DraftNode
from .draft_vrf import DraftVrf
from .merge import mapping, without

_VRF_TYPED = ("bgp", "export", "id", "import", "links", "ospf", "rd")
_OWN_SETTINGS = ("message", "validate", "files", "configlets")


def freeze(draft: Draft) -> Network:
    """Make the typed, frozen network of a finished draft."""
    topology, settings = draft.topology, draft.settings
    validate = settings.get("validate")
    message = settings.get("message")
    return Network(
        name=topology.name,
        nodes={name: _node(node, _default_image(draft, node)) for name, node in draft.nodes.items()},
        links=tuple(_link(link) for link in draft.links),
        segments=tuple(_link(link) for link in draft.segments),
        vlans=draft.vlan_models,
        pools=draft.pools,
        prefixes=draft.prefixes,
        groups=_groups(draft),
        vrfs={name: _vrf(vrf) for name, vrf in draft.vrfs.items()},
        modules=tuple(draft.modules),
        plugins=topology.plugins,
        validate=validate if isinstance(validate, dict) else {},
        message=message if isinstance(message, str) else None,
        files=draft.files,
        configlets=draft.configlets,
        directory=topology.directory,
        defaults=draft.defaults,
        settings={key: value for key, value in settings.items() if key not in _OWN_SETTINGS},
        notices=tuple(draft.notices),
    )


def _groups(draft: Draft) -> dict[str, Group]:
    groups = {}
    for name, members in draft.groups.items():
        known = draft.topology.groups.get(name)
        groups[name] = (
            Group(name=name, members=members)
            if known is None
            else Group(
                name=name,
                members=members,
                kind=known.kind,
                vars=known.vars,
                config=known.config,
                attributes=known.attributes,
            )
        )
    return groups


def _default_image(draft: Draft, node: DraftNode) -> str | None:
    """`defaults.devices.<device>.image`."""
    image = mapping(mapping(draft.defaults.get("devices")).get(node.device.name)).get("image")
    return image if isinstance(image, str) else None


def _node(node: DraftNode, default_image: str | None) -> Node:
    skipped = node.data.get("skip_config")
    return Node(
        name=node.name,
        id=node.id,
        device=node.device.name,
        requested_device=node.requested_device,
        role=node.role,  # type: ignore[arg-type]  # select_roles checked it against the format's four words
        modules=tuple(node.modules),
        mtu=node.mtu,
        ipv4=node.ipv4,
        ipv6=node.ipv6,
        router_id=node.router_id,
        loopback=_interface(node.loopback) if node.loopback is not None else None,
        interfaces=tuple([_interface(i) for i in node.interfaces]),
        management=node.management,
        bfd=node.bfd,
        dhcp=node.dhcp,
        bgp=node.bgp,
        isis=node.isis,
        ospf=node.ospf,
        ripv2=node.ripv2,
        mpls=node.mpls,
        sr=node.sr,
        srv6=node.srv6,
        routing=node.routing,
        static_routes=tuple(node.static_routes),
        evpn=node.evpn,
        vxlan=node.vxlan,
        vlans=node.vlans,
        vrfs={name: _vrf(vrf) for name, vrf in node.vrfs.items()},
        groups=tuple(node.groups),
        config=node.config,
        skip_config=node.data.get("skip_config") is True or "unprovisioned" in node.groups,
        skip_modules=tuple(skipped) if isinstance(skipped, list) else (),
        image=node.data.get("image") or node.data.get("box") or default_image,
        vars=node.vars,
        extra=node.extra,
    )


def _vrf(vrf: DraftVrf) -> Vrf:
    return Vrf(
        name=vrf.name,
        id=vrf.id,
        table=vrf.table,
        rd=vrf.rd,
        import_targets=vrf.imports,
        export_targets=vrf.exports,
        leaks=vrf.leaks,
        ipv4=vrf.ipv4,
        ipv6=vrf.ipv6,
        loopback=vrf.loopback.ifname if vrf.loopback is not None else None,
        bgp=vrf.bgp,
        evpn=vrf.evpn,
        isis=vrf.isis,
        ospf=vrf.ospf,
        ripv2=vrf.ripv2,
        extra=without(vrf.data, _VRF_TYPED),
    )


def _interface(interface: DraftInterface) -> Interface:
    link = interface.link
    return Interface(
        ifindex=interface.ifindex,
        ifname=interface.ifname,
        type=interface.type,  # type: ignore[arg-type]  # set_link_types checked it
        linkindex=link.linkindex if link is not None else 0,
        segment=interface.subnet.segment if interface.subnet is not None else 0,
        name=interface.name,
        role=interface.role,
        ipv4=interface.ipv4,
        ipv6=interface.ipv6,
        borrowed_ipv4=interface.borrowed_ipv4,
        borrowed_from=interface.borrowed_from,
        mtu=interface.mtu,
        bandwidth_kbps=interface.bandwidth_kbps,
        shutdown=interface.shutdown,
        virtual=interface.virtual,
        bridge=interface.bridge,
        gateway_ipv4=interface.gateway_ipv4,
        gateway_ipv6=interface.gateway_ipv6,
        ra=interface.ra,
        tc=interface.tc,
        bfd=interface.bfd,
        isis=interface.isis,
        ospf=interface.ospf,
        ripv2=interface.ripv2,
        gateway=interface.gateway,
        ldp=interface.ldp,
        dhcp_client=interface.dhcp_client,
        dhcp_relay=interface.dhcp_relay,
        stp=interface.stp,
        lag=interface.lag,
        lag_member_of=interface.lag_member_of.ifname if interface.lag_member_of is not None else None,
        ethernet_segment=interface.ethernet_segment,
        tunnel=interface.tunnel,
        vlan=interface.vlan,
        vrf=interface.vrf,
        parent_ifname=interface.parent.ifname if interface.parent is not None else None,
        mac=interface.mac,
        proxy_arp=interface.proxy_arp,
        bgp_advertise=interface.bgp_advertise,
        extra=interface.extra,
    )


def _link(link: DraftLink) -> Link:
    return Link(
        linkindex=link.linkindex,
        type=link.type,  # type: ignore[arg-type]  # set_link_types checked it
        endpoints=tuple([_endpoint(i) for i in link.interfaces]),
        name=link.name,
        role=link.role,
        ipv4=_prefix(link.ipv4),
        ipv6=_prefix(link.ipv6),
        bridge=link.bridge,
        mtu=link.mtu,
        extra=link.extra,
    )


def _endpoint(i: DraftInterface) -> Endpoint:
    return Endpoint(i.node.name, i.ifname, i.ipv4, i.ipv6, i.ifindex, i.vrf, i.vlan if i.virtual else None)


def _prefix(value: Prefix | bool | None) -> Prefix | Literal[True] | None:
    return value or None if not isinstance(value, Prefix) else value


__all__ = ["freeze"]
