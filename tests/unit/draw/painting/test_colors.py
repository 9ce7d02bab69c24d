"""Colours: parsing, contrast by WCAG, and colours made readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwright.draw.painting.colors import LINE_RATIO, TEXT_RATIO, contrast, css, on, parse, readable

BYTE = st.integers(0, 255)
COLOR = st.tuples(BYTE, BYTE, BYTE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#ff9f01", "#ff9f01"),
        ("#F80", "#ff8800"),
        ("#ff9f0180", "#ff9f01"),
        ("Red", "#ff0000"),
        ("lightblue", "#add8e6"),
        ("gray20", "#333333"),
        ("red3", "#cc0000"),
        ("no such colour", None),
        ("#12345", None),
        ("red;}</style>", None),
        ("", None),
    ],
)
def test_parse(text: str, expected: str | None) -> None:
    found = parse(text)
    assert (None if found is None else css(found)) == expected


def test_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@given(COLOR)
def test_black_or_white_is_readable_on_every_colour(color: tuple[int, int, int]) -> None:
    assert contrast(on(color), color) >= TEXT_RATIO


@given(COLOR, COLOR, st.sampled_from([LINE_RATIO, TEXT_RATIO]))
def test_readable(color: tuple[int, int, int], background: tuple[int, int, int], ratio: float) -> None:
    found = readable(color, background, ratio)
    assert contrast(found, background) >= ratio
    if contrast(color, background) >= ratio:
        assert found == color
