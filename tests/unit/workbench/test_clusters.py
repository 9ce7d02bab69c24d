"""Resources without a lab: what is read, what is shown of passwords, what is written."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from netwright import InputError, check_resources, render_resources
from netwright.cluster.crds.checking import REQUIREMENT
from netwright.workbench.clusters import Count, render_nodes, write_rendered

from ..cluster.building import configuration, derive, node, peer
from ..cluster.building import document as resource

SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: bgp, namespace: kube-system}\nstringData: {tor: hunter2}\n"
PEER = peer("tor", "peerIP: 10.0.0.254, asNumber: 63000, password: {secretKeyRef: {name: bgp, key: tor}}")


@pytest.fixture
def resources(tmp_path: Path) -> str:
    path = tmp_path / "resources.yml"
    path.write_text("---\n".join([node(1, ipv6=True), node(2), PEER, SECRET]))
    return str(path)


def test_what_resources_make(resources: str) -> None:
    checked = check_resources([resources])
    assert [n.name for n in checked.nodes] == ["n1", "n2"]
    assert checked.counts == (
        Count("projectcalico.org/v3", "BGPPeer", 1),
        Count("projectcalico.org/v3", "Node", 2),
        Count("v1", "Secret", 1),
    )
    assert checked.problems == ()


def test_passwords_are_shown_on_request(resources: str) -> None:
    hidden, shown = render_resources([resources]), render_resources([resources], reveal=True)
    assert (hidden.hidden, shown.hidden) == (True, False)
    for closed, open_ in zip(hidden.texts, shown.texts, strict=True):
        assert 'password "***";' in closed
        assert open_ == closed.replace("***", "hunter2")


def test_nodes_without_passwords_hide_nothing() -> None:
    nodes = list(derive(node(1), node(2), configuration("asNumber: 65000")).values())
    assert not render_nodes(nodes, "bird1").hidden
    assert render_nodes(nodes, "bird1") == render_nodes(nodes, "bird1", reveal=True)


def test_what_is_written_again_is_private_again(resources: str, tmp_path: Path) -> None:
    rendered = render_resources([resources], dialect="bird1", nodes=["n1"], reveal=True)
    (tmp_path / "out/n1").mkdir(parents=True)
    (tmp_path / "out/n1/bird.cfg").write_text("old")
    written = write_rendered(rendered, tmp_path / "out")
    assert [path.name for path in written] == ["bird.cfg", "bird6.cfg"]
    assert [path.stat().st_mode & 0o777 for path in written] == [0o600, 0o600]
    assert written[0].read_text() == rendered.nodes["n1"]["bird.cfg"]


def test_every_mistake_is_raised_at_once(resources: str, tmp_path: Path) -> None:
    (tmp_path / "more.yml").write_text(resource("IPPool", "p", "{cidr: 10.0.0.1/16}") + "---\n" + node(1))
    with pytest.raises(InputError) as raised:
        check_resources([resources, str(tmp_path / "more.yml"), "nowhere.yml"])
    codes = [problem.code for problem in raised.value.problems]
    assert codes == ["missing-file", "wrong-type", "duplicate-resource"]


def test_mistakes_of_definitions(resources: str, tmp_path: Path) -> None:
    (tmp_path / "crds.yml").write_text(node(3))
    with pytest.raises(InputError) as raised:
        check_resources([resources], crds=[str(tmp_path / "crds.yml")])
    assert [problem.code for problem in raised.value.problems] == ["bad-crd"]


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        render_resources(["-"])


def test_what_is_told_to_be_installed_is_what_the_project_asks_for() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert REQUIREMENT in project["project"]["optional-dependencies"]["crds"]
