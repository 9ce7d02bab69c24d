"""`netwright view` in a real browser: states of a running lab, links taken down and up there, the end of the lab."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from netwright import RunningLab, up
from netwright.workbench import draw, live_network, live_picture

from .conftest import TOPOLOGY
from .looking import said, until

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    with up(text=TOPOLOGY, directory=tmp_path_factory.mktemp("watched")) as running:
        assert running.validate().passed
        yield running


class Viewing:
    """The program, and where it can be seen."""

    def __init__(self, directory: Path) -> None:
        argv = [sys.executable, "-m", "netwright", "view", "--lab", str(directory)]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request; header names with `_` for `-`."""
        place = urlsplit(self.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def viewing(lab: RunningLab) -> Iterator[Viewing]:
    program = Viewing(lab.directory)
    yield program
    program.end()


@pytest.fixture
def page(viewing: Viewing, open_page: Callable[..., Page]) -> Page:
    return open_page(viewing.url)


def states(page: Page, kind: str) -> set[str]:
    """States of a layer; lines over which nothing is designed to come up (passive interfaces) have none."""
    found: list[str | None] = page.evaluate(
        "(kind) => window.netwright.model.layers.find((each) => each.id === kind).edges.map((edge) => edge.state)", kind
    )
    return {state for state in found if state is not None}


def test_a_link_is_taken_down_and_up_in_the_page(page, lab):
    assert states(page, "topology") == states(page, "bgp") == states(page, "ospf") == {"up"}
    page.locator('.node[data-node="r3"]').click()
    sessions = page.locator("#panel").get_by_role("listitem").filter(has_text="x1")
    expect(sessions.filter(has_text="Established")).to_have_count(1)
    page.get_by_role("button", name="Take down r3 eth3").click()
    expect(sessions.filter(has_text="r3 eth3 taken down")).to_have_count(1, timeout=15_000)
    expect(sessions.filter(has_text="Established")).to_have_count(0, timeout=30_000)
    assert not live_network(lab).links["r3", "eth3"].up
    expect(page.get_by_role("list", name="Legend")).to_contain_text("down")
    page.get_by_role("button", name="Bring up r3 eth3").press("Enter")
    expect(sessions.filter(has_text="Established")).to_have_count(1, timeout=60_000)
    assert live_network(lab).links["r3", "eth3"].works


def test_what_changes_elsewhere_is_seen_and_said(page, lab):
    lab.set_link("r1", "eth1", False)
    try:
        until(page, "window.netwright.model.edgeById.get('topology/link:1').state === 'down'", 20)
        assert "r1 eth1 taken down" in said(page)
        until(page, "window.netwright.model.edgeById.get('ospf/link:1').state === 'down'", 60)
    finally:
        lab.set_link("r1", "eth1", True)
    until(page, "window.netwright.model.edgeById.get('ospf/link:1').state === 'up'", 60)


def test_a_dead_daemon_is_shown(page, lab):
    lab.kill_daemon("r2", "bgpd")
    try:
        sick = page.get_by_role("button", name="a daemon does not run")
        expect(sick).to_have_attribute("data-node", "r2", timeout=20_000)
    finally:
        lab.restart_daemon("r2", "bgpd")
    expect(sick).to_have_count(0, timeout=20_000)


def test_a_mistake_is_told_in_the_page(page):
    page.evaluate("fetch('link', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})")
    page.evaluate("window.netwright.live.act('r1', 'eth9', false)")
    expect(page.get_by_role("alert")).to_contain_text("node r1 has no interface eth9")


def test_ctrl_c_ends_it_and_the_page_says_so(viewing, open_page):
    page = open_page(viewing.url)
    expect(page.get_by_role("alert")).to_be_hidden()
    status, told = viewing.end()
    assert (status, told.strip().splitlines()[-1]) == (130, "interrupted")
    expect(page.get_by_role("alert")).to_contain_text("netwright view has ended")


def test_strangers_are_refused(viewing):
    """DNS rebinding, other sites, other users of the machine, and requests that are none."""
    place = urlsplit(viewing.url)
    own = {"Host": place.netloc, "Content_Type": "application/json"}
    body = json.dumps({"node": "r1", "interface": "eth1", "up": True})
    link = f"{place.path}link"
    assert viewing.ask("GET", place.path, Host=place.netloc)[0] == 200
    assert viewing.ask("GET", place.path, Host="evil.example")[0] == 421
    assert viewing.ask("GET", place.path, Host=f"evil.example:{place.port}")[0] == 421
    assert viewing.ask("GET", "/", Host=place.netloc)[0] == 404
    assert viewing.ask("GET", "/guess/", Host=place.netloc)[0] == 404
    assert viewing.ask("GET", f"{place.path}other", Host=place.netloc)[0] == 404
    assert viewing.ask("POST", link, body, **{**own, "Host": "evil.example"})[0] == 421
    assert viewing.ask("POST", link, body, **own, Origin="http://evil.example")[0] == 403
    assert viewing.ask("POST", link, body, **own, Origin="null")[0] == 403
    assert viewing.ask("POST", link, body, **own, Sec_Fetch_Site="cross-site")[0] == 403
    assert viewing.ask("POST", link, body, **{**own, "Content_Type": "text/plain"})[0] == 415
    assert viewing.ask("POST", link, "{", **own)[0] == 400
    assert viewing.ask("POST", link, '{"node":"r1"}', **own)[0] == 400
    assert viewing.ask("POST", link, "x" * 5000, **own)[0] == 413
    assert viewing.ask("POST", f"{place.path}other", body, **own)[0] == 404
    assert viewing.ask("OPTIONS", link, **own)[0] == 501
    assert viewing.ask("POST", link, body, **own, Origin=f"http://{place.netloc}") == (200, "done\n")


def test_a_port_in_use(viewing, lab):
    port = str(urlsplit(viewing.url).port)
    argv = [sys.executable, "-m", "netwright", "view", "--lab", str(lab.directory), "--port", port]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("error: cannot listen on 127.0.0.1")


@pytest.mark.parametrize("engine", ["svg", "html", "graphviz"])
def test_a_picture_has_the_states_of_now(lab, engine):
    found = live_network(lab)
    assert all(found.nodes.values())
    assert {edge.state for edge in live_picture(lab, "bgp").edges} == {"up"}
    assert draw(lab.network, engine=engine, live=found) != draw(lab.network, engine=engine)


def test_the_end_of_the_lab_is_the_end(tmp_path, open_page):
    lab = up(text="name: short\ndefaults.device: frr\nnodes: [ a, b ]\nlinks: [ a-b ]\n", directory=tmp_path)
    program = Viewing(lab.directory)
    page = open_page(program.url)
    lab.down()
    expect(page.get_by_role("alert")).to_contain_text("The lab short has ended", timeout=15_000)
    program.process.wait(timeout=20)
    status, told = program.end()
    assert status == 0
    assert told.strip().endswith("The lab short has ended.")
