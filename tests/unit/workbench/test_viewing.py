"""Following a lab: what is news, who looks on, how it ends. The server in front of it is tested with a real lab."""

from __future__ import annotations

import json
import re
import socket
import threading
from types import SimpleNamespace

import pytest

from netwright import load_topology
from netwright.errors import LabError
from netwright.model import LiveLink, LiveNetwork
from netwright.workbench.planning import plan
from netwright.workbench.viewing import ViewServer, Watcher, watching

WORKS, SHUT = LiveLink(True, True), LiveLink(False, False)


def state(link):
    return LiveNetwork(links={("a", "eth1"): link, ("b", "eth1"): WORKS}, nodes={"a": True, "b": True}, sessions=())


@pytest.fixture
def lab(monkeypatch):
    """A lab of two nodes that never ran; `now` is what it does, or why it does not answer."""
    network = load_topology(text="name: pair\ndefaults.device: frr\nnodes: [ a, b ]\nlinks: [ a-b ]\n")
    control = SimpleNamespace(pid=7, recorded_at=1, plan=plan(network))
    fake = SimpleNamespace(lab=control, network=network, name="pair", now=state(WORKS))

    def look(lab):
        if isinstance(lab.now, LabError):
            raise lab.now
        return lab.now

    monkeypatch.setattr(watching, "live_network", look)
    monkeypatch.setattr(watching, "LEAST_PAUSE_S", 0.01)
    monkeypatch.setattr(watching, "ASLEEP_S", 0.01)
    return fake


@pytest.fixture
def watcher(lab):
    made = Watcher(lab)
    thread = threading.Thread(target=made.run)
    thread.start()
    yield made
    made.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_the_first_page_has_the_states_of_now(watcher):
    data = re.search(rb'id="data-picture">(.*?)</script>', watcher.page)
    assert data is not None
    page = json.loads(data[1])
    assert page["live"] is True
    assert page["layers"][0]["edges"][0]["state"] == "up"
    assert b"connect-src &#39;self&#39;" in watcher.page


def test_a_change_is_told_once(lab, watcher):
    watcher.join()
    seen, news = watcher.wait(0, 5)
    assert news.edges == {"topology/link:1": ("up", "up")}
    assert watcher.wait(seen, 0.05) == (seen, None)
    lab.now = state(SHUT)
    seen, news = watcher.wait(seen, 5)
    assert news.edges == {"topology/link:1": ("down", "a eth1 taken down")}
    assert news.down == ("a eth1",)
    assert watcher.wait(seen, 0.05) == (seen, None)


def test_nobody_is_asked_while_nobody_looks(lab, watcher):
    seen, _ = watcher.wait(0, 5)
    lab.now = state(SHUT)
    assert watcher.wait(seen, 0.1) == (seen, None)
    watcher.join()
    assert watcher.wait(seen, 5)[1] is not None


def test_a_lab_that_does_not_answer_is_asked_again(lab, watcher):
    """Meanwhile what is shown is old, and says so."""
    watcher.join()
    seen, _ = watcher.wait(0, 5)
    lab.now = LabError("busy")
    seen, news = watcher.wait(seen, 5)
    assert (news.stale, news.edges) == ("busy", {"topology/link:1": ("up", "up")})
    assert watcher.wait(seen, 0.1) == (seen, None)
    assert watcher.ended is None
    lab.now = state(WORKS)
    seen, news = watcher.wait(seen, 5)
    assert news.stale is None


@pytest.mark.parametrize("pid", [None, 8])
def test_another_process_is_another_lab(lab, watcher, pid):
    seen, _ = watcher.wait(0, 5)
    lab.lab.pid = pid
    watcher.wait(seen, 5)
    assert watcher.ended == "The lab pair has ended."


def test_a_changed_lab_is_another_picture(lab, watcher):
    seen, _ = watcher.wait(0, 5)
    lab.lab.recorded_at = 2
    watcher.wait(seen, 5)
    assert watcher.ended == "The lab pair was changed: view it again."


def test_the_end_waits_for_those_who_look_on(watcher):
    watcher.join()
    threading.Timer(0.05, watcher.leave).start()
    watcher.stop()
    watcher.drain(5)
    assert watcher.ended == "netwright view has ended."


class Listener:
    """An observer that keeps what it is told."""

    def __init__(self):
        self.told = []

    def stage(self, name, total):
        raise AssertionError(name)

    def advance(self, name, amount=1):
        raise AssertionError(name)

    def say(self, text):
        self.told.append(text)


@pytest.fixture
def answers(watcher):
    """What a server tells of a request at the end of which an error is raised."""
    server = ViewServer(watcher, observer=(listener := Listener()))

    def told(error):
        def fail(request, client_address):
            raise error(server)

        server.finish_request = fail
        server.process_request_thread(socket.socket(), ("127.0.0.1", 1))
        return listener.told

    yield told
    server.server_close()


@pytest.mark.parametrize("error", [BrokenPipeError, ConnectionResetError, TimeoutError])
def test_a_browser_that_went_away_is_nothing_to_tell(answers, error):
    assert answers(lambda server: error()) == []


def test_a_request_that_failed_is_told_without_the_token(answers):
    (text,) = answers(lambda server: KeyError(f"/{server.token}/events"))
    assert text.startswith("a request of the page failed: KeyError: '/<token>/events' (test_viewing.py:")
