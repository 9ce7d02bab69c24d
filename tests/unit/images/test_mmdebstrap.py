"""The command line of mmdebstrap and what its failures mean; a fake one is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.errors import HostError
from netwright.images import RECIPES, mmdebstrap
from netwright.images.contents import upstream
from netwright.images.mmdebstrap import Order, arguments, failure, make, pinned

SAID = {
    "no space left on the disk": "E: dpkg: error processing: unable to write: No space left on device",
    "the keys that sign this Debian release": "W: GPG error: http://x trixie InRelease: NO_PUBKEY 6ED0E7B82643E131",
    "the mirror has no such release": "E: The repository 'http://x trixie Release' does not have a Release file.",
    "the mirror has no package bird3": "E: Unable to locate package bird3",
    "the mirror cannot be reached": "W: Failed to fetch http://x/InRelease  Temporary failure resolving 'x'",
    "mmdebstrap failed with status 1: E: something new": "I: fine\nE: something new",
}


def order(tmp_path: Path, **pins: str) -> Order:
    (tmp_path / "tmp").mkdir(exist_ok=True)
    return Order(RECIPES["frr:10"], tmp_path / "root", "", pins)


@pytest.mark.parametrize("meaning", SAID)
def test_failures_are_one_line(meaning: str) -> None:
    text = str(failure("frr:10", SAID[meaning].splitlines(), 1))
    assert text.startswith(meaning)
    assert "(needed by building image frr:10)" in text
    assert "\n" not in text


def test_a_sandbox_that_cannot_be_made_says_why() -> None:
    assert str(failure("frr:10", ["user namespaces are not available"], 3)).startswith("user namespaces are not")


def test_the_command_line(tmp_path: Path) -> None:
    argv = arguments(order(tmp_path), tmp_path / "dev dir")
    assert argv[-2:] == ["trixie", str(tmp_path / "root")]
    assert "--variant=essential" in argv
    assert (
        "--include=frr,iproute2,iputils-ping,net-tools,procps,tcpdump,traceroute,dnsmasq-base,isc-dhcp-client,isc-dhcp-relay"
        in argv
    )
    assert any("/usr/share/man" in word for word in argv)
    assert any(f"'{tmp_path}/dev dir'" in word for word in argv), "paths are quoted in hooks"
    assert arguments(order(tmp_path)._replace(mirror="http://mirror"), tmp_path / "dev")[-1] == "http://mirror"


def test_pinned_versions(tmp_path: Path) -> None:
    argv = arguments(order(tmp_path, frr="10.3-3"), tmp_path / "dev")
    assert (tmp_path / "tmp/preferences").read_text() == pinned({"frr": "10.3-3"})
    assert "Package: frr\nPin: version 10.3-3\nPin-Priority: 1001\n" in pinned({"frr": "10.3-3"})
    assert any(word.startswith("--setup-hook=cp ") for word in argv)


@pytest.mark.parametrize(
    ("version", "release"), [("10.3-3+deb13u1", "10.3"), ("1:2.0.12-7", "2.0.12"), ("3.1.8-1", "3.1.8"), ("odd", "odd")]
)
def test_releases_of_packages(version: str, release: str) -> None:
    assert upstream(version) == release


def test_a_missing_program_names_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mmdebstrap, "find_program", lambda name: None)
    with pytest.raises(HostError, match=r"program mmdebstrap is not installed .*apt-get install .*mmdebstrap"):
        make(order(tmp_path), lambda done: None)


class Stopped(Exception):
    pass


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake mmdebstrap, and no sandbox around it."""
    script = tmp_path / "fake"
    monkeypatch.setattr(mmdebstrap, "find_program", lambda name: str(script))
    monkeypatch.setattr(mmdebstrap.sandbox, "__name__", "tests.unit.images.no_sandbox")
    monkeypatch.setenv("PYTHONPATH", os.fspath(Path(__file__).parents[3]))
    return script


def fake(program: Path, body: str) -> None:
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def test_progress_is_told(tmp_path: Path, program: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    fake(program, f"mkdir -p {place}/root/dev/pts; echo 'I: running apt-get update...' >&2; sleep 0.3")
    seen: list[int] = []
    make(Order(RECIPES["frr:10"], place / "root", "", {}), seen.append)
    assert seen[-1] == 1
    assert sorted(os.listdir(place)) == ["root"]
    assert os.listdir(place / "root/dev") == []


def test_who_watches_may_end_it(tmp_path: Path, program: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    fake(program, f"trap '' INT TERM; echo $$ >{place}/pid; exec sleep 60")

    def watch(done: int) -> None:
        if (place / "pid").exists():
            raise Stopped

    with pytest.raises(Stopped):
        make(Order(RECIPES["frr:10"], place / "root", "", {}), watch)
    assert not Path(f"/proc/{(place / 'pid').read_text().strip()}").exists()


def test_a_failure_is_told(tmp_path: Path, program: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    fake(program, "echo 'E: Unable to locate package frr' >&2; exit 1")
    with pytest.raises(HostError, match="the mirror has no package frr"):
        make(Order(RECIPES["frr:10"], place / "root", "", {}), lambda done: None)
