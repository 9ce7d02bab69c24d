"""Reports and exports of two networks, `<case>/`: to be read by a human."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.model import Network
from netwright.reports import REPORTS, WRITERS
from netwright.workbench import export, load_topology, report

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/topology.yml"))
ENDS = {"text": "txt", "html": "html", "markdown": "md", "csv": "csv", "json": "json"}
IN_ALL_FORMATS = {"campus": ("addressing", "vlans"), "fabric": ("vnis",)}
TREES = ("containerlab", "ansible")
FIRST = {"hosts": "hosts", "ansible-ini": "hosts.ini"}


@pytest.fixture(scope="module")
def networks() -> dict[str, Network]:
    return {case: load_topology(HERE / case / "topology.yml") for case in CASES}


def same(path: Path, text: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.read_text(encoding="utf-8") == text.replace("\r\n", "\n")
    assert path.read_bytes() == text.encode()


def test_enough_goldens() -> None:
    assert len(CASES) >= 2
    assert len(REPORTS) >= 15


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("case", CASES)
def test_report(case: str, name: str, networks: dict[str, Network]) -> None:
    same(HERE / case / "reports" / f"{name}.txt", report(networks[case], name))


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize(("case", "name"), [(c, name) for c, names in IN_ALL_FORMATS.items() for name in names])
def test_format(case: str, name: str, format: str, networks: dict[str, Network]) -> None:
    same(HERE / case / "reports" / f"{name}.{ENDS[format]}", report(networks[case], name, format))


@pytest.mark.parametrize("format", TREES)
@pytest.mark.parametrize("case", CASES)
def test_tree(case: str, format: str, networks: dict[str, Network]) -> None:
    """Every file of an export, and no other."""
    folder = HERE / case / format
    files = {file.path: file.content for file in export(networks[case], format).export.files}
    for path, text in files.items():
        same(folder / path, text)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(files)


def test_frr_kind(networks: dict[str, Network]) -> None:
    """containerlab's own kind for FRR takes a startup configuration."""
    done = export(networks["fabric"], "containerlab", frr_kind="frr")
    same(HERE / "fabric" / "frr-kind.clab.yml", done.text)


@pytest.mark.parametrize("format", FIRST)
@pytest.mark.parametrize("case", CASES)
def test_first_file(case: str, format: str, networks: dict[str, Network]) -> None:
    same(HERE / case / FIRST[format], export(networks[case], format).text)
