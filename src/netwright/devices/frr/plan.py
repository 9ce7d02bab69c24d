"""What one FRR node needs to run: interfaces, sysctls, files, daemons.

Owns: the `NodePlan` of an FRR node. Must not: create anything. Only the daemons a node needs are started,
each in the foreground, without a TCP console. Each reads its own part of the configuration at its start, which costs no
further process; what mgmtd keeps for daemons that take no file is loaded by vtysh once they serve.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import DaemonPlan, FilePlan, Network, Node, NodePlan, RoutePlan, Snippet
from ..base import FRR_DIRECTORY, FRR_RUN_DIRECTORY, RenderContext
from ..dhcp import plan_dhcp
from ..interfaces import node_sysctls, plan_interfaces
from ..multihoming import FEATURES as SEGMENT_FEATURES
from ..multihoming import segments, with_segments
from .conf import Sections, sections
from .dataplane import (
    kernel_features,
    kernel_sysctls,
    neighbor_snippets,
    takes_ipv6_over_ipv4,
    takes_labels,
    with_labels,
)
from .ospf import rejoin_lines
from .recursion import recursion_snippets
from .versions import FILELESS, Version, has, parse_version
from .zebra import over_ipv6

PROGRAMS = "/usr/lib/frr"
CONFIGURATION = f"{FRR_DIRECTORY}/frr.conf"
_READY = {"zebra": "zserv.api"}
"""Others cannot connect before it exists, and try again only after ten seconds."""
NO_FILE = "/dev/null"
_REFUSAL = "No such command on config line "
"""In the log, before the number of the line and its text."""
_OPTIONS = {"bgpd": ("-p", "179")}
STATE_DIRECTORY = "/var/lib/frr"
"""Releases with mgmtd keep commits and the state of a graceful restart here."""
ALWAYS = ("staticd",)
"""A learner types `ip route` in any node."""


def plan_frr_node(network: Network, node: Node, context: RenderContext) -> NodePlan:
    """Custom configuration excepted: it is applied as snippets."""
    version = parse_version(context.version(node) or "")
    parts = sections(network, node, version)
    daemons = (*dict.fromkeys(("zebra", *ALWAYS, *parts.daemons)),)
    late = (*FILELESS, *(("bgpd",) if takes_labels(node) else ()))
    managed = ("mgmtd", *(name for name in daemons if name in late)) if has(version, "mgmtd") else ()
    configured = not node.skip_config
    kernel = [r for r in node.static_routes if configured and over_ipv6(r)]
    routes = [RoutePlan(prefix=r.prefix, next_hop=r.next_hop, ifname=r.ifname, vrf=r.vrf) for r in kernel]
    dhcp = plan_dhcp(node)
    return NodePlan(
        name=node.name,
        device=node.device,
        interfaces=with_segments(node, with_labels(network, node, plan_interfaces(node))),
        routes=(*routes, *dhcp.routes),
        sysctls=(*node_sysctls(node), *kernel_sysctls(node)),
        features=(*kernel_features(node), *(SEGMENT_FEATURES if segments(node) else ())),
        files=(*_files(node, parts, tuple(name for name in daemons if name not in managed)), *dhcp.files),
        daemons=(
            *_daemons(daemons, managed, configured=configured, zebra=_zebra_options(node, version)),
            *dhcp.daemons,
        ),
        snippets=(*_managed(parts, managed), *_late(network, node)) if configured else (),
    )


def _late(network: Network, node: Node) -> tuple[Snippet, ...]:
    """What daemons take only once they serve."""
    lines = rejoin_lines(node)
    rejoined = (Snippet(name="ospf6d.conf", kind="vtysh", text="\n".join(lines) + "\n"),) if lines else ()
    return (*rejoined, *neighbor_snippets(network, node), *recursion_snippets(node))


def _zebra_options(node: Node, version: Version) -> tuple[str, ...]:
    """bgpd asks zebra whether IPv6 routes may have IPv4 next hops."""
    wanted = takes_ipv6_over_ipv4(node) and has(version, "ipv6_over_ipv4_option")
    return ("--v6-with-v4-nexthops",) if wanted else ()


def _managed(parts: Sections, managed: tuple[str, ...]) -> tuple[Snippet, ...]:
    """Sections of the daemons that take no file."""
    text = parts.of_all(managed)
    return (Snippet(name="frr.conf", kind="vtysh", text=text),) if text else ()


def _files(node: Node, parts: Sections, daemons: tuple[str, ...]) -> tuple[FilePlan, ...]:
    files = [
        FilePlan(path=f"{FRR_DIRECTORY}/vtysh.conf", content="service integrated-vtysh-config\n"),
        FilePlan(path=CONFIGURATION, content=parts.head if node.skip_config else parts.integrated()),
    ]
    if not node.skip_config:
        files += [FilePlan(path=f"{FRR_RUN_DIRECTORY}/start/{name}.conf", content=parts.of(name)) for name in daemons]
    return tuple(files)


def _daemons(
    names: tuple[str, ...], managed: tuple[str, ...], *, configured: bool, zebra: tuple[str, ...]
) -> Iterator[DaemonPlan]:
    """mgmtd before zebra, zebra before the others; `managed` ones read no file."""
    for name in (*managed[:1], *names):
        file: tuple[str, ...] = ()
        if name not in managed:
            file = ("-f", f"{FRR_RUN_DIRECTORY}/start/{name}.conf" if configured else NO_FILE)
        after = () if name == "mgmtd" else managed[:1] if name == "zebra" else ("zebra",)
        yield _daemon(name, after, file, (STATE_DIRECTORY,) if managed else (), zebra if name == "zebra" else ())


def _daemon(
    name: str, after: tuple[str, ...], file: tuple[str, ...], state: tuple[str, ...], options: tuple[str, ...]
) -> DaemonPlan:
    return DaemonPlan(
        name=name,
        argv=(
            f"{PROGRAMS}/{name}",
            *file,
            *_OPTIONS.get(name, ()),
            *options,
            "-P",
            "0",
            "--log",
            "stdout",
        ),
        package="frr",
        ready_socket=f"{FRR_RUN_DIRECTORY}/{_READY.get(name, f'{name}.vty')}",
        after=after,
        run_directories=(FRR_RUN_DIRECTORY, f"{FRR_RUN_DIRECTORY}/start", *state),
        refusal=_REFUSAL if file and file[-1] != NO_FILE else "",
    )
