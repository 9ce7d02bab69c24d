"""Names and modes of custom configuration, and what counts as a refusal."""

from __future__ import annotations

import pytest

from netwright.model import FilePlan, NodePlan, Snippet
from netwright.model.snippets import (
    Speaker,
    birdc_commands,
    is_refusal,
    kept_files,
    snippet_mode,
    snippet_path,
    speaker,
)


def test_names_and_modes() -> None:
    shell = Snippet(name="a/b \u00e9", kind="shell", text="")
    assert (snippet_path(3, shell), snippet_mode(shell)) == ("custom/03-a_b__.sh", 0o755)
    words = Snippet(name="motd", kind="vtysh", text="")
    assert (snippet_path(12, words), snippet_mode(words)) == ("custom/12-motd.vtysh", 0o644)


def test_files_that_are_kept() -> None:
    paths = ("/etc/frr/frr.conf", "/run/x", "/var/run/frr/zebra.conf", "/tmp/x", "/running")
    node = NodePlan(
        name="r1", device="frr", interfaces=(), files=tuple(FilePlan(path=path, content="") for path in paths)
    )
    assert [file.path for file in kept_files(node)] == ["/etc/frr/frr.conf", "/running"]


def test_commands_of_bird() -> None:
    assert birdc_commands(" # note\n\n  show status \nconfigure") == ["show status", "configure"]


def test_who_speaks() -> None:
    reload = ("/usr/sbin/birdc", "configure")
    assert speaker(Snippet(name="x", kind="file", text="", path="/x", reload=reload)) == "birdc"
    assert speaker(Snippet(name="x", kind="file", text="", path="/x")) is None
    assert speaker(Snippet(name="x", kind="shell", text="")) is None


@pytest.mark.parametrize(
    ("program", "text", "refused"),
    [
        ("vtysh", "fine\n% Unknown command: x", True),
        ("vtysh", "% Can't open configuration file /etc/frr/vtysh.conf", False),
        ("vtysh", "% Can't open configuration file /etc/frr/vtysh.conf\nline 2: Failure to x", True),
        ("vtysh", "50 % done", False),
        ("birdc", "8002 /x.conf:3:1 syntax error", True),
        ("birdc", "BIRD 2.17 ready.\n0003 Reconfigured", False),
        ("birdc", "/x.conf, line 3:1 syntax error", True),
    ],
)
def test_refusals(program: Speaker, text: str, refused: bool) -> None:
    assert is_refusal(program, text) is refused
