"""Starters of every size design without a remark, smell of nothing, and say how they were made."""

from __future__ import annotations

import re
import shlex
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from netwright import InputError, lint_topology, load_topology
from netwright.cli.commands.authoring import new
from netwright.errors import Problems
from netwright.model.tree import to_plain
from netwright.schema.export import json_schema
from netwright.source.yaml import read_yaml
from netwright.starters import KINDS, Parameter, starter_text


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def one(parameter: Parameter) -> st.SearchStrategy[int | str]:
    if parameter.words:
        return st.sampled_from(parameter.words)
    return st.integers(parameter.low, min(parameter.high, 6))


@st.composite
def starters(draw: st.DrawFn) -> tuple[str, dict[str, int | str]]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    values = {key: draw(one(parameter)) for key, parameter in KINDS[kind].parameters.items()}
    if values.get("routing") == "evpn":
        values["device"] = "frr"
        values["hosts"] = max(1, int(values["hosts"]))
    return kind, values


@settings(max_examples=30, deadline=None)
@given(starters())
def test_every_size_designs_and_smells_of_nothing(starter: tuple[str, dict[str, int | str]]) -> None:
    check(*starter)


@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_one(kind: str) -> None:
    check(kind, {key: p.default if p.words else p.high for key, p in KINDS[kind].parameters.items()})


def check(kind: str, values: dict[str, int | str]) -> None:
    text = starter_text(kind, values)
    network = load_topology("-", text=text)
    assert network.notices == ()
    assert [str(found) for found in lint_topology("-", text=text)] == []
    assert network.validate
    assert {node.device for node in network.nodes.values()} >= {values["device"]}


@pytest.mark.parametrize("kind", KINDS)
def test_the_text(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(re, "_MAXCACHE", 20_000)
    text = starter_text(kind, {})
    lines = text.splitlines()
    assert text.endswith("\n")
    assert all(len(line) <= 120 and line == line.rstrip() for line in lines)
    assert sum("#" in line for line in lines) >= 12
    assert validator().is_valid(to_plain(read_yaml(text, "topology.yml", Problems())))


@pytest.mark.parametrize("kind", KINDS)
def test_its_command_makes_it_again(kind: str) -> None:
    text = starter_text(kind, {})
    words = shlex.split(re.search(r"# Made by: netwright new (.+)", text)[1])
    given = dict(zip((w[2:].replace("-", "_") for w in words[1::2]), words[2::2], strict=True))
    assert words[0] == kind
    assert starter_text(kind, given) == text


@pytest.mark.parametrize(
    ("kind", "values", "messages"),
    [
        ("isp", {"cores": 1}, ["`cores` must be a number from 2 to 32, found `1`"]),
        ("isp", {"cores": "many", "edges": -1}, ["`cores` must be", "`edges` must be"]),
        ("isp", {"spines": 2}, ["`spines` is no parameter of `isp`"]),
        ("leaf-spine", {"device": "eos"}, ["`device` must be one of `frr`, `bird`"]),
        ("leaf-spine", {"device": "bird", "routing": "evpn"}, ["EVPN between BIRD routers"]),
        ("leaf-spine", {"hosts": 0, "routing": "evpn"}, ["EVPN stretches"]),
        ("leafspine", {}, ["no kind of topology is called `leafspine`"]),
    ],
)
def test_wrong_values(kind: str, values: dict[str, object], messages: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        starter_text(kind, values)
    found = [problem.message for problem in caught.value.problems]
    assert len(found) == len(messages)
    assert all(text in message for text, message in zip(messages, found, strict=True))


def test_every_parameter_is_an_option() -> None:
    parameters = {key for kind in KINDS.values() for key in kind.parameters}
    others = {"kind", "output", "force", "yes", "return"}
    assert set(new.__annotations__) - others == parameters


def test_questions_have_good_defaults() -> None:
    for kind in KINDS.values():
        for parameter in kind.parameters.values():
            assert parameter.default in parameter.words or parameter.low <= int(parameter.default) <= parameter.high
