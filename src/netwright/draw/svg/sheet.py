"""The style sheet of one SVG: classes made on demand, each with a light and a dark form.

Owns class names; the same paint always gives the same class, so that ten thousand equal links share one rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..painting import Pair, Rgb, css
from ..picture import Theme


class Sheet:
    def __init__(self) -> None:
        self._classes: dict[tuple[tuple[tuple[str, Pair], ...], str], str] = {}

    def paint(self, colors: Sequence[tuple[str, Pair]], plain: str = "") -> str:
        """Class for colours by property (`fill`, `stroke`) and declarations that are the same in both forms."""
        return self._classes.setdefault((tuple(colors), plain), f"k{len(self._classes)}")

    def text(self, scope: str, base: Sequence[str], theme: Theme) -> str:
        """The rules; `scope` is the selector of the SVG, so that pictures in one page do not mix."""
        lines = [f"{scope} {rule}" for rule in base]
        dark: list[str] = []
        for (colors, plain), name in self._classes.items():
            index = 1 if theme == "dark" else 0
            lines.append(self._rule(scope, name, [(prop, pair[index]) for prop, pair in colors], plain))
            changed = [(prop, pair[1]) for prop, pair in colors if pair[0] != pair[1]]
            if changed:
                dark.append(self._rule(scope, name, changed, ""))
        if theme == "auto" and dark:
            lines += ["@media (prefers-color-scheme: dark) {", *dark, "}"]
        return "\n".join(lines)

    @staticmethod
    def _rule(scope: str, name: str, colors: Sequence[tuple[str, Rgb]], plain: str) -> str:
        declarations = [f"{prop}:{css(color)}" for prop, color in colors] + ([plain] if plain else [])
        return f"{scope} .{name}{{{';'.join(declarations)}}}"
