"""A hypothesis backend that draws by chance alone.

The usual one now and then draws numbers it finds in the project's own modules, so that a change of any file, or
another order of imports, would change which topologies a seed stands for. Source: hypothesis, "Alternative backends".
"""

from __future__ import annotations

from typing import Any

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

BACKEND = "topologies"


class ByChance(HypothesisProvider):
    """Draws no constants of the project."""

    def _maybe_draw_constant(self, *arguments: Any, **options: Any) -> None:
        return None


AVAILABLE_PROVIDERS[BACKEND] = ByChance
