"""Which nodes a command means: names, wildcards, groups, comma lists, `~regex`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from ..errors import NOWHERE, InputError, Problem, nearest
from ..model import Network


def match_nodes(network: Network, patterns: str | Iterable[str] | None) -> tuple[str, ...]:
    """Node names in topology order; None or `all` is every node. Raises InputError for what matches nothing."""
    if patterns is None:
        return tuple(network.nodes)
    asked = [patterns] if isinstance(patterns, str) else list(patterns)
    words = [word for item in asked for word in ([item] if item.startswith("~") else item.split(",")) if word]
    chosen: set[str] = set()
    problems = []
    for word in words:
        found = _matching(network, word)
        if not found:
            known = [*network.nodes, *network.groups]
            hint = nearest(word, known) or f"nodes: {', '.join(list(network.nodes)[:12])}"
            problems.append(Problem("unknown-node", f"no node or group matches `{word}`", NOWHERE, hint))
        chosen |= found
    if problems:
        raise InputError(problems)
    return tuple(name for name in network.nodes if name in chosen)


def _matching(network: Network, word: str) -> set[str]:
    if word in network.nodes:
        return {word}
    if word == "all":
        return set(network.nodes)
    if word in network.groups:
        return set(network.groups[word].members)
    if word.startswith("~"):
        try:
            pattern = re.compile(word[1:])
        except re.error as error:
            raise InputError([Problem("wrong-pattern", f"`{word}` is no regular expression: {error}")]) from None
        return {name for name in network.nodes if pattern.search(name)}
    return {name for name in network.nodes if fnmatchcase(name, word)}
