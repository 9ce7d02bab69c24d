"""A network shows itself where IPython runs: its formatter protocol, without IPython."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import textwrap
from typing import Any
from xml.etree import ElementTree as xml

import pytest

import netwright
from netwright.model import Network
from netwright.workbench import load_topology, notebook, show

TOPOLOGY = (
    "name: lab\ndefaults.device: frr\nmodule: [ bgp, ospf ]\nbgp.as: 65000\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"
)


class Formatter:
    """As IPython's `BaseFormatter`: a printer by the type's module and name."""

    def __init__(self) -> None:
        self.printers: dict[tuple[str, str], Any] = {}

    def for_type_by_name(self, module: str, name: str, function: Any) -> None:
        self.printers[module, name] = function

    def of(self, value: object) -> Any:
        kind = type(value)
        return self.printers[kind.__module__, kind.__name__]


class Shell:
    def __init__(self) -> None:
        self.display_formatter = self
        self.formatters = {"text/html": Formatter(), "text/plain": Formatter()}


class Printer:
    def __init__(self) -> None:
        self.written = ""

    def text(self, text: str) -> None:
        self.written += text


@pytest.fixture(scope="module")
def network() -> Network:
    return load_topology("lab.yml", text=TOPOLOGY)


@pytest.fixture
def shell() -> Shell:
    made = Shell()
    netwright.load_ipython_extension(made)
    return made


def picture(text: str) -> str:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_a_network_is_a_figure(network, shell):
    text = shell.formatters["text/html"].of(network)(network)
    figure = xml.fromstring(text.replace('100%">', '100%"/>', 1))
    assert figure.tag == "figure"
    assert figure.find("img").get("alt") == "topology of network lab: 2 nodes, 1 link (bgp, ospf)"
    assert xml.fromstring(picture(text)).tag.endswith("svg")


def test_and_one_line_in_a_terminal(network, shell):
    printer = Printer()
    shell.formatters["text/plain"].of(network)(network, printer, False)
    assert printer.written == "network lab: 2 nodes, 1 link (bgp, ospf)"


def test_other_diagrams(network):
    shown = show(network, "bgp", title="Sessions")
    assert "Sessions" in shown._repr_svg_()
    assert picture(shown._repr_html_()) == shown.svg
    assert repr(shown).startswith("bgp of network lab")


def test_a_large_network_is_told(network, shell, monkeypatch):
    monkeypatch.setattr(notebook, "MOST_NODES", 1)
    text = shell.formatters["text/html"].of(network)(network)
    assert "2 nodes" in text
    assert "img" not in text


def test_what_cannot_be_drawn_says_why(shell):
    empty = load_topology("lab.yml", text="name: lab\ndefaults.device: frr\nnodes: [ r1 ]\n")
    text = _failing(empty, netwright.InputError([netwright.Problem("no-picture", "<no> picture")]))
    assert "&lt;no&gt; picture" in text
    assert "1 node" in text


def _failing(network: Network, error: Exception) -> str:
    with pytest.MonkeyPatch.context() as patch:

        def fail(*_: object, **__: object) -> notebook.Shown:
            raise error

        patch.setattr(notebook, "show", fail)
        return notebook.network_html(network)


def test_importing_is_enough_where_ipython_runs():
    """And costs nothing elsewhere: no picture is imported."""
    script = """
        import sys, types
        told = []
        formatter = types.SimpleNamespace(for_type_by_name=lambda *a: told.append(a[:2]))
        shell = types.SimpleNamespace(display_formatter=types.SimpleNamespace(
            formatters={"text/html": formatter, "text/plain": formatter}))
        sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: shell)
        import netwright
        assert told == [("netwright.model.network", "Network")] * 2, told
        assert "netwright.draw" not in sys.modules
        assert netwright.load_topology("x.yml", text="nodes: [ a ]").name
        assert told[0] == (type(netwright.load_topology("x.yml", text="nodes: [ a ]")).__module__, "Network")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)
