"""The library's verbs that need no running lab."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import netwright
from netwright import HostError, InputError, LabError, load_topology, workbench
from netwright.lab import LabStatus
from netwright.lab.directory import LabDirectory
from netwright.workbench import batch, creation, finding
from netwright.workbench.creation import create, write_inside
from netwright.workbench.directories import lab_directory
from netwright.workbench.finding import find_lab, shortest_name
from netwright.workbench.loading import load, load_again, reload
from netwright.workbench.nodes import match_nodes
from netwright.workbench.observer import StoppedError, Stopper
from netwright.workbench.selection import select

TOPOLOGY = """
name: tiny
defaults.device: frr
module: [ ospf ]
nodes: [ r1, r2, s1 ]
links: [ r1-r2, r2-s1 ]
groups.edge: [ r1, s1 ]
files:
  notes/a.txt: hello
plugin: [ files ]
"""


@pytest.fixture
def topology(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "topology.yml"
    path.write_text(TOPOLOGY)
    return path


def test_everything_exported_exists():
    for module in (netwright, workbench):
        for name in module.__all__:
            assert getattr(module, name) is not None
    with pytest.raises(AttributeError):
        netwright.nothing  # noqa: B018


def test_import_is_free():
    code = "import sys, netwright; print(sorted(m for m in sys.modules if m in ('yaml', 'jinja2', 'msgspec', 'typer')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_directory_text_and_file_give_the_same_network(topology, tmp_path):
    assert load_topology(topology).nodes == load_topology(tmp_path).nodes
    assert load_topology("-", text=TOPOLOGY).nodes == load_topology(topology).nodes


def test_recorded_sources_give_the_same_network(topology):
    network, sources = load(topology, settings=["nodes.r1.id=7"])
    topology.unlink()
    assert reload(sources) == network
    assert network.nodes["r1"].id == 7


def test_every_mistake_is_raised_at_once(topology):
    topology.write_text("nodes: [ r1 ]\nmoduel: [ ospf ]\nlinks: [ r1-r9 ]\n")
    with pytest.raises(InputError) as caught:
        load_topology(topology)
    assert len([p for p in caught.value.problems if p.severity == "error"]) == 2


def test_create(topology, tmp_path):
    made = create(load_topology(topology), tmp_path / "out")
    assert json.loads((tmp_path / "out/network.json").read_text())["nodes"]["r1"]["id"] == 1
    assert "router ospf" in (tmp_path / "out/nodes/r1/etc/frr/frr.conf").read_text()
    assert (tmp_path / "out/notes/a.txt").read_text() == "hello"
    assert all(path.is_relative_to(tmp_path / "out") for path in made.files)


def test_a_disk_that_fills_up_leaves_what_was_there(topology, tmp_path, monkeypatch):
    put = creation._put

    def full(target, data, mode):
        put(target, data[:3], mode)
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "kept").mkdir()
    write_inside(tmp_path / "kept", "a.cfg", b"precious")
    monkeypatch.setattr(creation, "_put", full)
    with pytest.raises(HostError, match="No space left"):
        write_inside(tmp_path / "kept", "a.cfg", b"new")
    with pytest.raises(HostError, match="No space left"):
        write_inside(tmp_path / "kept", "b.cfg", b"new")
    assert {p.name: p.read_bytes() for p in (tmp_path / "kept").iterdir()} == {"a.cfg": b"precious"}
    with pytest.raises(HostError, match="No space left"):
        create(load_topology(topology), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_leads_outside_leaves_nothing(tmp_path):
    text = "name: x\ndefaults.device: frr\nplugin: [ files ]\nnodes: [ r1 ]\nfiles: { 'way/out.txt': x }\n"
    network = load_topology("x.yml", text=text)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/way").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="path-outside-lab"):
        create(network, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["way"]
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_an_empty_directory_that_was_there_stays(tmp_path, monkeypatch):
    def full(target, data, mode):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(creation, "_put", full)
    with pytest.raises(HostError, match="No space left"):
        write_inside(tmp_path / "empty", "one/two/file", b"new")
    assert [*(tmp_path / "empty").iterdir()] == []


def test_tests_are_read_before_a_lab_starts(tmp_path, monkeypatch):
    path = tmp_path / "topology.yml"
    path.write_text(
        "defaults.device: frr\nnodes: [r1]\nvalidate:\n  t:\n    nodes: [r1]\n    config: not_there\n"
        "  u: {nodes: [r1], plugin: pin()}\n  v: {nodes: [r1], ansible: x}\n"
    )
    monkeypatch.setattr(batch, "start", None)
    result = batch.run_topology(path)
    assert result.outcome == "input"
    assert "topology.yml:4:3: error: test t: node r1: there is no template" in result.message
    assert "`not_there`" in result.message
    assert "pin" in result.message


def test_a_path_of_a_thousand_directories(tmp_path):
    path = "d/" * 1200 + "file"
    with creation.Tree(tmp_path / "lab") as tree:
        tree.write(path, b"x")
    assert (tmp_path / "lab" / path).read_bytes() == b"x"
    tree.undo()
    assert not (tmp_path / "lab").exists()
    with pytest.raises(HostError, match="too long"), creation.Tree(tmp_path / "other") as tree:
        tree.write("d/" * 3000 + "file", b"x")
    assert not (tmp_path / "other").exists()


def test_nothing_is_written_outside(tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab/link").symlink_to(tmp_path)
    for path in ("../x", "/x", "link/x"):
        with pytest.raises(InputError):
            write_inside(tmp_path / "lab", path, b"")
    assert not (tmp_path / "x").exists()


def test_lab_directories(topology, tmp_path):
    assert lab_directory(tmp_path, "a") == tmp_path / ".netwright/a"
    assert lab_directory(tmp_path, "a", instance="b") == tmp_path / ".netwright/b"
    assert lab_directory(tmp_path, "a", chosen="c") == tmp_path / "c"
    if os.geteuid():
        assert lab_directory("/usr", "a") == tmp_path / ".netwright/a"
    with pytest.raises(LabError):
        lab_directory(tmp_path, "a", instance="../b")


def test_no_such_lab(topology):
    with pytest.raises(LabError, match="no lab `nosuch`"):
        find_lab("nosuch")


def test_nodes(topology):
    network = load_topology(topology)
    assert match_nodes(network, "r*") == ("r1", "r2")
    assert match_nodes(network, "s1,r1") == ("r1", "s1")
    assert match_nodes(network, "edge") == ("r1", "s1")
    assert match_nodes(network, "~^s") == ("s1",)
    assert match_nodes(network, None) == match_nodes(network, "all")
    with pytest.raises(InputError, match="r11"):
        match_nodes(network, "r11")


def test_select():
    data = {"nodes": {"r1": {"n": [{"x": 1}, {"x": 2}]}, "r2": {"n": []}}, "65000": 3}
    assert select(data, "nodes.r1.n[1].x") == 2
    assert select(data, "nodes.r1.n.*.x") == [1, 2]
    assert select(data, "nodes[r1,r2].n[*]") == {"r1": [{"x": 1}, {"x": 2}], "r2": []}
    assert select(data, "") is data
    with pytest.raises(InputError, match="r3"):
        select(data, "nodes.r3")
    with pytest.raises(InputError, match="2 elements"):
        select(data, "nodes.r1.n[5]")


def test_loading_again_reads_the_files_of_now(topology, tmp_path, monkeypatch):
    network, sources = load("topology.yml", device="bird")
    topology.write_text(TOPOLOGY.replace("r2-s1 ]", "r2-s1, r1-s1 ]"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    again, _ = load_again(sources)
    assert (len(network.links), len(again.links)) == (2, 3)
    assert again.nodes["r1"].device == network.nodes["r1"].device
    assert reload(sources) == network


def test_a_defect_in_one_topology_does_not_end_the_batch(topology, monkeypatch):
    def broken(*_args, **_options):
        raise ZeroDivisionError("oops")

    monkeypatch.delenv("NETWRIGHT_DEBUG", raising=False)
    monkeypatch.setattr(batch, "load", broken)
    results = batch.test([topology, topology], jobs=2)
    assert [r.outcome for r in results] == ["host", "host"]
    assert "oops" in results[0].message
    assert batch.exit_status(results) == 3
    assert "oops" in batch.junit(results)


@pytest.mark.parametrize(
    ("outcomes", "status"), [([], 0), (["passed"], 0), (["failed", "passed"], 1), (["input", "failed"], 2)]
)
def test_exit_status_of_a_batch(outcomes, status):
    assert batch.exit_status(batch.TopologyResult(path="x", outcome=o) for o in outcomes) == status


def test_stopped_work_ends():
    stopper = Stopper()
    observer = stopper.watching(None)
    observer.say("on we go")
    stopper.sleep(0)
    stopper.stop()
    for call in (stopper.now, lambda: stopper.sleep(60), lambda: observer.stage("x", 1), lambda: observer.advance("x")):
        with pytest.raises(StoppedError):
            call()


def test_shortest_name_of_a_lab(topology, tmp_path, monkeypatch):
    def running(*names):
        found = tuple(LabStatus(name=n.split("/")[-1], directory=f"/labs/{n}", state="running") for n in names)
        monkeypatch.setattr(finding, "discover", lambda: found)

    monkeypatch.setattr(finding.Lab, "pid", 1)
    monkeypatch.setattr(finding.Lab, "attach", lambda path: finding.Lab(LabDirectory(path)))
    running("a")
    assert shortest_name(Path("/labs/a")) is None
    running("a", "b", "c/b")
    assert shortest_name(Path("/labs/a")) == "a"
    assert shortest_name(Path("/labs/c/b")).endswith("/labs/c/b")
