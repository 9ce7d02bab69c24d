"""Formats of reports: what readers and programs rely on."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from netwright.reports import WRITERS, Column, Report, Table
from netwright.reports.writers.text import width

COLUMNS = (
    Column("name", "Name", "A name"),
    Column("count", "Count", "How many", "number"),
    Column("flag", "Flag", "Whether", "flag"),
    Column("list", "List", "Several", "list"),
    Column("void", "Void", "Never anything"),
)
NASTY = 'a|b, "c" <script>&*_x_ `d` \\e'
ROWS = (
    (NASTY, 1, True, ("one", "two"), None),
    ("日本", 20, False, (), None),
    ("two\nlines", None, None, tuple(f"node{i}" for i in range(30)), None),
)


def report(*tables: Table) -> Report:
    return Report(name="test", title="Test", network="lab", tables=tables, empty="Nothing here.")


ONE = report(Table("only", "Only", COLUMNS, ROWS))
TWO = report(
    Table("first", "First", COLUMNS[:2], (("a", 1),)),
    Table("second", "Second", COLUMNS[1:4], ((2, True, ("x y", "z")),)),
)
NONE = report(Table("only", "Only", COLUMNS, ()))


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("made", [ONE, TWO, NONE], ids=["one", "two", "none"])
def test_texts_end_with_a_line_feed(write, made):
    text = write(made)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("format", ["text", "html", "markdown"])
def test_an_empty_report_says_why(format):
    assert "Nothing here." in WRITERS[format](NONE)


def test_text_is_aligned():
    lines = WRITERS["text"](ONE).splitlines()
    assert lines[0] == "Test: lab"
    head, rule = lines[2], lines[3]
    assert "Void" not in head
    starts = [match.start() for match in re.finditer(r"-+", rule)]
    row = next(line for line in lines if line.startswith("日本"))
    assert width(row[: row.index("20")]) == starts[1] + len("Count") - len("20")
    assert "two lines" in "\n".join(lines)
    assert max(map(width, lines)) < 130
    assert sum("node" in line for line in lines) > 3
    assert width("e\u0301") == 1


def test_markdown_cells_mean_themselves():
    text = WRITERS["markdown"](ONE)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(ROWS)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert "\\<script\\>" in text
    assert rows[1] == "| --- | ---: | --- | --- |"
    assert "## First" in WRITERS["markdown"](TWO)


def test_csv_is_rectangular_and_reads_back():
    text = WRITERS["csv"](ONE)
    assert text.count("\r\n") == 4
    assert "\n" in text.replace("\r\n", "")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in found] == [row[0] for row in ROWS]
    assert (found[0]["flag"], found[1]["flag"], found[0]["list"], found[0]["void"]) == ("true", "false", "one;two", "")
    several = list(csv.reader(io.StringIO(WRITERS["csv"](TWO), newline="")))
    assert several == [
        ["table", "name", "count", "flag", "list"],
        ["first", "a", "1", "", ""],
        ["second", "", "2", "true", "x y;z"],
    ]


def test_json_has_every_key_in_every_row():
    data = json.loads(WRITERS["json"](ONE))
    assert (data["report"], data["network"]) == ("test", "lab")
    assert data["tables"]["only"][0] == {
        "name": NASTY,
        "count": 1,
        "flag": True,
        "list": ["one", "two"],
        "void": None,
    }
    assert {tuple(row) for row in data["tables"]["only"]} == {("name", "count", "flag", "list", "void")}
    assert json.loads(WRITERS["json"](NONE))["tables"] == {"only": []}


class Page(HTMLParser):
    """Elements of a page that must balance, and what they say."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_html_is_self_contained_and_accessible():
    page = Page(WRITERS["html"](ONE))
    assert page.stack == []
    assert NASTY in page.texts
    tags = [tag for tag, _ in page.seen]
    assert not {"script", "link", "img", "iframe"} & set(tags)
    attributes = dict(page.seen)
    assert attributes["html"]["lang"] == "en"
    assert [a.get("scope") for tag, a in page.seen if tag == "th"].count("col") == 4
    assert [a.get("scope") for tag, a in page.seen if tag == "th"].count("row") == len(ROWS)
    region = next(a for tag, a in page.seen if a.get("role") == "region")
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] in {a.get("id") for _, a in page.seen}
    assert "prefers-color-scheme: dark" in "".join(page.texts)
