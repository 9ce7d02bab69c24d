"""The end of a setup script notices what daemons refuse: run with programs that only speak."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from netwright.exports.clab_snippets import apply, functions
from netwright.model import Snippet

MOTD = Snippet(name="motd", kind="vtysh", text="banner motd line x\n")


def run(directory: Path, snippet: Snippet, vtysh: str = "", birdc: str = "") -> tuple[int, str]:
    """Status and what is said, by a script that says `after` when it goes on."""
    for name, body in (("vtysh", vtysh), ("birdc", birdc), ("sleep", "")):
        (directory / name).write_text(f"#!/bin/sh\n{body}\n")
        (directory / name).chmod(0o755)
    (directory / "snippet").write_text(snippet.text)
    lines = ["set -e", *functions([snippet]), *apply(str(directory / "snippet"), snippet), "echo after"]
    environment = {"PATH": f"{directory}:/usr/bin:/bin"}
    script = "\n".join(lines)
    done = subprocess.run(["sh"], input=script, text=True, capture_output=True, env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("vtysh", "goes_on"),
    [
        ('echo "% Can\'t open configuration file /etc/frr/vtysh.conf"', True),
        ("true", True),
        ("echo 'line 2: % Unknown command[41]:  bogus'", False),
        ("echo '% Unknown command' >&2", False),
        ("exit 3", False),
        ("echo running datastore locked by another session", False),
        ('[ -e "$0.was" ] || { : >"$0.was"; echo locked by another session; exit 1; }', True),
    ],
)
def test_vtysh(vtysh: str, goes_on: bool, tmp_path: Path) -> None:
    status, said = run(tmp_path, MOTD, vtysh=vtysh)
    assert (status == 0, "after\n" in said) == (goes_on, goes_on)


def test_what_was_said_is_seen(tmp_path: Path) -> None:
    assert "% Unknown command: x" in run(tmp_path, MOTD, vtysh="echo '% Unknown command: x'")[1]


def test_what_is_written_for_another_device_may_be_refused(tmp_path: Path) -> None:
    other = Snippet(name="it's", kind="vtysh", text="x\n", written_for="eos")
    status, said = run(tmp_path, other, vtysh="echo '% Unknown command'")
    assert status == 0
    assert "not all of configuration it's is taken, which is written for eos" in said


def test_birdc_gets_one_command_at_a_time_and_no_comments(tmp_path: Path) -> None:
    log = tmp_path / "log"
    said = f"echo \"$@\" >>{log}; cat >>{log}; case $2 in *bad*) echo '9001 syntax error' ;; esac"
    good = Snippet(name="x", kind="birdc", text="# note\n\n  show 'a'\nconfigure")
    assert run(tmp_path, good, birdc=said)[0] == 0
    assert log.read_text() == "-v show 'a'\n-v configure\n"
    bad = Snippet(name="x", kind="birdc", text="bad\nlater\n")
    assert run(tmp_path, bad, birdc=said)[0] == 1
    assert "later" not in log.read_text()


def test_a_file_is_told_to_its_daemon(tmp_path: Path) -> None:
    conf = Snippet(name="x", kind="file", text="", path="/x", reload=("birdc", "configure"))
    assert run(tmp_path, conf, birdc="echo Reconfigured")[0] == 0
    assert run(tmp_path, conf, birdc="echo '/x, line 3:1 syntax error'")[0] == 1
    silent = Snippet(name="x", kind="file", text="", path="/x")
    assert [*apply("/x", silent)] == [] == [*functions([silent])]


def test_scripts(tmp_path: Path) -> None:
    assert run(tmp_path, Snippet(name="x", kind="shell", text="false\ntrue\n"))[0] == 1
    assert [*apply("/p", Snippet(name="x", kind="shell", text="#!/bin/bash\n"))] == ["/p"]
