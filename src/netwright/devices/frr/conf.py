"""The configuration of one FRR node: a view, printed once per section, put together per daemon.

Owns: sections and which daemon reads which. Must not: touch files or processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...model import BgpInstance, IsisInstance, Network, Node, OspfInstance, RipInstance, Vrf
from ...render import environment
from .bfd import profiles
from .bgp import bgp_view, discards
from .dataplane import zebra_lines
from .isis import isis_view
from .ldp import ldp_view
from .ospf import ospf_view, watched_prefixes
from .policy import Policies
from .rip import rip_view
from .versions import OLDEST, Version
from .vrrp import vrrp_views
from .zebra import StaticTable, interface_views, static_views

READERS: Mapping[str, tuple[str, ...]] = {
    "zebra": ("interfaces",),
    "staticd": ("static",),
    "ospfd": ("policy", "ospf"),
    "ospf6d": ("policy", "ospf6"),
    "isisd": ("policy", "isis"),
    "ripd": ("policy", "rip"),
    "ripngd": ("policy", "ripng"),
    "bgpd": ("policy", "bgp"),
    "ldpd": ("ldp",),
    "bfdd": ("bfd",),
    "vrrpd": ("vrrp",),
}
"""Daemon -> the sections it reads, its own one last: daemons complain of lines that are another's."""


class Sections(NamedTuple):
    """Text of each section."""

    head: str
    texts: Mapping[str, str]
    """By name, in the order of frr.conf; empty = absent."""
    uses_bfd: bool = False

    @property
    def daemons(self) -> tuple[str, ...]:
        """Routing daemons this node needs beside zebra."""
        return tuple(
            name
            for name, sections in READERS.items()
            if name != "zebra" and (self.texts.get(sections[-1]) or (name == "bfdd" and self.uses_bfd))
        )

    def integrated(self) -> str:
        """frr.conf."""
        return self.head + "".join(self.texts.values())

    def of(self, daemon: str) -> str:
        """What one daemon reads."""
        return self.head + "".join(self.texts.get(section, "") for section in READERS.get(daemon, ()))


class Table(NamedTuple):
    """One routing table of a node: the global one (no VRF) or a VRF's, and the protocols in it."""

    vrf: Vrf | None
    bgp: BgpInstance | None
    ospf: OspfInstance | None
    isis: IsisInstance | None
    rip: RipInstance | None

    @property
    def name(self) -> str | None:
        return self.vrf.name if self.vrf is not None else None


def sections(network: Network, node: Node, version: Version = OLDEST) -> Sections:
    """Every section of a node."""
    asn = node.bgp.asn if node.bgp is not None else 0
    tables = [Table(None, node.bgp, node.ospf, node.isis, node.ripv2)]
    tables += [Table(v, v.bgp, v.ospf, v.isis, v.ripv2) for v in node.vrfs.values()]
    internal = any(discards(node, t.bgp, t.name) or watched_prefixes(node, t.ospf) for t in tables)
    policies = Policies(node.routing, asn, version, internal_statics=internal)
    statics = static_views(node, [StaticTable(t.name, t.ospf, discards(node, t.bgp, t.name)) for t in tables])
    bgp = [bgp_view(node, t.bgp, policies, version, t.vrf) for t in tables if t.bgp is not None]
    ospf4 = [ospf_view(node, t.ospf, 4, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv4]
    ospf6 = [ospf_view(node, t.ospf, 6, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv6]
    isis = [isis_view(node, t.isis, policies, t.name) for t in tables if t.isis is not None]
    rip4 = [rip_view(node, t.rip, 4, policies, t.name) for t in tables if t.rip and t.rip.ipv4]
    rip6 = [rip_view(node, t.rip, 6, policies, t.name) for t in tables if t.rip and t.rip.ipv6]
    uses_bfd = _uses_bfd(node)
    timers = profiles(node) if uses_bfd else ()
    vrrp = vrrp_views(node)
    policy = policies.view()
    ldp = ldp_view(node)
    texts = {
        "interfaces": _template("interfaces").render(lines=zebra_lines(node), interfaces=interface_views(node)),
        "policy": _template("policy").render(policy=policy) if policy.lists or policy.entries else "",
        "static": _template("static").render(tables=statics) if statics else "",
        "ospf": "".join(_template("ospf").render(ospf=view) for view in ospf4),
        "ospf6": "".join(_template("ospf").render(ospf=view) for view in ospf6),
        "isis": "".join(_template("isis").render(isis=view) for view in isis),
        "rip": "".join(_template("rip").render(rip=view) for view in rip4),
        "ripng": "".join(_template("rip").render(rip=view) for view in rip6),
        "bgp": "".join(_template("bgp").render(bgp=view) for view in bgp),
        "ldp": _template("ldp").render(ldp=ldp) if ldp is not None else "",
        "bfd": _template("bfd").render(profiles=timers) if timers else "",
        "vrrp": _template("interfaces").render(interfaces=vrrp) if vrrp else "",
    }
    return Sections(head=_template("head").render(name=node.name), texts=texts, uses_bfd=uses_bfd)


def _uses_bfd(node: Node) -> bool:
    """Some protocol asks for BFD, or the module is there for the user's own configuration."""
    instances = [bgp for bgp in (node.bgp, *(v.bgp for v in node.vrfs.values())) if bgp is not None]
    return (
        node.bfd is not None
        or any((i.ospf and i.ospf.bfd) or (i.isis and i.isis.bfd) for i in node.interfaces)
        or any(n.options.bfd for bgp in instances for n in bgp.neighbors)
    )


@cache
def _template(name: str) -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template(f"{name}.j2")


def frr_conf(network: Network, node: Node, version: Version = OLDEST) -> str:
    """The text of frr.conf."""
    return sections(network, node, version).integrated()
