"""What the page says of news: from a server whose lab is a stand-in, so that it can fail as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from netwright import LabError, load_topology
from netwright.draw import DrawOptions, render_html
from netwright.workbench.drawing import pictures
from netwright.workbench.viewing import ViewServer
from netwright.workbench.viewing.watching import News

pytestmark = pytest.mark.live
EDGE = "topology/link:1"


class StandIn:
    """A watcher that has the news it is given."""

    ended: str | None = None

    def __init__(self) -> None:
        network = load_topology(text="name: pair\ndefaults.device: frr\nnodes: [ a, b ]\nlinks: [ a-b ]\n")
        self.page = render_html(
            pictures(network, ("topology",), DrawOptions()), {}, name=network.name, live=True
        ).encode()
        self._changed = threading.Condition()
        self._told: list[News] = []

    def tell(self, news: News) -> None:
        with self._changed:
            self._told.append(news)
            self._changed.notify_all()

    def wait(self, seen: int, timeout_s: float) -> tuple[int, News | None]:
        with self._changed:
            self._changed.wait_for(lambda: len(self._told) > seen, timeout_s)
            return (len(self._told), self._told[-1]) if len(self._told) > seen else (seen, None)

    def join(self) -> None: ...

    def leave(self) -> None: ...

    def set_link(self, node: str, ifname: str, up: bool) -> None:
        raise LabError("a stand-in has no links")


@pytest.fixture
def lab() -> StandIn:
    return StandIn()


@pytest.fixture
def page(lab: StandIn, open_page: Callable[..., Page]) -> Iterator[Page]:
    server = ViewServer(lab)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield open_page(server.url)
    server.shutdown()
    server.server_close()


def test_old_states_are_said_to_be_old(page, lab):
    lab.tell(News({EDGE: ("up", "up")}, {"a": True, "b": True}, (), stale="the supervisor is busy"))
    expect(page.get_by_role("alert")).to_have_text(
        "The lab does not answer (the supervisor is busy); what is shown may be old."
    )
    lab.tell(News({EDGE: ("down", "no carrier at a eth1")}, {"a": True, "b": True}, ()))
    expect(page.get_by_role("alert")).to_be_hidden()
    assert page.evaluate(f"window.netwright.model.edgeById.get('{EDGE}').state") == "down"
