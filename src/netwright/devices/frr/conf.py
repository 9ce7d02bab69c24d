"""The configuration of one FRR node: a view, printed once per section, put together per daemon.

Owns: sections and which daemon reads which. Must not: touch files or processes.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...model import Network, Node
from ...render import environment
from .bfd import profiles
from .bgp import bgp_view, discards
from .isis import isis_view
from .ospf import ospf_view, watched_prefixes
from .policy import Policies
from .rip import rip_view
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
    isis: str
    rip: str
    ripng: str
    bgp: str
    bfd: str
    uses_bfd: bool

    @property
    def daemons(self) -> tuple[str, ...]:
        """Routing daemons this node needs beside zebra."""
        wanted = (
            ("staticd", bool(self.static)),
            ("ospfd", bool(self.ospf)),
            ("ospf6d", bool(self.ospf6)),
            ("isisd", bool(self.isis)),
            ("ripd", bool(self.rip)),
            ("ripngd", bool(self.ripng)),
            ("bgpd", bool(self.bgp)),
            ("bfdd", self.uses_bfd),
        )
        return tuple(name for name, needed in wanted if needed)

    def integrated(self) -> str:
        """frr.conf."""
        return "".join(part for part in self if isinstance(part, str))

    def of(self, daemon: str) -> str:
        """What one daemon reads: daemons complain of lines that are another's."""
        parts = {
            "zebra": (self.interfaces,),
            "staticd": (self.static,),
            "ospfd": (self.policy, self.ospf),
            "ospf6d": (self.policy, self.ospf6),
            "isisd": (self.policy, self.isis),
            "ripd": (self.policy, self.rip),
            "ripngd": (self.policy, self.ripng),
            "bfdd": (self.bfd,),
            "bgpd": (self.policy, self.bgp),
        }
        return self.head + "".join(parts.get(daemon, ()))


def sections(network: Network, node: Node, version: Version = OLDEST) -> Sections:
    """Every section of a node."""
    asn = node.bgp.asn if node.bgp is not None else 0
    internal = discards(node, node.bgp) if node.bgp is not None else ()
    policies = Policies(node.routing, asn, version, internal_statics=bool(internal or watched_prefixes(node)))
    bgp = bgp_view(node, node.bgp, policies, version) if node.bgp is not None else None
    ospf = node.ospf
    ospf4 = ospf_view(node, ospf, 4, policies, version) if ospf is not None and ospf.ipv4 else None
    ospf6 = ospf_view(node, ospf, 6, policies, version) if ospf is not None and ospf.ipv6 else None
    isis = isis_view(node, node.isis, policies) if node.isis is not None else None
    rip = node.ripv2
    rip4 = rip_view(node, rip, 4, policies) if rip is not None and rip.ipv4 else None
    rip6 = rip_view(node, rip, 6, policies) if rip is not None and rip.ipv6 else None
    statics = static_lines(node, internal)
    uses_bfd = _uses_bfd(node)
    timers = profiles(node) if uses_bfd else ()
    policy = policies.view()
    return Sections(
        head=_template("head").render(name=node.name),
        interfaces=_template("interfaces").render(interfaces=interface_views(node)),
        policy=_template("policy").render(policy=policy) if policy.lists or policy.entries else "",
        static=_template("static").render(lines=statics) if statics else "",
        ospf=_template("ospf").render(ospf=ospf4) if ospf4 is not None else "",
        ospf6=_template("ospf").render(ospf=ospf6) if ospf6 is not None else "",
        isis=_template("isis").render(isis=isis) if isis is not None else "",
        rip=_template("rip").render(rip=rip4) if rip4 is not None else "",
        ripng=_template("rip").render(rip=rip6) if rip6 is not None else "",
        bgp=_template("bgp").render(bgp=bgp) if bgp is not None else "",
        bfd=_template("bfd").render(profiles=timers) if timers else "",
        uses_bfd=uses_bfd,
    )


def _uses_bfd(node: Node) -> bool:
    """Some protocol asks for BFD, or the module is there for the user's own configuration."""
    return (
        node.bfd is not None
        or any((i.ospf and i.ospf.bfd) or (i.isis and i.isis.bfd) for i in node.interfaces)
        or (node.bgp is not None and any(n.options.bfd for n in node.bgp.neighbors))
    )


@cache
def _template(name: str) -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template(f"{name}.j2")


def frr_conf(network: Network, node: Node, version: Version = OLDEST) -> str:
    """The text of frr.conf."""
    return sections(network, node, version).integrated()
