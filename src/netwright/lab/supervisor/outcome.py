"""What a lab has become so far while it changes, and what was refused.

Owns: the truth about a change, as a plan. Must not: change anything. What a refusal leaves undone is different from the
plan that was asked for, so that the next change finds it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from msgspec.structs import replace

from ...errors import NetwrightError
from ...model import InterfacePlan, LabPlan, NodePlan, Segment, Snippet
from .. import messages
from .failures import failure


class Outcome:
    """Nodes as they are; `failed_networks` names those whose interfaces, settings or routes were refused in part."""

    def __init__(self, before: LabPlan, after: LabPlan) -> None:
        self._before, self._after = before, after
        self.nodes = {node.name: node for node in before.nodes}
        self.segments: tuple[Segment, ...] = before.segments
        self.hosts = before.hosts
        self.failures: list[messages.Failed] = []
        self.notices: list[str] = []
        self.failed_networks: set[str] = set()
        self._failed: set[str] = set()
        self._refused: dict[str, list[Snippet]] = {}

    def plan(self) -> LabPlan:
        """The lab as it is now; nodes in the order of the new plan."""
        order = {node.name: None for node in (*self._after.nodes, *self._before.nodes)}
        nodes = tuple(self.nodes[name] for name in order if name in self.nodes)
        features = tuple(sorted({*self._before.features, *self._after.features}))
        if nodes == self._after.nodes and self.hosts == self._after.hosts and self.segments == self._after.segments:
            return self._after
        return replace(self._after, nodes=nodes, segments=self.segments, hosts=self.hosts, features=features)

    def update(self, node: str, **fields: object) -> None:
        """Parts of a node are done."""
        self.nodes[node] = replace(self.nodes[node], **fields)

    def fail(self, node: str, error: NetwrightError) -> None:
        """Something of a node was refused; the rest of the lab goes on."""
        self._failed.add(node)
        self.failures.append(failure(error))

    @contextlib.contextmanager
    def of_network(self, node: str) -> Iterator[None]:
        """What is refused in a node's network."""
        try:
            yield
        except NetwrightError as error:
            self.failed_networks.add(node)
            self.fail(node, error)

    def settle(self) -> None:
        """Nodes in which nothing was refused are what the new plan says."""
        for node in self._after.nodes:
            if node.name not in self._failed:
                self.nodes[node.name] = node

    def take_stock(self, before: NodePlan, after: NodePlan, present: set[str]) -> None:
        """Interfaces there are, as they were; new ones have nothing yet."""
        old = {interface.name: interface for interface in before.interfaces}
        found: list[InterfacePlan] = []
        for interface in (*after.interfaces, *before.interfaces):
            bare = replace(interface, addresses=(), up=False, sysctls=(), description="", impairment=None)
            if interface.name in present and interface.name not in {other.name for other in found}:
                found.append(old.get(interface.name, bare))
        self.update(after.name, interfaces=tuple(found))

    # -- custom configuration ------------------------------------------------------------------------------

    def refuse_snippet(self, node: str, snippet: Snippet, error: NetwrightError) -> None:
        self._refused.setdefault(node, []).append(snippet)
        self.fail(node, error)

    def settle_snippets(self, after: NodePlan, before: NodePlan | None) -> None:
        """What was taken, and in place of what was not what stood there before."""
        refused = self._refused.get(after.name, [])
        previous = before.snippets if before is not None else ()
        found: list[Snippet] = []
        for snippet in after.snippets:
            if snippet in refused:
                found += [old for old in previous if (old.name, old.path) == (snippet.name, snippet.path)]
            else:
                found.append(snippet)
        self.update(after.name, snippets=tuple(found))
