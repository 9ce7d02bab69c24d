"""What is different between the plan a lab runs and another one, and whether it can be done while it runs.

Owns: the comparison, as data. Must not: touch a kernel or a lab. An interface is changed in place where the kernel can;
what it cannot is made anew, and so is whatever stands on it. MAC addresses the plan does not name, and the places of
nodes and links in the plan, are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import msgspec
from msgspec.structs import replace

from ..errors import LabError
from ..model import DaemonPlan, InterfacePlan, LabPlan, NodePlan, RoutePlan, Segment, Snippet
from .wiring import End, Move, kept_ends, lans, moves, pairs, same_lans

RESTART = "`netwright restart` stops the lab and starts the topology as it is now"
IN_PLACE = ("mtu", "mac", "addresses", "up", "description", "sysctls", "impairment", "segment")
"""Fields of an interface that change while it exists; its `segment` is a number, which says nothing of its cable."""


class NodeChange(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to a node that stays. Interfaces, files, daemons and snippets by name."""

    name: str
    interfaces_added: tuple[str, ...] = ()
    interfaces_removed: tuple[str, ...] = ()
    interfaces_remade: tuple[str, ...] = ()
    """Removed and made again with index and MAC address as they were."""
    interfaces_changed: tuple[str, ...] = ()
    routes_added: tuple[RoutePlan, ...] = ()
    routes_removed: tuple[RoutePlan, ...] = ()
    sysctls: tuple[str, ...] = ()
    """Paths of settings that get another value."""
    files_written: tuple[str, ...] = ()
    files_removed: tuple[str, ...] = ()
    daemons_added: tuple[str, ...] = ()
    daemons_removed: tuple[str, ...] = ()
    daemons_restarted: tuple[str, ...] = ()
    snippets_applied: tuple[str, ...] = ()
    snippets_removed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return self == NodeChange(name=self.name)

    @property
    def is_network(self) -> bool:
        """Whether interfaces, routes or settings of the kernel change."""
        return any(
            (
                self.interfaces_added,
                self.interfaces_removed,
                self.interfaces_remade,
                self.interfaces_changed,
                self.routes_added,
                self.routes_removed,
                self.sysctls,
            )
        )


class PlanChange(msgspec.Struct, frozen=True, kw_only=True):
    """What leads from one plan to another."""

    nodes_added: tuple[str, ...] = ()
    nodes_removed: tuple[str, ...] = ()
    nodes_changed: tuple[NodeChange, ...] = ()
    links_added: tuple[Segment, ...] = ()
    links_removed: tuple[Segment, ...] = ()
    links_changed: tuple[Segment, ...] = ()
    """Shared segments that lose or get ends, as they will be."""
    moves: tuple[Move, ...] = ()
    """Pairs that are neither added nor removed: one end moves."""
    hosts: bool = False
    """/etc/hosts of every node."""

    @property
    def is_nothing(self) -> bool:
        return self == PlanChange()


def refuse(before: LabPlan, after: LabPlan) -> None:
    """Raises LabError for what cannot change while a lab runs."""
    if before.name != after.name:
        raise LabError(f"a running lab cannot change its name from {before.name} to {after.name}", hint=RESTART)
    known = {node.name: node for node in before.nodes}
    for node in after.nodes:
        old = known.get(node.name, node)
        if old.device != node.device:
            text = f"node {node.name} cannot become a {node.device} node while it runs: it is a {old.device} node"
            raise LabError(text, hint=RESTART)
        if old.root != node.root:
            raise LabError(f"node {node.name} cannot get another image while it runs", hint=RESTART)


def compare(before: LabPlan, after: LabPlan) -> PlanChange:
    """The whole difference. Both plans are of one lab (see `refuse`)."""
    old = {node.name: node for node in before.nodes}
    new = {node.name: node for node in after.nodes}
    remade = _remade(before, after)
    staying = _interfaces(before).keys() & _interfaces(after).keys() - remade
    moved = tuple(moves(before.segments, after.segments, staying))
    remade = _with_dependents(before, after, remade | _recabled(before, after, {move.stays for move in moved}))
    moved = tuple(move for move in moved if move.stays not in remade)
    changed = (_node(old[name], node, {end[1] for end in remade if end[0] == name}) for name, node in both(old, new))
    shared = same_lans(lans(before.segments), lans(after.segments))
    grown = {end for was, lan in shared if set(was.ends) != set(lan.ends) for end in lan.ends}
    return PlanChange(
        nodes_added=tuple(name for name in new if name not in old),
        nodes_removed=tuple(name for name in old if name not in new),
        nodes_changed=tuple(change for change in changed if not change.is_nothing),
        links_added=_links(
            after, before, [*({m.stays, m.after} for m in moved), *(set(lan.ends) for _, lan in shared)]
        ),
        links_removed=_links(
            before, after, [*({m.stays, m.before} for m in moved), *(set(was.ends) for was, _ in shared)]
        ),
        links_changed=tuple(s for s in after.segments if s.ends and grown.issuperset(s.ends)),
        moves=moved,
        hosts=before.hosts != after.hosts,
    )


def both(old: dict[str, NodePlan], new: dict[str, NodePlan]) -> Iterator[tuple[str, NodePlan]]:
    """Nodes that stay, as they will be."""
    return ((name, node) for name, node in new.items() if name in old)


