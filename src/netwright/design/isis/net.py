"""Network entity titles: area, system id, selector.

Owns: their text. Must not: know nodes. Source: ISO 10589 section 7.1.4; ISO 8348 for the notation.
"""

from __future__ import annotations

from typing import NamedTuple

SYSTEM_ID_DIGITS = 12
SELECTOR = "00"


class Net(NamedTuple):
    """The parts of a network entity title, as text."""

    area: str
    system_id: str

    @property
    def text(self) -> str:
        return f"{self.area}.{self.system_id}.{SELECTOR}"


def generated(area: str, node_id: int) -> Net:
    """The title of a node: its id, in decimal digits, is the system id."""
    return Net(dotted(area), _grouped(f"{node_id:0{SYSTEM_ID_DIGITS}d}"))


def parsed(net: str) -> Net | None:
    """A title as the user wrote it; None when its selector is not 00."""
    digits = net.replace(".", "").lower()
    end = len(digits) - len(SELECTOR)
    if digits[end:] != SELECTOR:
        return None
    start = end - SYSTEM_ID_DIGITS
    return Net(dotted(digits[:start]), _grouped(digits[start:end]))


def dotted(area: str) -> str:
    """An area address in the usual notation: one octet (two, of an even number), then groups of two."""
    digits = area.replace(".", "").lower()
    first = 2 if len(digits) % 4 else 4
    return ".".join(part for part in (digits[:first], _grouped(digits[first:])) if part)


def _grouped(digits: str) -> str:
    return ".".join(digits[i : i + 4] for i in range(0, len(digits), 4))
