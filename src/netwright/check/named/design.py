"""`design()`: a node against its own design: sessions, adjacencies, loopbacks, clusters. It needs no arguments."""

from __future__ import annotations

from collections.abc import Callable

from ...addr import AddressError, Prefix, parse_address, parse_prefix
from ...model import BgpSessionState, BridgeState, IsisNeighborState, OspfNeighborState, Route
from ...model.adjacency import OSPF_FAMILIES
from ..expected import Adjacency, Session
from ..expected_igp import IsisAdjacency
from ..expected_stp import Tree
from . import matching
from .base import CheckFailedError, CheckUnavailableError, Context, listed
from .design_clusters import design_services, design_workloads


def design(context: Context) -> str:
    """Every designed BGP session, OSPF and IS-IS adjacency of the node is up, every loopback due is reached.

    A pod or machine also reaches the next one of its cluster and the cluster's services.
    """
    done: list[str] = []
    failures: list[str] = []
    wanting: list[str] = []
    for check in _PARTS:
        try:
            done.append(check(context))
        except CheckFailedError as error:
            failures.append(str(error))
        except CheckUnavailableError as error:
            wanting.append(str(error))
    if failures:
        raise CheckFailedError("; ".join(failures))
    said = [d for d in done if d]
    if not said:
        raise CheckUnavailableError("; ".join(wanting) or "nothing is designed that could be checked on this node")
    return "; ".join(said)


def design_links(context: Context) -> str:
    """Every member of a designed bond passes frames."""
    wanted = context.due.links.bonds(context.node.name)
    if not wanted:
        return ""
    seen = {state.ifname: state.in_use for state in context.read(context.state.aggregates)}
    idle = [
        f"{member} of {bond}"
        for bond, members in wanted.items()
        for member in members
        if member not in seen.get(bond, ())
    ]
    if idle:
        raise CheckFailedError(f"not in use: {listed(idle)}")
    return f"{len(wanted)} bond{'s' if len(wanted) > 1 else ''} with all members in use"


def design_stp(context: Context) -> str:
    """Every spanning tree has settled on the root its priorities ask for."""
    wanted = context.due.links.trees(context.node.name)
    if not wanted:
        return ""
    seen = {state.ifname: state for state in context.read(context.state.bridges)}
    wrong = [text for text in (_tree(tree, seen.get(tree.bridge)) for tree in wanted) if text]
    if wrong:
        raise CheckFailedError(f"{len(wrong)} of {len(wanted)} spanning trees are not as designed: {listed(wrong)}")
    return f"{len(wanted)} spanning tree{'s' if len(wanted) > 1 else ''} settled"


def _tree(wanted: Tree, state: BridgeState | None) -> str:
    where = f"VLAN {wanted.vlan}"
    if state is None or not state.spanning_tree:
        return f"{where} has none"
    if state.root_priority != wanted.root_priority:
        return f"{where} has a root of priority {state.root_priority} in place of {wanted.root_priority}"
    moving = [port for port, word in state.ports.items() if word in ("listening", "learning")]
    return f"{where}: {listed(moving)} not settled" if moving else ""


def design_dhcp(context: Context) -> str:
    """Every DHCP client has an address a server gave it."""
    wanted = context.due.links.leases(context.node.name)
    if not wanted:
        return ""
    seen = [a for a in context.read(context.state.addresses) if a.dynamic]
    without = [
        f"{ifname} ({prefix})"
        for ifname, prefix in wanted
        if not any(a.ifname == ifname and prefix.contains(parse_address(a.address)) for a in seen)
    ]
    if without:
        raise CheckFailedError(f"without an address from a DHCP server: {listed(without)}")
    return f"{len(wanted)} address{'es' if len(wanted) > 1 else ''} from a DHCP server"


def design_bgp(context: Context) -> str:
    """Every designed BGP session is Established, those in VRFs included."""
    down: list[str] = []
    count = 0
    for vrf in context.due.tables(context.node.name):
        wanted = context.due.sessions(context.node.name, vrf)
        if wanted:
            seen: list[BgpSessionState] = context.read(context.state.bgp_sessions, vrf)
            count += len(wanted)
            down += [f"{text}{_in(vrf)}" for text in (_session(w, seen) for w in wanted) if text]
    if down:
        raise CheckFailedError(f"{len(down)} of {count} BGP sessions are not up: {listed(down)}")
    return f"{count} BGP session{'s' if count > 1 else ''} Established" if count else ""


