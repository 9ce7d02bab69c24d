"""A running lab becomes another plan, step by step, while everything that is in both plans is left alone.

Owns: the order of the steps, what the lab is after each, what a failure means. Must not: wait; `steps` yields
conditions to the event loop, which goes on serving. Nobody has to listen: a change comes to its end without its
caller. New things come before old ones go. A failure of one node is told and the others go on; a cable that cannot
be made ends the change, and its new nodes are taken away again.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from ...errors import LabError, NetwrightError
from ...model import LabPlan
from .. import messages
from ..changes import RESTART, compare, refuse
from ..directory import fingerprint
from ..features import missing_feature, plan_features, plan_needs
from ..guest.uml import nodes_mb
from ..memory import available_mb
from ..telling import sentences
from .configuring import Configuring
from .daemons import Daemons
from .jobs import Jobs, Wait
from .network import LabNetwork
from .nodes import Nodes
from .outcome import Outcome
from .processes import check_open_files

STOP_S = 3.0
"""How long a daemon may take to end in order."""
MEMORY = "a lab in a guest kernel gets more with `netwright restart --memory MB`"


class Parts(NamedTuple):
    """What a supervisor has."""

    nodes: Nodes
    network: LabNetwork
    daemons: Daemons
    jobs: Jobs
    has: Callable[[str], bool]
    """Whether the kernel has a feature."""


class Changing:
    """One change. `record` is told of every plan the lab has become."""

    def __init__(
        self,
        parts: Parts,
        before: LabPlan,
        request: messages.Change,
        tell: Callable[[messages.Reply], None],
        record: Callable[[LabPlan], object],
    ) -> None:
        self._parts, self._request, self._tell, self._record = parts, request, tell, record
        self._before, self._after = before, messages.decode_plan(request.plan)
        self._old = {node.name: node for node in before.nodes}
        self._new = {node.name: node for node in self._after.nodes}
        self.outcome = Outcome(before, self._after)
        self._deadline = time.monotonic() + request.timeout_s

    def check(self) -> None:
        """Before anything is touched. Raises LabError, HostError."""
        if self._request.before != fingerprint(self._before):
            raise LabError("the lab has been changed by somebody else meanwhile", hint="try again")
        refuse(self._before, self._after)
        check_open_files(len(self._old.keys() | self._new.keys()))
        needs = plan_needs(self._after)
        for feature in plan_features(self._after):
            if not self._parts.has(feature):
                raise LabError(missing_feature(feature, needs[feature]).missing, hint=RESTART)
        more = nodes_mb(self._after) - nodes_mb(self._before)
        if more > available_mb():
            raise LabError(f"there is no memory for what is new: about {more} MB", hint=MEMORY)
        self.change = compare(self._before, self._after)

    def steps(self) -> Generator[Wait, None, None]:
        """Everything, after `check`. Raises NetwrightError when it was broken off; `outcome` says what is."""
        change = self.change
        self._make_nodes()
        try:
            self._wire()
        except NetwrightError:
            self._undo_wiring()
            yield from self._take_away(change.nodes_added)
            self._record(self.outcome.plan())
            raise
        self._alter()
        yield from self._take_away(change.nodes_removed)
        self._record(self.outcome.plan())
        parts = self._parts
        configuring = Configuring(parts.jobs, parts.nodes.spaces, parts.nodes.home, self._request.reloads, self.outcome)
        configuring.write_files(change, self._before, self._after)
        yield from self._start_daemons()
        yield from self._reload(configuring)
        self._renew()
        yield from self._end_daemons()
        yield from configuring.apply_snippets(change, self._before, self._after, self._stage)
        self.outcome.settle()
        self._record(self.outcome.plan())

    def result(self, failure: messages.Failed | None = None) -> messages.Changed:
        """What to tell; `failure` broke the change off."""
        plan = self.outcome.plan()
        failures = (*((failure,) if failure is not None else ()), *self.outcome.failures)
        left = compare(plan, self._after)
        return messages.Changed(
            plan=messages.encode_plan(plan),
            done=sentences(compare(self._before, plan)),
            notices=tuple(self.outcome.notices),
            failures=failures,
            left=sentences(left),
            files=failure is None,
        )

    def _stage(self, name: str, total: int) -> Callable[[], None]:
        """Progress: what to call after each step."""
        if total:
            self._tell(messages.Stage(name, total))
        return lambda: self._tell(messages.Advance(name))

    # -- nodes and cables ----------------------------------------------------------------------------------

    def _make_nodes(self) -> None:
        """Raises HostError; none of the new ones is left then."""
        nodes, network = self._parts.nodes, self._parts.network
        step = self._stage("nodes", len(self.change.nodes_added))
        made = []
        try:
            for number, node in enumerate(self._after.nodes, 1):
                if node.name in self._old:
                    continue
                nodes.create(node, self._after.hosts)
                made.append(node.name)
                network.begin_node(number, node)
                step()
        except NetwrightError:
            for name in made:
                network.forget_node(name)
                nodes.remove(name)
            raise
        for name in made:
            self.outcome.nodes[name] = replace(self._new[name], interfaces=(), routes=(), daemons=(), snippets=())

    def _wire(self) -> None:
        """Interfaces go, others come. Raises HostError, LabError."""
        network, change = self._parts.network, self.change
        leaving = {move.before for move in change.moves}
        coming = {move.after for move in change.moves}
        new = {(name, i.name) for name in change.nodes_added for i in self._new[name].interfaces}
        for name in change.nodes_removed:
            ends = [i.name for i in self._old[name].interfaces if (name, i.name) not in leaving]
            network.remove(name, ends, for_good=True)
        for each in change.nodes_changed:
            order = [interface.name for interface in self._old[each.name].interfaces]
            network.remove(each.name, [i for i in order if i in each.interfaces_remade], for_good=False)
            gone = [i for i in order if i in each.interfaces_removed and (each.name, i) not in leaving]
            network.remove(each.name, gone, for_good=True)
            new |= {(each.name, i) for i in (*each.interfaces_added, *each.interfaces_remade)}
        for number, node in enumerate(self._after.nodes, 1):
            if node.name in self._old:
                network.renumber(number, node)
        for move in change.moves:
            network.move(move)
        network.connect(self._after.segments, new - coming)
        self.outcome.segments = self._after.segments

    def _undo_wiring(self) -> None:
        """After a refusal: what is left of the cables, without those of new nodes."""
        network = self._parts.network
        for name in self.change.nodes_added:
            there = network.present(name)
            network.remove(name, [i.name for i in self._new[name].interfaces if i.name in there], for_good=True)
        present = {name: network.present(name) for name in self._old}
        for name, old in self._old.items():
            self.outcome.take_stock(old, self._new.get(name, old), present[name])
        self.outcome.segments = tuple(
            replace(segment, ends=tuple(end for end in segment.ends if end[1] in present[end[0]]))
            for segment in self._before.segments
        )

    def _alter(self) -> None:
        """Inside of every node that is new or changes."""
        network, outcome = self._parts.network, self.outcome
        step = self._stage("network", len(self.change.nodes_added) + len(self.change.nodes_changed))
        for each in self.change.nodes_changed:
            old, new = self._old[each.name], self._new[each.name]
            with outcome.of_network(each.name):
                if each.is_network:
                    network.alter(old, new, each)
                outcome.update(each.name, interfaces=new.interfaces, routes=new.routes, sysctls=new.sysctls)
            step()
        for name in self.change.nodes_added:
            node = self._new[name]
            with outcome.of_network(name):
                network.configure(node)
                network.join_edges(node)
                outcome.update(name, interfaces=node.interfaces, routes=node.routes)
            step()
        for name in outcome.failed_networks:
            new = self._new[name]
            outcome.take_stock(self._old.get(name, replace(new, interfaces=())), new, network.present(name))

    def _take_away(self, names: tuple[str, ...]) -> Generator[Wait, None, None]:
        """End everything in nodes that are no longer of the lab."""
        nodes = self._parts.nodes
        for name in names:
            self._parts.daemons.forget(name)
        for name in names:
            yield partial(self._is_empty, name)
            self._parts.network.forget_node(name)
            nodes.remove(name)
            self.outcome.nodes.pop(name, None)

    def _is_empty(self, name: str) -> bool:
        """No process of a node is left; those that are were told to end."""
        return self._parts.nodes.end_processes(name) == 0

    # -- daemons -------------------------------------------------------------------------------------------

    def _start_daemons(self) -> Generator[Wait, None, None]:
        """New ones, and those that run in another way; until all serve or failed."""
        wanted = [(node, daemon.name) for node in self.change.nodes_added for daemon in self._new[node].daemons]
        again = [(each.name, name) for each in self.change.nodes_changed for name in each.daemons_restarted]
        wanted += [(each.name, name) for each in self.change.nodes_changed for name in each.daemons_added]
        step = self._stage("daemons", len(wanted) + len(again))
        waiting = {*wanted, *again}
        for each in self.change.nodes_changed:
            for daemon in self._new[each.name].daemons:
                if daemon.name not in each.daemons_added:
                    self._parts.daemons.replace(each.name, daemon)
        for node, name in wanted:
            plan = next(daemon for daemon in self._new[node].daemons if daemon.name == name)
            self._parts.daemons.add(node, plan, self._finisher(node, name, waiting, step))
        for node, name in again:
            try:
                self._parts.daemons.start(node, name, self._finisher(node, name, waiting, step))
            except LabError as error:
                waiting.discard((node, name))
                self.outcome.fail(node, error)
        yield lambda: not waiting or time.monotonic() > self._deadline
        for node, name in waiting:
            self.outcome.fail(node, LabError(f"daemon {name} of node {node} did not serve in time"))
        for node in self._new:
            self.outcome.update(node, daemons=self._new[node].daemons)

    def _reload(self, configuring: Configuring) -> Generator[Wait, None, None]:
        """Daemons take changed files. One that dies of it is started again, and its node is told once more.

        Where none runs there is nobody to tell: the next start reads the files.
        """
        daemons = self._parts.daemons
        names = [each.name for each in self.change.nodes_changed if daemons.running(each.name)]
        alive = {(name, each) for name in names for each in daemons.running(name)}
        yield from configuring.reload(names, self._before, self._stage)
        dead = alive - {(name, each) for name in names for each in daemons.running(name)}
        told_again = {name for name, _ in dead}
        if dead:
            yield from self._revive(dead)
            yield from configuring.reload(sorted(told_again), self._before, self._stage)
        self.outcome.notices += [line for name in names if name not in told_again for line in configuring.said(name)]

    def _renew(self) -> None:
        """Where daemons keep a configuration of their own, an interface made again had old addresses till now."""
        for each in self.change.nodes_changed:
            if each.name in self._request.reloads and each.name not in self.outcome.failed_networks:
                with self.outcome.of_network(each.name):
                    self._parts.network.renew(self._old[each.name], self._new[each.name], each)

    def _revive(self, dead: set[tuple[str, str]]) -> Generator[Wait, None, None]:
        wanted = {(node, daemon.name) for node in self._new for daemon in self._new[node].daemons}
        waiting = dead & wanted
        step = self._stage("daemons", len(waiting))
        for node, name in sorted(waiting):
            text = f"daemon {name} of node {node} ended when its configuration changed, and was started again"
            self.outcome.notices.append(text)
            self._parts.daemons.start(node, name, self._finisher(node, name, waiting, step))
        yield lambda: not waiting or time.monotonic() > self._deadline

    def _finisher(
        self, node: str, name: str, waiting: set[tuple[str, str]], step: Callable[[], None]
    ) -> Callable[[NetwrightError | None], None]:
        def finished(error: NetwrightError | None) -> None:
            waiting.discard((node, name))
            if error is not None:
                self.outcome.fail(node, error)
                find = self._parts.daemons.find
                waiting.difference_update([e for e in waiting if e[0] == node and name in find(*e).missing])
            step()

        return finished

    def _end_daemons(self) -> Generator[Wait, None, None]:
        """Of nodes that stay: in order, by force when they take too long."""
        daemons = self._parts.daemons
        gone = [(each.name, name) for each in self.change.nodes_changed for name in each.daemons_removed]
        running = [each for each in gone if daemons.is_running(*each)]
        for node, name in running:
            daemons.send_signal(node, name, signal.SIGTERM)
        end = time.monotonic() + STOP_S
        if running:
            yield lambda: time.monotonic() > end or not any(daemons.is_running(*each) for each in running)
        for node, name in gone:
            if daemons.is_running(node, name):
                daemons.send_signal(node, name, signal.SIGKILL)
            daemons.forget(node, name)
