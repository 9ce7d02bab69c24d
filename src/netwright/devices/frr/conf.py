"""The configuration of one FRR node: a view, printed once per section, put together per daemon.

Owns: sections and which daemon reads which. Must not: touch files or processes.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...model import BgpInstance, Network, Node, OspfInstance, Vrf
from ...render import environment
from .bgp import bgp_view, discards
from .ospf import ospf_view, watched_prefixes
from .policy import Policies
from .versions import OLDEST, Version
from .zebra import StaticTable, interface_views, static_views


class Sections(NamedTuple):
    """Text of each part; an empty one is absent."""

    head: str
    interfaces: str
    policy: str
    static: str
    ospf: str
    ospf6: str
    bgp: str
    bfd: bool

    @property
    def daemons(self) -> tuple[str, ...]:
        """Routing daemons this node needs beside zebra."""
        wanted = (
            ("staticd", bool(self.static)),
            ("ospfd", bool(self.ospf)),
            ("ospf6d", bool(self.ospf6)),
            ("bgpd", bool(self.bgp)),
            ("bfdd", self.bfd),
        )
        return tuple(name for name, needed in wanted if needed)

    def integrated(self) -> str:
        """frr.conf."""
        return "".join((self.head, *self[1:7]))

    def of(self, daemon: str) -> str:
        """What one daemon reads: daemons complain of lines that are another's."""
        parts = {
            "zebra": (self.interfaces,),
            "staticd": (self.static,),
            "ospfd": (self.policy, self.ospf),
            "ospf6d": (self.policy, self.ospf6),
            "bgpd": (self.policy, self.bgp),
        }
        return self.head + "".join(parts.get(daemon, ()))


class Table(NamedTuple):
    """One routing table of a node: the global one (no VRF) or a VRF's, and the protocols in it."""

    vrf: Vrf | None
    bgp: BgpInstance | None
    ospf: OspfInstance | None

    @property
    def name(self) -> str | None:
        return self.vrf.name if self.vrf is not None else None


def sections(network: Network, node: Node, version: Version = OLDEST) -> Sections:
    """Every section of a node."""
    asn = node.bgp.asn if node.bgp is not None else 0
    tables = [Table(None, node.bgp, node.ospf), *(Table(v, v.bgp, v.ospf) for v in node.vrfs.values())]
    internal = any(discards(node, t.bgp, t.name) or watched_prefixes(node, t.ospf) for t in tables)
    policies = Policies(node.routing, asn, version, internal_statics=internal)
    statics = static_views(node, [StaticTable(t.name, t.ospf, discards(node, t.bgp, t.name)) for t in tables])
    bgp = [bgp_view(node, t.bgp, policies, version, t.vrf) for t in tables if t.bgp is not None]
    ospf4 = [ospf_view(node, t.ospf, 4, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv4]
    ospf6 = [ospf_view(node, t.ospf, 6, policies, version, t.name) for t in tables if t.ospf and t.ospf.ipv6]
    policy = policies.view()
    return Sections(
        head=_template("head").render(name=node.name),
        interfaces=_template("interfaces").render(interfaces=interface_views(node)),
        policy=_template("policy").render(policy=policy) if policy.lists or policy.entries else "",
        static=_template("static").render(tables=statics) if statics else "",
        ospf="".join(_template("ospf").render(ospf=view) for view in ospf4),
        ospf6="".join(_template("ospf").render(ospf=view) for view in ospf6),
        bgp="".join(_template("bgp").render(bgp=view) for view in bgp),
        bfd=_uses_bfd(node),
    )


def _uses_bfd(node: Node) -> bool:
    instances = [bgp for bgp in (node.bgp, *(v.bgp for v in node.vrfs.values())) if bgp is not None]
    return any(i.ospf is not None and i.ospf.bfd for i in node.interfaces) or any(
        n.options.bfd for bgp in instances for n in bgp.neighbors
    )


@cache
def _template(name: str) -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template(f"{name}.j2")


def frr_conf(network: Network, node: Node, version: Version = OLDEST) -> str:
    """The text of frr.conf."""
    return sections(network, node, version).integrated()
