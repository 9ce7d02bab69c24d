"""Follows a running lab: asks for its state again and again, as long as somebody looks, and tells when it ends.

Owns: how often, and what is news. Must not: know HTTP.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import msgspec

from ...draw import DrawOptions, Picture, State, edge_id, edge_states, render_html, with_states
from ...errors import NetwrightError
from ...model import LiveNetwork
from ..drawing import layers_of, node_files, pictures
from ..live import live_network
from ..running import RunningLab

LEAST_PAUSE_S = 0.7
PAUSE_SHARE = 2.0
"""Pause after a look, in times of what the look took: a large lab is asked less often."""
ASLEEP_S = 0.25
"""How often the end of a lab is noticed while nobody looks, in looks at its process."""


class News(msgspec.Struct, frozen=True):
    """The state of every edge and node of the page; field names are what the page's script reads."""

    edges: dict[str, tuple[State, str]]
    """Edge -> (state, word)."""
    nodes: dict[str, bool]
    down: tuple[str, ...]
    """`<node> <interface>` of ends that are administratively down."""
    stale: str | None = None
    """Why the last look failed: the rest is from the one before."""


class Watcher:
    """Looks at one lab from a thread of its own."""

    def __init__(self, lab: RunningLab) -> None:
        self._lab = lab
        self._pid, self._recorded_at = lab.lab.pid, lab.lab.recorded_at
        network = lab.network
        self._pictures: Sequence[Picture] = pictures(network, layers_of(network, "topology"), DrawOptions())
        first = live_network(lab)
        self.page = render_html(
            [with_states(picture, first) for picture in self._pictures],
            node_files(lab.lab.plan),
            name=lab.name,
            live=True,
        ).encode()
        self._changed = threading.Condition()
        self._version = 1
        self._news = self._news_of(first)
        self._viewers = 0
        self._hurry = threading.Event()
        self._stop = threading.Event()
        self.ended: str | None = None
        """Why nothing more will come."""

    # -- for the server --------------------------------------------------------------------------------------

    def wait(self, seen: int, timeout_s: float) -> tuple[int, News | None]:
        """The news after version `seen` with its version; None when nothing changed or the lab ended meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > seen or self.ended is not None, timeout_s)
            return (self._version, self._news) if self._version > seen else (seen, None)

    def join(self) -> None:
        """One more looks on."""
        with self._changed:
            self._viewers += 1
        self._hurry.set()

    def leave(self) -> None:
        with self._changed:
            self._viewers -= 1
            self._changed.notify_all()

    def drain(self, timeout_s: float) -> None:
        """Wait until nobody looks on any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._viewers == 0, timeout_s)

    def set_link(self, node: str, ifname: str, up: bool) -> None:
        """Take an interface down or up, and look at once. Raises InputError, LabError."""
        self._lab.set_link(node, ifname, up)
        self._hurry.set()

    # -- looking ---------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Look until the lab ends or `stop` is called."""
        while not self._stop.is_set():
            since = time.monotonic()
            if self._lab.lab.pid != self._pid:
                self._end(f"The lab {self._lab.name} has ended.")
                return
            if self._lab.lab.recorded_at != self._recorded_at:
                self._end(f"The lab {self._lab.name} was changed: view it again.")
                return
            if self._viewers:
                self._look()
            took = time.monotonic() - since
            self._hurry.wait(max(LEAST_PAUSE_S, PAUSE_SHARE * took) if self._viewers else ASLEEP_S)
            self._hurry.clear()

    def stop(self) -> None:
        self._stop.set()
        self._hurry.set()
        self._end("netwright view has ended.")

    def _look(self) -> None:
        """A lab that does not answer now is asked again; its end is seen by its process."""
        try:
            news = self._news_of(live_network(self._lab))
        except NetwrightError as error:
            news = msgspec.structs.replace(self._news, stale=str(error))
        with self._changed:
            if news != self._news:
                self._news = news
                self._version += 1
                self._changed.notify_all()

    def _news_of(self, live: LiveNetwork) -> News:
        edges = {
            edge_id(picture.type, id): (found.state, found.word)
            for picture in self._pictures
            for id, found in edge_states(picture, live).items()
        }
        down = tuple(f"{node} {ifname}" for (node, ifname), link in live.links.items() if not link.up)
        return News(edges, dict(live.nodes), down)

    def _end(self, reason: str) -> None:
        with self._changed:
            self.ended = self.ended or reason
            self._changed.notify_all()
