"""Every command, error code, check and example is documented, and documented commands exist."""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from netwright.cluster.resources.kinds import KINDS
from netwright.devices import catalog
from netwright.exports import FORMATS
from netwright.reports import REPORTS
from netwright.schema import plain_tables

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
import generate  # noqa: E402

PAGES = [*ROOT.glob("docs/*.md"), ROOT / "README.md", *ROOT.glob("examples/*/README.md")]
COMMANDS = generate.command_table()
OURS = re.compile(r"(?:^|`|\$ )(?:\./)?netwright ((?!-)[a-z]+[^`\n#]*)", re.M)


def documented() -> list[tuple[str, str]]:
    return [(p.relative_to(ROOT).as_posix(), line.strip()) for p in PAGES for line in OURS.findall(p.read_text())]


def test_there_are_documented_commands():
    assert len(documented()) > 40


@pytest.mark.parametrize(("page", "line"), documented())
def test_documented_command_exists_with_its_options(page, line):
    words = shlex.split(line)
    if words[0] in ("selftest", "becomes", "designs"):
        return
    command = COMMANDS[words[0] if words[0] in COMMANDS else " ".join(words[:2])]
    known = {option for p in command.params for option in p.opts}
    for word in words[1:]:
        if words[0] in ("exec", "capture") and not word.startswith("--lab"):
            continue
        if word.startswith("-"):
            assert word in known, f"{page}: netwright {line}"


def test_every_command_is_on_its_page():
    text = generate.commands()
    for name, command in COMMANDS.items():
        assert f"## {name}\n" in text
        assert command.help
        assert all(p.help for p in command.params if p.param_type_name == "option" and p.name != "help"), name


def test_every_error_code_is_documented():
    codes = generate.error_codes()
    assert len(codes) > 100
    text = generate.errors()
    assert all(f"`{code}`" in text and entry.messages for code, entry in codes.items())
    printed = {
        code
        for path in ROOT.glob("tests/errors/*/expected.txt")
        for code in re.findall(r"\[([a-z-]+)\]", path.read_text())
    }
    missing = [code for code in printed if not any(fnmatch.fnmatch(code, known) for known in codes)]
    assert not missing


@pytest.mark.parametrize("name", generate.PICTURES)
def test_pictures_in_the_text_are_what_is_drawn(name):
    text = generate.picture(name)
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    assert any(f"pictures/{name}.svg)" in page.read_text(encoding="utf-8") for page in PAGES)


def test_every_attribute_is_documented():
    text = generate.attributes()
    tables = plain_tables()
    assert len(tables) > 20
    for level, table in tables.items():
        assert all(f"| `{key}` |" in text for key in table), level
        assert all(description for _, description in table.values()), level


def test_every_field_of_resources_is_documented():
    text = generate.resources()
    rows = [line for line in text.splitlines() if line.startswith(("| `", "| **`"))]
    assert len(rows) > 150
    assert all(re.fullmatch(r"\| .*`.* \| .+ \| .+ \|", row) for row in rows)
    assert len(re.findall("^## ", text, re.MULTILINE)) == len(KINDS)


def test_every_rule_of_lint_is_documented():
    from netwright.lint import CLUSTER_RULES, RULES

    text = generate.rules()
    codes = [rule.code for rule in RULES] + [rule.code for rule in CLUSTER_RULES]
    assert all(f"## {code}\n" in text and f"[{code}]" in text for code in codes)
    assert text.count("`parent.yml`:") >= 25


def test_every_module_and_feature_is_documented():
    text = generate.devices()
    for name, features in catalog().devices.items():
        assert f"**{name}**" in text
        assert all(f"| {item} |" in text for item in (*features.modules, *features.plugins))
        assert all(f"## Features of {module}\n" in text for module in features.features)


def test_every_report_and_export_is_documented():
    text = generate.reports()
    for name, spec in REPORTS.items():
        assert f"## {name}\n" in text
        for table in spec.tables:
            assert all(f"| `{column.key}` | {column.title} |" in text for column in table.columns)
    assert all(f"| `{name}` |" in text for name in FORMATS)
    howto = (ROOT / "docs/howto.md").read_text()
    assert all(f"`{name}`" in howto for name in FORMATS)


def test_every_place_in_the_table_of_rfcs_exists():
    rows = [line.split("|") for line in (ROOT / "RFCs.md").read_text().splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 10
    for row in rows:
        for place in re.findall(r"`([^`]+)`", row[4]):
            assert list((ROOT / "src/netwright").glob(place)), f"RFC {row[1].strip()}: {place}"


def test_every_check_and_example_has_text():
    from netwright.check import CHECKS

    assert all(check.__doc__ for check in CHECKS.values()), [n for n, c in CHECKS.items() if not c.__doc__]
    names = {name for name, _ in generate.examples()}
    assert names == {p.parent.name for p in ROOT.glob("examples/*/topology.yml")}
