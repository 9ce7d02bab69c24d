"""Every report and export of every example, and of the corpus of real topologies when it is there."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml

from netwright.errors import InputError
from netwright.exports import FORMATS, violations
from netwright.model import Network
from netwright.reports import REPORTS, WRITERS
from netwright.workbench import export, load_topology, report

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(ROOT.glob("examples/*/topology.yml"))
CORPUS = ROOT.parent / "shared" / "corpus"
NOT_DESIGNED = {"52-mpls-asymmetric-irb.yml": "EVPN over MPLS", "61-sr-bridging.yml": "EVPN over SR"}
"""Files of the corpus that ask for what no Linux device has, and what is said of them."""
NO_TOPOLOGY = ("defaults", "wait_times", "warnings")


@cache
def network(path: Path) -> Network:
    return load_topology(path)


def corpus() -> list[Path]:
    patterns = ("netlab-integration/**/*.yml", "netlab-examples/**/*.yml", "bgplab/*/*/topology.yml")
    found = {path for pattern in patterns for path in CORPUS.glob(pattern)}
    return sorted(path for path in found if not any(part in path.name for part in NO_TOPOLOGY))


def check_reports(designed: Network) -> None:
    for name in REPORTS:
        texts = {format: report(designed, name, format) for format in WRITERS}
        rows = list(csv.reader(io.StringIO(texts["csv"], newline="")))
        assert len({len(row) for row in rows}) == 1
        tables = json.loads(texts["json"])["tables"]
        assert sum(len(table) for table in tables.values()) == len(rows) - 1
        check_lists(texts["csv"], [row for table in tables.values() for row in table])
        assert texts["html"].count("<tr>") == sum(len(table) + 1 for table in tables.values() if table)
        assert "None" not in texts["text"]


def check_lists(text: str, rows: list[dict[str, object]]) -> None:
    """Lists in CSV come apart again into the elements that JSON has."""
    for record, row in zip(csv.DictReader(io.StringIO(text, newline="")), rows, strict=True):
        for key, value in row.items():
            if isinstance(value, list):
                assert record[key].split(";") == (value or [""])


def check_exports(designed: Network) -> None:
    for format in FORMATS:
        files = {file.path: file.content for file in export(designed, format).export.files}
        for path, text in files.items():
            if path.endswith(".yml"):
                assert yaml.safe_load(text) is not None
            if path.endswith(".sh") and path.startswith("nodes/") and path.count("/") == 2:
                subprocess.run(["sh", "-n"], input=text, text=True, check=True)
        if format == "containerlab":
            document = yaml.safe_load(files[f"{designed.name}.clab.yml"])
            assert [*violations(document)] == []
            for node in document["topology"]["nodes"].values():
                for bind in node.get("binds", ()):
                    source = bind.split(":")[0]
                    assert source in files or any(path.startswith(f"{source}/") for path in files)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_reports_of_examples(path: Path) -> None:
    check_reports(network(path))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_exports_of_examples(path: Path) -> None:
    check_exports(network(path))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of topologies is not beside this repository")
@pytest.mark.parametrize("path", corpus(), ids=lambda path: str(path.relative_to(CORPUS)))
def test_corpus(path: Path) -> None:
    """What reads and designs is reported and exported; what does not is known, with the reason."""
    refused = NOT_DESIGNED.get(path.name)
    if refused is not None:
        with pytest.raises(InputError, match=refused):
            network(path)
        return
    check_reports(network(path))
    check_exports(network(path))
