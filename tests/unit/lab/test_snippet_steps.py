"""What applying a snippet means, and how refusals look."""

from __future__ import annotations

import pytest

from netwright.errors import LabError
from netwright.lab import snippets
from netwright.model import CommandResult, Snippet


def answer(text: str, status: int = 0) -> CommandResult:
    return CommandResult(argv=("x",), status=status, stdout=text, stderr="")


def test_scripts_keep_their_interpreter() -> None:
    plain = snippets.steps(Snippet(name="a/b c", kind="shell", text="true"))
    assert plain.argv == ("sh", "-e", "/tmp/.netwright/a_b_c")
    own = snippets.steps(Snippet(name="x", kind="shell", text="#!/usr/bin/python3\n"))
    assert own.argv == ("/tmp/.netwright/x",)
    assert own.mode == 0o755


def test_birdc_commands_are_quoted_one_by_one() -> None:
    todo = snippets.steps(Snippet(name="x", kind="birdc", text='# note\n\nconfigure check "/etc/it\'s"\n'))
    assert todo.content == "birdc -v 'configure check \"/etc/it'\"'\"'s\"'\n"


def test_file_needs_an_absolute_path() -> None:
    with pytest.raises(LabError, match="no absolute path"):
        snippets.steps(Snippet(name="x", kind="file", text="", path="relative"))
    todo = snippets.steps(Snippet(name="x", kind="file", text="t", path="/etc/a", reload=("birdc", "configure")))
    assert (todo.path, todo.content, todo.argv) == ("/etc/a", "t", ("birdc", "configure"))


@pytest.mark.parametrize(
    ("kind", "text", "status", "failed"),
    [
        ("vtysh", "", 0, False),
        ("vtysh", "% Can't open configuration file /etc/frr/vtysh.conf", 0, False),
        ("vtysh", "line 2: % Unknown command[41]:  bogus", 0, True),
        ("vtysh", "% Unknown command: x", 0, True),
        ("vtysh", "This command is deprecated", 0, False),
        ("vtysh", "", 2, True),
        ("birdc", "0002-Reading\n0003 Reconfigured", 0, False),
        ("birdc", "0002-Reading\n8002 /x.conf:3:1 syntax error", 0, True),
        ("birdc", "No such command. Press `?' for help.", 0, True),
        ("shell", "% 9999 anything", 0, False),
        ("shell", "", 1, True),
    ],
)
def test_failed(kind: str, text: str, status: int, failed: bool) -> None:
    snippet = Snippet(name="x", kind=kind, text="")  # type: ignore[arg-type]
    assert snippets.failed(snippet, answer(text, status)) is failed


def test_a_busy_vtysh_is_tried_again() -> None:
    text = "% Can't enter config; running datastore locked by another session"
    snippet = Snippet(name="x", kind="vtysh", text="")
    assert snippets.busy(snippet, answer(text))
    assert snippets.failed(snippet, answer(text)), "and fails when it stays busy"
    assert not snippets.busy(snippet, answer("% Unknown command"))
    assert not snippets.busy(Snippet(name="x", kind="shell", text=""), answer(text))
