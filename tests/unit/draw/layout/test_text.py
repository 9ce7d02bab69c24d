"""Widths of text come from the table, for every character."""

from __future__ import annotations

import pytest

from netwright.draw.layout.text import LINE, text_size, text_width


def test_known_widths() -> None:
    assert text_width("10.0.0.1/32", 10) == pytest.approx((7 * 556 + 3 * 278 + 278) * 10 / 1000 * 1.03, abs=0.01)
    assert text_width("spine", 10, bold=True) > text_width("spine", 10)


def test_wide_combining_and_unknown_characters() -> None:
    assert text_width("\u5b57", 10) == pytest.approx(10.3)
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("\u0431", 10) == pytest.approx(6.18)


def test_lines() -> None:
    width, height = text_size(("a", "longer line"), 10)
    assert width == text_width("longer line", 10)
    assert height == 2 * 10 * LINE
    assert text_size((), 10) == (0, 0)
