"""YAML that both generations of readers understand alike."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.render.documents import json_text, yaml_text

TEXTS = [
    "65000:10", "190:20:30", "12:30:45.5", "1e3", "12e03", "1.5e3", "0o17", "017", "08", "0x1F", "0b11", "1_000", "+1",
    "on", "off", "y", "N", "yes", "No", "true", "~", "null", "", ".inf", ".NaN", "2026-01-02", "=", "<<", "-", "- x",
    "a: b", "#x", "x #y", "@x", "`x", "%x", "&x", "*x", "!x", "|", " lead", "trail ", "line\nline", "line \nline",
    "x\ty", "\u00e9", "00:00:5e:00:01:01", "10:20:30:40:50:55", "2001:db8::1/64", "10.0.0.1/32", "49.0001", "1.2.3",
]  # fmt: skip
_CORE_SCHEMA = re.compile(
    r"null|Null|NULL|~|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
"""Plain scalars that are no strings in YAML 1.2 (section 10.3.2)."""


@pytest.mark.parametrize("text", TEXTS)
def test_texts_stay_texts(text: str) -> None:
    written = yaml_text({"value": text, text: "key"})
    assert yaml.safe_load(written) == {"value": text, text: "key"}
    assert yaml.safe_load(yaml_text(text)) == text
    first = written.splitlines()[0].removeprefix("value: ")
    assert not _CORE_SCHEMA.fullmatch(first)


def test_numbers_and_booleans_are_not_quoted() -> None:
    assert yaml_text({"a": 1, "b": True, "c": None, "d": 1.5}) == "a: 1\nb: true\nc: null\nd: 1.5\n"


def test_shared_parts_are_written_twice() -> None:
    shared = {"x": [1]}
    assert "&" not in yaml_text([shared, shared])


def test_json() -> None:
    assert json.loads(json_text({"a": (1, 2)})) == {"a": [1, 2]}
    assert json_text({}).endswith("}\n")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=("Cs",))) | st.sampled_from(TEXTS),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), inner, max_size=4),
        max_leaves=12,
    )
)  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_whatever_is_written_is_read(data: object) -> None:
    written = yaml_text(data)
    assert yaml.safe_load(written) == data
    assert yaml.load(written, Loader=yaml.CSafeLoader) == data


def test_layout() -> None:
    data = {"a": {"b": [1, {"c": 2, "d": []}, [3, 4]], "e": {}}, "text": "one\n\n two\n", "cut": "x\ny", "f": 1e300}
    assert yaml_text(data) == (
        "a:\n  b:\n    - 1\n    - c: 2\n      d: []\n    - - 3\n      - 4\n  e: {}\n"
        "text: |\n  one\n\n   two\ncut: |-\n  x\n  y\nf: 1.0e+300\n"
    )
