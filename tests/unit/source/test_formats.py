"""Format strings of generated names: what they give, what they refuse."""

from __future__ import annotations

import pytest

from netwright.source.formats import evaluate, is_format


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("leaf", "leaf"),
        ("leaf-{count}", "leaf-3"),
        ("{65000 + count}", "65003"),
        ("{count:02d}{{x}}", "03{x}"),
        ("{name[:4]}-{count:>{2}}", "long- 3"),
        ("{chr(96+count)}{-count}", "c-3"),
        ("{'odd' if count % 2 == 1 else 'even'}", "odd"),
        ("{name[0]}", "l"),
    ],
)
def test_evaluated(template: str, expected: str) -> None:
    assert evaluate(template, {"count": 3, "name": "longname"}) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{",
        "{}",
        "{rack}",
        "{count.real}",
        "{count ** 9}",
        "{name * 9}",
        "{count:999999999d}",
        "{[count]}",
        "{open('x')}",
        "{__import__('os')}",
        "{count!r}",
        "{chr(-1)}",
        "{count // 0}",
        "{name[9:]}{name[99]}",
        "{9223372036854775807 * 9223372036854775807}",
        "{" * 301,
    ],
)
def test_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"format string|cannot be evaluated"):
        evaluate(template, {"count": 3, "name": "longname"})


def test_only_text_with_braces_is_a_format() -> None:
    assert is_format("a{count}")
    assert not is_format("a")
    assert not is_format(3)
