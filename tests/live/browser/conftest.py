"""Debian's chromium without a window, and pages of a small network opened in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from netwright import load_topology
from netwright.workbench import draw

from .looking import until

CHROMIUM = shutil.which("chromium")
TOPOLOGY = """
name: office
defaults.device: frr
module: [ ospf, bgp ]
bgp.as: 65000
nodes:
  r1: { bgp.rr: True }
  r2:
  r3:
  x1: { bgp.as: 65100, module: [ bgp ] }
  h1: { device: linux }
  h2: { device: linux }
links: [ r1-r2, r2-r3, r1-r3, r3-x1, r2-h1-h2 ]
"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with the tests of this directory: as long as it runs, asyncio cannot be used by others."""
    if (
        CHROMIUM is None
    ):  # `selftest` installs it where it may; in continuous integration it fails on a skipped live test
        pytest.skip("chromium is not installed")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the network, as a file."""
    path = tmp_path_factory.mktemp("page") / "office.html"
    path.write_text(draw(load_topology(text=TOPOLOGY), engine="html"), encoding="utf-8")
    return path


def complains(line: ConsoleMessage) -> bool:
    """Answers that refuse something are no mistake of the page."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address; whatever the page says of mistakes in its script or policy fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(url: str, **settings: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 850}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if complains(line) else None)
        page.goto(url)
        until(page, "window.netwright !== undefined")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(open_page: Callable[..., Page], office: Path) -> Page:
    return open_page(office.as_uri())
