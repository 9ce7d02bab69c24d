"""Colours that can be read: parsing, contrast, and the nearest colour that has enough of it.

Owns the arithmetic of WCAG 2.2 (relative luminance, contrast ratio: success criteria 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from functools import lru_cache

from .named import NAMED

Rgb = tuple[int, int, int]

TEXT_RATIO = 4.5
LINE_RATIO = 3.0
BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)

_HEX = re.compile(r"#(?:([0-9a-f]{3})[0-9a-f]?|([0-9a-f]{6})(?:[0-9a-f]{2})?)$")
"""With or without transparency, which is left out."""
_GRAY = re.compile(r"gr[ae]y(\d{1,3})$")
_NUMBERED = re.compile(r"([a-z]+)([1-4])$")
_SHADES = (1.0, 0.93, 0.8, 0.55)
"""X11 colours numbered 1 to 4: the plain colour and three darker ones."""


def parse(text: str) -> Rgb | None:
    """A colour by its name (CSS, and Graphviz' numbered ones) or digits; None for what is neither."""
    name = text.strip().lower()
    digits = NAMED.get(name)
    if digits is None and (gray := _GRAY.match(name)) and int(gray[1]) <= 100:
        level = round(int(gray[1]) * 2.55)
        return level, level, level
    if digits is None and (numbered := _NUMBERED.match(name)) and numbered[1] in NAMED:
        return mix(BLACK, _bytes(NAMED[numbered[1]]), _SHADES[int(numbered[2]) - 1])
    if digits is None:
        match = _HEX.match(name)
        if match is None:
            return None
        digits = match[2] or "".join(2 * digit for digit in match[1])
    return _bytes(digits)


def _bytes(digits: str) -> Rgb:
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def css(color: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the other colour in one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def luminance(color: Rgb) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def on(background: Rgb) -> Rgb:
    """Black or white, whichever is easier to read on a colour; one of them always has more than 4.5."""
    dark: Rgb = (17, 20, 24)
    light = BLACK if contrast(dark, background) < TEXT_RATIO else dark
    return WHITE if contrast(WHITE, background) > contrast(light, background) else light


@lru_cache(maxsize=4096)
def readable(color: Rgb, background: Rgb, ratio: float) -> Rgb:
    """The colour, made darker or lighter as far as the contrast asks for."""
    goal = on(background)
    for step in range(21):
        mixed = mix(color, goal, step / 20)
        if contrast(mixed, background) >= ratio:
            return mixed
    return goal