def _in(vrf: str | None) -> str:
    return f" in VRF {vrf}" if vrf is not None else ""


def _session(wanted: Session, seen: list[BgpSessionState]) -> str:
    up, word = matching.bgp(wanted, seen)
    return "" if up else f"{wanted.name} ({wanted.address or wanted.ifname}) is {word or 'not configured'}"


def design_ospf(context: Context) -> str:
    """Every designed OSPF adjacency is Full (2-Way between routers of a LAN that are not designated)."""
    due = context.due
    said: list[str] = []
    down: list[str] = []
    count = 0
    for version, title in ((2, "OSPF"), (3, "OSPFv3")):
        total = 0
        for vrf in due.tables(context.node.name):
            wanted = due.adjacencies(context.node.name, version, vrf)
            if wanted:
                seen: list[OspfNeighborState] = context.read(context.state.ospf_neighbors, OSPF_FAMILIES[version], vrf)
                total += len(wanted)
                down += [f"{title} {text}{_in(vrf)}" for text in (_adjacency(w, seen) for w in wanted) if text]
        if total:
            said.append(f"{total} {title} adjacenc{'ies' if total > 1 else 'y'} up")
        count += total
    if down:
        raise CheckFailedError(f"{len(down)} of {count} OSPF adjacencies are not up: {listed(down)}")
    return ", ".join(said)


def _adjacency(wanted: Adjacency, seen: list[OspfNeighborState]) -> str:
    up, word = matching.ospf(wanted, seen)
    return "" if up else f"{wanted.name} ({wanted.router_id}) on {wanted.ifname} is {word or 'not there'}"


def design_isis(context: Context) -> str:
    """Every designed IS-IS adjacency is Up, at every level both ends take part in."""
    wanted = context.due.isis_adjacencies(context.node.name)
    if not wanted:
        return ""
    seen: list[IsisNeighborState] = context.read(context.state.isis_neighbors)
    down = [text for text in (_isis(w, seen) for w in wanted) if text]
    if down:
        raise CheckFailedError(f"{len(down)} of {len(wanted)} IS-IS adjacencies are not up: {listed(down)}")
    return f"{len(wanted)} IS-IS adjacenc{'ies' if len(wanted) > 1 else 'y'} up"


def _isis(wanted: IsisAdjacency, seen: list[IsisNeighborState]) -> str:
    up, word = matching.isis(wanted, seen)
    return "" if up else f"{wanted.name} on {wanted.ifname} is {word or 'not there'}"


def design_reach(context: Context) -> str:
    """Every loopback that routing should reach is covered by a route of this node."""
    said: list[str] = []
    due = context.due
    for family in OSPF_FAMILIES.values():
        missing: list[str] = []
        count = 0
        for vrf in due.tables(context.node.name):
            wanted = due.loopbacks(context.node.name, family, vrf)
            if wanted:
                routes: list[Route] = context.read(context.state.routes, family, None, vrf)
                count += len(wanted)
                missing += [f"{name} ({prefix}){_in(vrf)}" for name, prefix in wanted if not covers(routes, prefix)]
        if missing:
            raise CheckFailedError(f"{len(missing)} of {count} {family} loopbacks have no route: {listed(missing)}")
        if count:
            said.append(f"{count} {family} loopback{'s' if count > 1 else ''} reached")
    return ", ".join(said)


def covers(routes: list[Route], prefix: Prefix) -> bool:
    """The longest selected route that contains the prefix does not discard."""
    text = str(prefix)
    exact = [r for r in routes if r.selected and r.prefix == text]
    if exact:
        return any(not r.discard for r in exact)
    best: tuple[int, bool] = (-1, False)
    for route in routes:
        if not route.selected:
            continue
        try:
            candidate = parse_prefix("0.0.0.0/0" if route.prefix == "default" else route.prefix)
        except AddressError:
            continue
        if candidate.contains(prefix) and candidate.length >= best[0]:
            best = (candidate.length, not route.discard)
    return best[1]


_PARTS: tuple[Callable[[Context], str], ...] = (
    design_links,
    design_stp,
    design_dhcp,
    design_bgp,
    design_ospf,
    design_isis,
    design_reach,
    design_workloads,
    design_services,
)
CHECKS: dict[str, Callable[..., str]] = {"design": design, **{part.__name__: part for part in _PARTS}}
