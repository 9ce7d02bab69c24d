"""Whether a command that reads a network means a topology or a lab."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from netwright import InputError, LabError
from netwright.workbench import choosing, finding

HERE = "name: here\ndefaults.device: frr\nnodes: [ r1 ]\nlinks: [ r1 ]\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with two topologies, in which a lab was started."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topology.yml").write_text(HERE)
    (tmp_path / "other.yml").write_text(HERE.replace("here", "other"))
    started = [tmp_path / ".netwright/here"]
    monkeypatch.setattr(choosing, "labs_in", lambda directory: started)
    monkeypatch.setattr(choosing, "attach", lambda lab: SimpleNamespace(network=SimpleNamespace(name=f"lab {lab}")))
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, "lab None"),
        ({"lab": "that"}, "lab that"),
        ({"topology": "other.yml"}, "other"),
        ({"device": "bird"}, "here"),
        ({"settings": ["name=set"]}, "set"),
        ({"lab": "that", "provider": "clab"}, "lab that"),
    ],
)
def test_which(place: Path, asked: dict, meant: str) -> None:
    assert choosing.network_of(**asked).name == meant


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"topology": "other.yml"}, "TOPOLOGY: "),
        ({"device": "bird", "plugins": ["x"]}, "--device, --plugin: "),
        ({"settings": ["name=set"]}, "--set: "),
    ],
)
def test_nothing_said_of_a_topology_is_dropped_for_a_named_lab(place: Path, asked: dict, named: str) -> None:
    with pytest.raises(InputError, match=named):
        choosing.network_of(lab="that", **asked)


def test_without_a_lab_it_is_the_topology_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(finding, "discover", tuple)  # whatever else runs on this machine
    with pytest.raises(LabError):
        choosing.network_of()
    (tmp_path / "topology.yml").write_text(HERE)
    assert choosing.network_of().name == "here"