def _links(plan: LabPlan, other: LabPlan, left_out: Sequence[Set[End]]) -> tuple[Segment, ...]:
    """Segments that the other plan does not have, by their ends."""
    known = {(frozenset(segment.ends), segment.bridge) for segment in other.segments}
    hidden = {end for ends in left_out for end in ends}
    return tuple(
        segment
        for segment in plan.segments
        if segment.ends
        and (frozenset(segment.ends), segment.bridge) not in known
        and not hidden.issuperset(segment.ends)
    )


# -- interfaces ------------------------------------------------------------------------------------------------


def _interfaces(plan: LabPlan) -> dict[End, InterfacePlan]:
    return {(node.name, interface.name): interface for node in plan.nodes for interface in node.interfaces}


def in_place(before: InterfacePlan, after: InterfacePlan) -> bool:
    """Whether everything that is different can change while the interface exists."""
    return replace(after, **{field: getattr(before, field) for field in IN_PLACE}) == before


def _remade(before: LabPlan, after: LabPlan) -> set[End]:
    """Interfaces of both plans that the kernel cannot change, with what stands on them."""
    old, new = _interfaces(before), _interfaces(after)
    first = {end for end in old.keys() & new.keys() if not in_place(old[end], new[end])}
    return _with_dependents(before, after, first)


def _recabled(before: LabPlan, after: LabPlan, held: set[End]) -> set[End]:
    """Interfaces of both plans whose cable leads elsewhere, except `held` ones."""
    ends = _interfaces(before).keys() & _interfaces(after).keys()
    joined = {end for plan in (before, after) for segment in plan.segments for end in segment.ends}
    return (ends & joined) - kept_ends(before.segments, after.segments) - held


def _with_dependents(before: LabPlan, after: LabPlan, first: set[End]) -> set[End]:
    """Add the other ends of their pairs, and what stands on them or is their member, again and again."""
    old, new = _interfaces(before), _interfaces(after)
    partner: dict[End, End] = {}
    for one, two in map(tuple, pairs(before.segments)):
        partner[one], partner[two] = two, one
    above: dict[End, list[End]] = {}
    for plan in (old, new):
        for (node, name), interface in plan.items():
            for below in (interface.parent, interface.master):
                if below is not None:
                    above.setdefault((node, below), []).append((node, name))
    found: set[End] = set()
    waiting = list(first)
    while waiting:
        end = waiting.pop()
        if end in found or end not in old or end not in new or new[end].kind == "loopback":
            continue
        found.add(end)
        waiting += above.get(end, [])
        if end in partner:
            waiting.append(partner[end])
    return found


# -- nodes -----------------------------------------------------------------------------------------------------


def _node(before: NodePlan, after: NodePlan, remade: set[str]) -> NodeChange:
    old = {interface.name: interface for interface in before.interfaces}
    new = {interface.name: interface for interface in after.interfaces}
    files = {file.path: file for file in before.files}
    wanted = {file.path for file in after.files}
    old_routes, new_routes = set(before.routes), set(after.routes)
    return NodeChange(
        name=after.name,
        interfaces_added=tuple(name for name in new if name not in old),
        interfaces_removed=tuple(name for name in old if name not in new),
        interfaces_remade=tuple(name for name in new if name in remade),
        interfaces_changed=tuple(
            name for name in new if name in old and name not in remade and _differs(old[name], new[name])
        ),
        routes_added=tuple(route for route in after.routes if route not in old_routes),
        routes_removed=tuple(route for route in before.routes if route not in new_routes),
        sysctls=_settings(before.sysctls, after.sysctls),
        files_written=tuple(file.path for file in after.files if files.get(file.path) != file),
        files_removed=tuple(path for path in files if path not in wanted),
        daemons_added=tuple(name for name in _names(after) if name not in _names(before)),
        daemons_removed=tuple(name for name in _names(before) if name not in _names(after)),
        daemons_restarted=tuple(_restarted(before, after)),
        snippets_applied=tuple(snippet.name for snippet in new_snippets(before, after)),
        snippets_removed=tuple(snippet.name for snippet in gone_snippets(before, after)),
    )


def _differs(before: InterfacePlan, after: InterfacePlan) -> bool:
    same = replace(after, segment=before.segment, mac=after.mac or before.mac)
    return same != before


def _settings(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    old, new = dict(before), dict(after)
    return tuple(path for path in {**old, **new} if old.get(path) != new.get(path))


def _names(node: NodePlan) -> list[str]:
    return [daemon.name for daemon in node.daemons]


def _restarted(before: NodePlan, after: NodePlan) -> Iterator[str]:
    """Daemons whose program is started in another way, or that read a file only when they start."""
    old = {daemon.name: daemon for daemon in before.daemons}
    files = {file.path: file for file in before.files}
    changed = {file.path for file in after.files if files.get(file.path) != file}
    for daemon in after.daemons:
        if daemon.name in old and (_program(old[daemon.name]) != _program(daemon) or changed & {*daemon.start_files}):
            yield daemon.name


def _program(daemon: DaemonPlan) -> tuple[object, ...]:
    return daemon.argv, daemon.package, daemon.ready_socket


def new_snippets(before: NodePlan, after: NodePlan) -> list[Snippet]:
    """Custom configuration that was not applied as it is, in its order."""
    return [snippet for snippet in after.snippets if snippet not in before.snippets]


def gone_snippets(before: NodePlan, after: NodePlan) -> list[Snippet]:
    """Custom configuration whose name, or the file it lay in, is no longer there."""
    kept = {(snippet.name, snippet.path) for snippet in after.snippets}
    return [snippet for snippet in before.snippets if (snippet.name, snippet.path) not in kept]
