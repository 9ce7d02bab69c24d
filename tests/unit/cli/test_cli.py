"""Exit codes, streams and words of the commands; every room below is real, no lab is started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import get_args, get_type_hints
from xml.etree import ElementTree as xml

import pytest

from netwright.cli.app import run
from netwright.cli.commands import graphs
from netwright.cli.errors import EXIT_CODES, guarded
from netwright.cli.output import print_table
from netwright.draw import GraphType, Theme
from netwright.errors import DaemonError, HostError, InputError, LabError, NetwrightError, Problem
from netwright.lab import LabStatus

GOOD = "name: tiny\ndefaults.device: frr\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "topology.yml").write_text(GOOD)
    return tmp_path


def test_create(place, capsys):
    assert run(["create", "-o", "out"]) == 0
    assert "2 nodes" in capsys.readouterr().out
    assert (place / "out/network.json").exists()


def test_inspect(place, capsys):
    assert run(["inspect", "nodes.r1.interfaces[0].ipv4"]) == 0
    assert capsys.readouterr().out == "10.1.0.1/30\n"
    assert run(["inspect", "--json", "-t", "topology.yml", "nodes.r2.id"]) == 0
    assert json.loads(capsys.readouterr().out) == 2


def test_problems_go_to_stderr_and_give_2(place, capsys):
    (place / "topology.yml").write_text("nodes: [ r1 ]\nlinks: [ r1-r9 ]\n")
    assert run(["create"]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "topology.yml:2:" in seen.err
    assert "Traceback" not in seen.err


@pytest.mark.parametrize(
    ("words", "said"), [((), "exec needs a command"), (("-i", "lab", "ping"), "`-i` stands where")]
)
def test_exec_without_a_command(words, said, capsys):
    assert run(["exec", "r1", *words]) == 2
    assert said in capsys.readouterr().err


def test_usage_gives_2(capsys):
    assert run(["nosuch"]) == 2
    assert run(["up", "--nosuch"]) == 2


@pytest.mark.parametrize("what", ["devices", "modules", "plugins", "checks", "reports", "exports", "defaults", "rules"])
def test_show(what, capsys):
    assert run(["show", what, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert run(["show", what]) == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError([Problem("x", "wrong")]), 2),
        (LabError("no lab"), 2),
        (HostError("no kernel"), 3),
        (DaemonError("bgpd died"), 3),
        (NetwrightError("other"), 3),
        (ValueError("bug"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(error, code, capsys, monkeypatch):
    monkeypatch.delenv("NETWRIGHT_DEBUG", raising=False)

    def fail():
        raise error

    assert guarded(fail) == code
    assert "Traceback" not in capsys.readouterr().err


def test_every_exception_has_an_exit_code():
    kinds = {kind for kind, _ in EXIT_CODES}
    assert set(NetwrightError.__subclasses__()) <= kinds


def test_debug_shows_the_traceback(monkeypatch):
    monkeypatch.setenv("NETWRIGHT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        guarded(lambda: 1 // 0)


@pytest.mark.parametrize("words", ["--version", "--help"])
@pytest.mark.parametrize(("stdout", "code"), [("> /dev/full", 3), (">&-", 0)])
def test_output_that_cannot_be_written_gives_no_traceback(words, stdout, code):
    script = f"{sys.executable} -m netwright {words} {stdout}"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert ("No space left" in done.stderr) == bool(code)


def test_closed_stdin_and_lost_reader(capsys):
    script = f"{sys.executable} -m netwright create - <&-"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, "standard input is closed" in done.stderr) == (2, True)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "netwright", "--version"], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_characters_the_locale_lacks_are_escaped(tmp_path):
    (tmp_path / "t.yml").write_text("defaults.device: frr\nmessage: h\u00e9\nnodes: [r1]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "netwright", "inspect", "-t", "t.yml", "message"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "h\\xe9\n")


def test_what_the_system_refuses_is_no_internal_error(capsys, monkeypatch):
    monkeypatch.delenv("NETWRIGHT_DEBUG", raising=False)
    assert guarded(lambda: os.stat("a" * 5000).st_size) == 3
    said = capsys.readouterr().err
    assert "File name too long" in said
    assert "internal error" not in said


def test_version_imports_next_to_nothing():
    code = "import sys; sys.argv = ['netwright', '--version']; import netwright.cli as c; c.main(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    assert version.startswith("netwright ")
    assert not {"typer", "rich", "msgspec", "yaml", "jinja2"} & set(modules.split())


@pytest.fixture
def several(monkeypatch):
    states = {"a": "running", "b": "killed"}
    labs = tuple(LabStatus(name=name, directory=f"/labs/{name}", state=state) for name, state in states.items())
    monkeypatch.setattr("netwright.workbench.finding.discover", lambda: labs)
    return labs


def test_status_lists_several_labs(place, several, capsys):
    assert run(["status"]) == 1
    shown = capsys.readouterr().out
    assert [line.split()[:2] for line in shown.splitlines()[1:]] == [["a", "running"], ["b", "killed"]]
    assert run(["status", "--json"]) == 1
    assert [lab["name"] for lab in json.loads(capsys.readouterr().out)] == ["a", "b"]


def test_rows_in_pipes_are_not_folded(place, capsys):
    print_table(["what"], [["word " * 40]])
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_batch_reports_a_wrong_topology_everywhere(place, capsys):
    (place / "topology.yml").write_text("nodes: [ r1 ]\nlinks: [ r1-r9 ]\n")
    assert run(["test", "--junit", "j.xml", "--json", "j.json", "topology.yml"]) == 2
    assert "0 of 1 topologies passed" in capsys.readouterr().out
    root = xml.parse(place / "j.xml").getroot()
    assert (root.get("tests"), root.get("errors")) == ("1", "1")
    assert json.loads((place / "j.json").read_text())[0]["outcome"] == "input"


def test_graph(place, capsys):
    assert run(["graph"]) == 0
    assert capsys.readouterr().out.startswith("graph {")
    assert run(["graph", "-e", "d2", "--title", "Tiny", "topology.yml"]) == 0
    assert 'label: "Tiny"' in capsys.readouterr().out
    assert run(["graph", "-o", "a.mmd", "--direction", "right"]) == 0
    assert (place / "a.mmd").read_text().startswith("flowchart LR")
    seen = capsys.readouterr()
    assert (seen.out, seen.err) == ("", "a.mmd: topology diagram (mermaid)\n")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--live", "topology.yml"], "TOPOLOGY: "),
        (["--lab", "tiny", "-d", "bird", "-s", "name=x"], "--device, --set: "),
        (["--live", "--plugin", "x"], "--plugin: "),
    ],
)
def test_a_lab_is_drawn_as_it_was_started(place, capsys, given, named):
    """What would make another network of it is refused, whether or not there is a lab."""
    assert run(["graph", *given]) == 2
    assert f"error: {named}a running lab is shown as it was started [topology-of-lab]" in capsys.readouterr().err


def test_graph_offers_what_there_is_to_draw():
    """The command line names types and themes itself, so that it starts without the rooms below."""
    offered = get_type_hints(graphs.graph)
    assert get_args(offered["type"]) == get_args(GraphType)
    assert set(get_args(offered["theme"])) == set(get_args(Theme))


def test_mistakes_of_graph_are_told_with_hints(place, capsys):
    assert run(["graph", "-t", "bgp", "-f", "novrfs,ipv4"]) == 2
    assert "did you mean `novrf`" in capsys.readouterr().err
    (place / "sketch.txt").write_text("r1 r3\n")
    assert run(["graph", "--sketch", "sketch.txt", "-x", "core"]) == 2
    seen = capsys.readouterr().err
    assert "sketch.txt:1:4: error: the sketch has `r3`" in seen
    assert "no node or link has the class `core`" in seen
