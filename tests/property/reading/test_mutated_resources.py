"""Whatever resources say, reading them collects problems and raises nothing, and says the same twice."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.cluster.crds import check_crds, read_crds
from netwright.cluster.resources import read_documents, read_paths, read_resources
from netwright.errors import InputError, Problems
from netwright.source import MemoryFiles

from .resource_samples import CRD, SAMPLES

VALUES = (
    *("3", "-1", "1.10", "99999999999999999999", "true", "''", "[]", "{}", "null", "[[a], {b: 1}]", "{x: [1]}"),
    *("~(", "&z 1", "*z", "!t [x]", "- ", "\t", "<<: ", ".nan"),
    *("10.0.0.0/8", "fd00::1", "all()", "'['", "'1:2'", "2Gi", '"\\udc00"'),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sample with words replaced and lines dropped or repeated."""
    lines = draw(st.sampled_from(SAMPLES)).splitlines()
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("value", "word", "drop", "repeat", "text")))
        line = lines[at]
        if kind == "value":
            lines[at] = line.partition(":")[0] + ": " + draw(st.sampled_from(VALUES))
        elif kind == "word":
            words = line.split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(VALUES))
            lines[at] = " ".join(words)
        elif kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "repeat":
            lines.insert(at, line)
        else:
            lines[at] = line + draw(st.text(max_size=5))
    return "\n".join(lines)


@st.composite
def grafted(draw: st.DrawFn) -> str:
    """A sample as JSON in which one value, anywhere, is another one."""
    problems = Problems()
    documents = read_documents(draw(st.sampled_from(SAMPLES)), "r.yml", problems)
    tree = json.loads(json.dumps(draw(st.sampled_from(documents)).tree))
    holders: list[tuple[Any, Any]] = []
    pending = [tree]
    while pending:
        item = pending.pop()
        keys = list(item) if isinstance(item, dict) else range(len(item))
        holders += [(item, key) for key in keys]
        pending += [item[key] for key in keys if isinstance(item[key], (dict, list))]
    holder, key = draw(st.sampled_from(holders))
    holder[key] = draw(JSON)
    return json.dumps(tree)


def read(text: str) -> tuple[Any, tuple[Any, ...]]:
    problems = Problems()
    documents = read_paths(["/r/resources.yml"], MemoryFiles({"/r/resources.yml": text}), problems)
    resources = read_resources(documents, problems)
    repr(resources)
    try:
        problems.raise_errors()
    except InputError:
        assert problems.errors
    return resources, tuple(problems)


def test_samples_are_fine() -> None:
    for sample in SAMPLES:
        assert read(sample)[1] == ()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(mutated())
def test_reading_only_collects_problems(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(grafted())
def test_any_value_anywhere(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mutated() | grafted())
def test_validation_by_crds_only_collects_problems(text: str) -> None:
    problems = Problems()
    crds = read_crds(read_documents(CRD, "crd.yml", problems), problems)
    assert list(problems) == []
    check_crds(read_documents(text, "r.yml", Problems()), crds, problems)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(VALUES)), min_size=1, max_size=4))
def test_any_definition(changes: list[tuple[int, str]]) -> None:
    lines = CRD.splitlines()
    for at, value in changes:
        line = lines[at % len(lines)]
        lines[at % len(lines)] = line.partition(":")[0] + ": " + value
    problems = Problems()
    crds = read_crds(read_documents("\n".join(lines), "crd.yml", problems), problems)
    for sample in SAMPLES:
        check_crds(read_documents(sample, "r.yml", problems), crds, problems)
