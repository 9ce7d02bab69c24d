"""Selectors against an evaluator that knows no tree, and the index against asking everything."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.cluster.selectors import LabelIndex, SelectorError, parse_selector

KEYS = st.sampled_from(["color", "rack", "pcns.team", "in", "a/b.c"])
VALUES = st.sampled_from(["", "red", "blue", "re", "d", 'say "x"', "r-1"])
LABELS = st.dictionaries(KEYS, VALUES)
SPACE = st.sampled_from(["", " ", "  ", "\n"])


def _quoted(value: str, single: bool) -> str:
    return f"'{value}'" if single or '"' in value else f'"{value}"'


@st.composite
def _leaf(draw: st.DrawFn) -> tuple[str, str]:
    """Text of a simple selector, and a Python expression over `l` (the labels) that means the same."""
    key, value, gap, single = draw(KEYS), draw(VALUES), draw(SPACE), draw(st.booleans())
    values = draw(st.lists(VALUES, max_size=3))
    string, braces = _quoted(value, single), "{" + ",".join(_quoted(v, single) for v in values) + "}"
    return draw(
        st.sampled_from(
            [
                (f"all({gap})", "True"),
                ("global()", "True"),
                (f"has({gap}{key}{gap})", f"{key!r} in l"),
                (f"{key}{gap}=={gap}{string}", f"({key!r} in l and l[{key!r}] == {value!r})"),
                (f"{key}{gap}!={gap}{string}", f"not ({key!r} in l and l[{key!r}] == {value!r})"),
                (f"{key} in{gap}{braces}", f"({key!r} in l and l[{key!r}] in {values!r})"),
                (f"{key} not in{gap}{braces}", f"not ({key!r} in l and l[{key!r}] in {values!r})"),
                (f"{key} contains{gap}{string}", f"({key!r} in l and l[{key!r}].find({value!r}) >= 0)"),
                (
                    f"{key} starts with{gap}{string}",
                    f"({key!r} in l and l[{key!r}][:{len(value)}] == {value!r})",
                ),
                (
                    f"{key} ends with{gap}{string}",
                    f"({key!r} in l and l[{key!r}][len(l[{key!r}]) - {len(value)}:] == {value!r}"
                    f" and len(l[{key!r}]) >= {len(value)})",
                ),
            ]
        )
    )


def _joined(parts: list[tuple[str, str]], symbol: str, word: str, gap: str) -> tuple[str, str]:
    text = f"{gap}{symbol}{gap}".join(p[0] for p in parts)
    return text, f" {word} ".join(f"({p[1]})" for p in parts)


def _bigger(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    parenthesised = st.builds(lambda part, gap: (f"({gap}{part[0]}{gap})", part[1]), inner, SPACE)
    negated = st.builds(lambda part: (f"!{part[0]}", f"not ({part[1]})"), parenthesised)
    conjunctions = st.builds(
        lambda parts, gap: _joined(parts, "&&", "and", gap),
        st.lists(parenthesised | _leaf(), min_size=2, max_size=3),
        SPACE,
    )
    alternatives = st.builds(
        lambda parts, gap: _joined(parts, "||", "or", gap),
        st.lists(conjunctions | parenthesised | _leaf(), min_size=2, max_size=3),
        SPACE,
    )
    return parenthesised | negated | conjunctions | alternatives


SELECTORS = st.recursive(_leaf(), _bigger, max_leaves=8)


@given(SELECTORS, LABELS)
def test_means_what_the_naive_evaluator_says(selector: tuple[str, str], labels: dict[str, str]) -> None:
    text, expression = selector
    assert parse_selector(text).evaluate(labels) is eval(expression, {"l": labels})


@given(SELECTORS, LABELS)
def test_canonical_text_is_a_fixed_point(selector: tuple[str, str], labels: dict[str, str]) -> None:
    tree = parse_selector(selector[0])
    again = parse_selector(tree.text())
    assert again == tree
    assert again.evaluate(labels) is tree.evaluate(labels)


@given(SELECTORS, st.dictionaries(st.text("nopq", min_size=1, max_size=3), LABELS, max_size=12))
def test_index_finds_what_asking_everything_finds(selector: tuple[str, str], things: dict[str, dict[str, str]]) -> None:
    tree = parse_selector(selector[0])
    expected = sorted(name for name, labels in things.items() if tree.evaluate(labels))
    assert list(LabelIndex(things).select(tree)) == expected


@settings(max_examples=500)
@given(st.text("ab =!&|(){},'\"ihasnotcle", max_size=30))
def test_any_text_is_a_selector_or_an_error_within_it(text: str) -> None:
    if (error := _mistake(text)) is not None:
        assert 1 <= error.column <= len(text) + 1
        assert not re.search(r"Token|None", error.message)


def _mistake(text: str) -> SelectorError | None:
    try:
        parse_selector(text)
    except SelectorError as error:
        return error
    return None
