"""The configuration of one FRR node: a view, printed once per section, put together per daemon.

Owns: sections and which daemon reads which. Must not: touch files or processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...addr import Family
from ...model import BgpInstance, IsisInstance, Network, Node, OspfInstance, RipInstance, Vrf
from ...model.adjacency import bgp_instances
from ...render import environment
from .bfd import profiles
from .bgp import bgp_view, discards
from .borders import list_lines, member_loopbacks
from .dataplane import zebra_lines
from .evpn import segment_lines
from .isis import isis_view
from .ldp import ldp_view
from .ospf import ospf_view, watched_prefixes
from .policy import Policies, PolicyView
from .rip import rip_view
from .settings import KNOWN, Settings, settings_of
from .sr import locator_lines
from .versions import OLDEST, Version
from .vrrp import vrrp_views
from .zebra import StaticTable, interface_views, static_views

READERS: Mapping[str, tuple[str, ...]] = {
    "zebra": ("interfaces",),
    "staticd": ("static",),
    "ospfd": ("policy4", "ospf"),
    "ospf6d": ("policy6", "ospf6"),
    "isisd": ("policy4", "policy6", "isis"),
    "ripd": ("policy4", "rip"),
    "ripngd": ("policy6", "ripng"),
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
    families: Mapping[str, str] = {}
    """What daemons of one family, without BGP, read of the policies."""
    uses_bfd: bool = False
    settings: Settings = Settings()

    @property
    def daemons(self) -> tuple[str, ...]:
        """Routing daemons this node needs beside zebra."""
        own = [
            name
            for name, sections in READERS.items()
            if name != "zebra" and (self.texts.get(sections[-1]) or (name == "bfdd" and self.uses_bfd))
        ]
        return (*own, *(d for d in self.settings.daemons if d in KNOWN and d not in (*own, "zebra")))

    def integrated(self) -> str:
        """frr.conf."""
        return self.head + _lines(self.settings.lines()) + "".join(self.texts.values())

    def of(self, daemon: str) -> str:
        """What one daemon reads."""
        texts = {**self.texts, **self.families}
        own = "".join(texts.get(section, "") for section in READERS.get(daemon, ()))
        return self.head + _lines(self.settings.lines(daemon)) + own

    def of_all(self, daemons: Iterable[str]) -> str:
        """What several daemons read, without the head; each section once."""
        wanted = {section for daemon in daemons for section in READERS.get(daemon, ())}
        settings = "".join(_lines(self.settings.lines(daemon)) for daemon in daemons)
        texts = {**self.families, **self.texts}
        return settings + "".join(text for name, text in texts.items() if name in wanted)


def _lines(lines: tuple[str, ...]) -> str:
    return "".join(f"{line}\n" for line in (*lines, "!")) if lines else ""


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
    policies = Policies(node.routing, asn, version, _families(node), internal_statics=internal)
    statics = static_views(node, [StaticTable(t.name, t.ospf, discards(node, t.bgp, t.name)) for t in tables])
    members = member_loopbacks(network, node, node.bgp) if node.bgp is not None else ()
    policies.add_lists(list_lines(members))
    bgp = [
        bgp_view(node, t.bgp, policies, version, t.vrf, members if t.vrf is None else ())
        for t in tables
        if t.bgp is not None
    ]
    ospf4 = [ospf_view(node, t.ospf, 4, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv4]
    ospf6 = [ospf_view(node, t.ospf, 6, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv6]
    isis = [isis_view(node, t.isis, policies, t.name) for t in tables if t.isis is not None]
    rip4 = [rip_view(node, t.rip, 4, policies, t.name) for t in tables if t.rip and t.rip.ipv4]
    rip6 = [rip_view(node, t.rip, 6, policies, t.name) for t in tables if t.rip and t.rip.ipv6]
    uses_bfd = _uses_bfd(node)
    timers = profiles(node) if uses_bfd else ()
    vrrp = vrrp_views(node)
    families: list[tuple[str, Family]] = [("policy4", 4), ("policy6", 6)]
    ldp = ldp_view(node)
    zebra = (*zebra_lines(node), *locator_lines(node), *segment_lines(node))
    texts = {
        "interfaces": _template("interfaces").render(lines=zebra, interfaces=interface_views(node)),
        "policy": _policy(policies.view()),
        "static": _template("static").render(tables=statics) if statics else "",
        "ospf": "".join(_template("ospf").render(ospf=view) for view in ospf4),
        "ospf6": "".join(_template("ospf").render(ospf=view) for view in ospf6),
        "isis": "".join(_template("isis").render(isis=view) for view in isis),
        "rip": "".join(_template("rip").render(rip=view) for view in rip4),
        "ripng": "".join(_template("rip").render(rip=view) for view in rip6),
        "bgp": "".join(_template("bgp").render(bgp=view) for view in bgp),
        "ldp": _template("ldp").render(ldp=ldp) if ldp is not None else "",
        "bfd": _template("bfd").render(profiles=timers) if timers else "",
        "vrrp": _template("interfaces").render(lines=(), interfaces=vrrp) if vrrp else "",
    }
    return Sections(
        head=_template("head").render(name=node.name),
        texts=texts,
        families={name: _policy(policies.view(family)) for name, family in families},
        uses_bfd=uses_bfd,
        settings=settings_of(network, node),
    )


def _families(node: Node) -> tuple[Family, ...]:
    """Families that policies are written for."""
    instances = [bgp for _, bgp in bgp_instances(node)]
    neighbors = [n for bgp in instances for n in bgp.neighbors]
    four = node.ipv4 or any(n.activate_ipv4 for n in neighbors) or any(v.ipv4 for v in node.vrfs.values())
    six = node.ipv6 or any(n.activate_ipv6 for n in neighbors) or any(v.ipv6 for v in node.vrfs.values())
    families: list[tuple[Family, bool]] = [(4, four or not six), (6, six)]
    return tuple(family for family, used in families if used)


def _policy(view: PolicyView) -> str:
    return _template("policy").render(policy=view) if view.lists or view.entries else ""


def _uses_bfd(node: Node) -> bool:
    """Some protocol asks for BFD, or the module is there for the user's own configuration."""
    instances = [bgp for _, bgp in bgp_instances(node)]
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
