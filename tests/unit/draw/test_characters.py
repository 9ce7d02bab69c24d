"""What no picture can hold is told from what it can, the same way in every engine."""

from __future__ import annotations

import pytest

from netwright.draw import ENGINES, EngineOptions
from netwright.draw.picture import Picture

from .pictures import node


@pytest.mark.parametrize("engine", ["graphviz", "d2", "mermaid", "svg"])
@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_forbidden_characters_are_replaced(engine, character):
    made = Picture(title=f"a{character}b", type="topology", nodes=(node("r1"),), edges=())
    text = ENGINES[engine].write(made, EngineOptions())
    assert character not in text
    assert "a\ufffdb" in text
