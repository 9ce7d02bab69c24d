"""The configuration of one FRR node: a view, printed once per section, put together per daemon.

Owns: sections and which daemon reads which. Must not: touch files or processes.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...addr import Family
from ...model import Network, Node
from ...render import environment
from .bfd import bfd_profiles, uses_bfd
from .bgp import bgp_view, discards
from .ospf import ospf_view, watched_prefixes
from .policy import Policies, PolicyView
from .settings import KNOWN, Settings, settings_of
from .versions import OLDEST, Version
from .zebra import interface_views, static_lines


class Sections(NamedTuple):
    """Text of each part; an empty one is absent."""

    head: str
    interfaces: str
    policy: str
    static: str
    ospf: str
    ospf6: str
    bgp: str
    bfd: str
    policy4: str = ""
    policy6: str = ""
    """What the OSPF daemons read of `policy`."""
    settings: Settings = Settings()

    @property
    def daemons(self) -> tuple[str, ...]:
        """Routing daemons this node needs beside zebra."""
        wanted = (
            ("staticd", bool(self.static)),
            ("ospfd", bool(self.ospf)),
            ("ospf6d", bool(self.ospf6)),
            ("bgpd", bool(self.bgp)),
            ("bfdd", bool(self.bfd)),
        )
        own = [name for name, needed in wanted if needed]
        return (*own, *(d for d in self.settings.daemons if d in KNOWN and d not in (*own, "zebra")))

    def integrated(self) -> str:
        """frr.conf."""
        return "".join((self.head, _lines(self.settings.lines()), *self[1:8]))

    def of(self, daemon: str) -> str:
        """What one daemon reads: daemons complain of lines that are another's."""
        parts = {
            "zebra": (self.interfaces,),
            "staticd": (self.static,),
            "ospfd": (self.policy4, self.ospf),
            "ospf6d": (self.policy6, self.ospf6),
            "bgpd": (self.policy, self.bgp),
            "bfdd": (self.bfd,),
        }
        return self.head + _lines(self.settings.lines(daemon)) + "".join(parts.get(daemon, ()))


def _lines(lines: tuple[str, ...]) -> str:
    return "".join(f"{line}\n" for line in (*lines, "!")) if lines else ""


def sections(network: Network, node: Node, version: Version = OLDEST) -> Sections:
    """Every section of a node."""
    asn = node.bgp.asn if node.bgp is not None else 0
    internal = discards(node, node.bgp) if node.bgp is not None else ()
    statics = bool(internal or watched_prefixes(node))
    policies = Policies(node.routing, asn, version, _families(node), internal_statics=statics)
    bgp = bgp_view(node, node.bgp, policies, version) if node.bgp is not None else None
    ospf = node.ospf
    ospf4 = ospf_view(node, ospf, 4, policies, version) if ospf is not None and ospf.ipv4 else None
    ospf6 = ospf_view(node, ospf, 6, policies, version) if ospf is not None and ospf.ipv6 else None
    routes = static_lines(node, internal)
    policy, policy4, policy6 = (_policy(policies.view(family)) for family in (None, 4, 6))
    return Sections(
        head=_template("head").render(name=node.name),
        interfaces=_template("interfaces").render(interfaces=interface_views(node)),
        policy=policy,
        static=_template("static").render(lines=routes) if routes else "",
        ospf=_template("ospf").render(ospf=ospf4) if ospf4 is not None else "",
        ospf6=_template("ospf").render(ospf=ospf6) if ospf6 is not None else "",
        bgp=_template("bgp").render(bgp=bgp) if bgp is not None else "",
        bfd=_template("bfd").render(profiles=bfd_profiles(node)) if uses_bfd(node) else "",
        policy4=policy4,
        policy6=policy6,
        settings=settings_of(network, node),
    )


def _families(node: Node) -> tuple[Family, ...]:
    """Families that policies are written for."""
    neighbors = node.bgp.neighbors if node.bgp is not None else ()
    four = node.ipv4 or any(n.activate_ipv4 for n in neighbors)
    six = node.ipv6 or any(n.activate_ipv6 for n in neighbors)
    families: list[tuple[Family, bool]] = [(4, four or not six), (6, six)]
    return tuple(family for family, used in families if used)


def _policy(view: PolicyView) -> str:
    return _template("policy").render(policy=view) if view.lists or view.entries else ""


@cache
def _template(name: str) -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template(f"{name}.j2")


def frr_conf(network: Network, node: Node, version: Version = OLDEST) -> str:
    """The text of frr.conf."""
    return sections(network, node, version).integrated()
