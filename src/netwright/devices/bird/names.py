"""Symbols of a BIRD configuration: letters, digits and underscores, unique within a node.

Owns: spelling. Must not: know protocols. Source: BIRD user's guide, section 3.1 (symbols).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...addr import Family

_BAD = re.compile(r"[^A-Za-z0-9_]")


def symbol(*parts: object) -> str:
    """A legal symbol of joined parts (two names that differ only in punctuation may collide)."""
    return _BAD.sub("_", "_".join(str(part) for part in parts))


class TableNames(NamedTuple):
    """Names of the tables and protocols that belong to one routing table: the global one (None) or a VRF's.

    Tables of VRFs begin with another word than any protocol, and end with the VRF's name.
    """

    vrf: str | None = None

    def main(self, family: Family) -> str:
        """The table that is the kernel's."""
        return f"master{family}" if self.vrf is None else f"vrf{family}_{self.vrf}"

    def bgp(self, family: Family) -> str:
        return f"bgp{family}" if self.vrf is None else f"bgp{family}_{self.vrf}"

    def name(self, *parts: object) -> str:
        """A protocol, or a table of its own."""
        return symbol(*parts) if self.vrf is None else symbol(*parts, self.vrf)


class Symbols:
    """Legal symbols, the same for the same parts and never shared by different ones."""

    __slots__ = ("_names", "_taken")

    def __init__(self) -> None:
        self._names: dict[tuple[object, ...], str] = {}
        self._taken: set[str] = set()

    def get(self, *parts: object) -> str:
        known = self._names.get(parts)
        if known is None:
            base = known = symbol(*parts)
            number = 2
            while known in self._taken:
                known = f"{base}_{number}"
                number += 1
            self._taken.add(known)
            self._names[parts] = known
        return known

    def fresh(self, *parts: object) -> str:
        """A symbol nobody has, even when the parts were asked for before."""
        number = 1
        while True:
            name = symbol(*parts) if number == 1 else symbol(*parts, number)
            if name not in self._taken:
                self._taken.add(name)
                return name
            number += 1


def quoted(text: str) -> str:
    """A string literal; BIRD has no escapes, so quotes and control characters are replaced."""
    return '"' + "".join("'" if c == '"' else c if c.isprintable() else " " for c in text) + '"'
