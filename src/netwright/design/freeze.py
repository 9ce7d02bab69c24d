"""Draft -> frozen `Network`.

Owns: copying decided fields. Must not: decide anything.
"""

from __future__ import annotations

from typing import Literal

from ..addr import Prefix
from ..model import Endpoint, Group, Interface, Link, Network, Node
from .draft import Draft, DraftInterface, DraftLink, DraftNode

_OWN_SETTINGS = ("message", "validate", "files", "configlets")


def freeze(draft: Draft) -> Network:
    """Make the typed, frozen network of a finished draft."""
    topology, settings = draft.topology, draft.settings
    validate = settings.get("validate")
    message = settings.get("message")
    return Network(
        name=topology.name,
        nodes={name: _node(node) for name, node in draft.nodes.items()},
        links=tuple(_link(link) for link in draft.links),
        pools=draft.pools,
        prefixes=draft.prefixes,
        groups=_groups(draft),
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


def _node(node: DraftNode) -> Node:
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
        bgp=node.bgp,
        ospf=node.ospf,
        bfd=node.bfd,
        routing=node.routing,
        static_routes=tuple(node.static_routes),
        groups=tuple(node.groups),
        config=node.config,
        skip_config=node.data.get("skip_config") is True or "unprovisioned" in node.groups,
        skip_modules=tuple(skipped) if isinstance(skipped, list) else (),
        image=node.data.get("image") or node.data.get("box"),
        vars=node.vars,
        extra=node.extra,
    )


def _interface(interface: DraftInterface) -> Interface:
    link = interface.link
    return Interface(
        ifindex=interface.ifindex,
        ifname=interface.ifname,
        type=interface.type,  # type: ignore[arg-type]  # set_link_types checked it
        linkindex=link.linkindex if link is not None else 0,
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
        ospf=interface.ospf,
        bfd=interface.bfd,
        bgp_advertise=interface.bgp_advertise,
        extra=interface.extra,
    )


def _link(link: DraftLink) -> Link:
    return Link(
        linkindex=link.linkindex,
        type=link.type,  # type: ignore[arg-type]  # set_link_types checked it
        endpoints=tuple([Endpoint(i.node.name, i.ifname, i.ipv4, i.ipv6, i.ifindex) for i in link.interfaces]),
        name=link.name,
        role=link.role,
        ipv4=_prefix(link.ipv4),
        ipv6=_prefix(link.ipv6),
        bridge=link.bridge,
        mtu=link.mtu,
        extra=link.extra,
    )


def _prefix(value: Prefix | bool | None) -> Prefix | Literal[True] | None:
    return value or None if not isinstance(value, Prefix) else value


__all__ = ["freeze"]
