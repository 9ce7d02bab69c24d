"""From one frr.conf to another while daemons run: what is said to vtysh.

Owns: the lines that take settings away and add others. Must not: run anything. FRR reads a file as additions only, so
what is gone has to be taken back with `no`; lines that are in both files are not said, and their sessions stay. A
script says both: what cannot be taken back is printed, what cannot be added is a failure.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import TypeAlias

from ...model import NodePlan, Snippet
from ...model.snippets import HARMLESS, REFUSAL
from .plan import CONFIGURATION

Tree: TypeAlias = "dict[str, Tree]"
"""Lines with what stands below them."""
_PEER = re.compile(r"neighbor (\S+) (interface (v6only )?)?(remote-as \S+|peer-group)$")
"""The line that makes a BGP neighbour, or a group of them."""
_STAYS = ("interface ", "address-family ", "vrf ", "segment-routing", "frr defaults", "hostname ")
"""Contexts and lines that cannot be taken back themselves; what is below them can."""
_BARE = ("description ",)
"""Settings that are taken back without their value."""
_SCRIPT = """\
#!/bin/sh
say() {{ vtysh -f "$1" 2>&1 | grep -Ev '{harmless}' | grep -E '{refusal}'; }}
cat > /tmp/.netwright/less.conf <<'NETWRIGHT'
{less}NETWRIGHT
cat > /tmp/.netwright/more.conf <<'NETWRIGHT'
{more}NETWRIGHT
[ -s /tmp/.netwright/less.conf ] && say /tmp/.netwright/less.conf
[ -s /tmp/.netwright/more.conf ] || exit 0
! say /tmp/.netwright/more.conf
"""


def change_snippet(before: NodePlan, after: NodePlan) -> Snippet | None:
    """A script that makes running daemons have the new configuration; None when it is the same."""
    old, new = (_configuration(node) for node in (before, after))
    interfaces = {interface.name for interface in after.interfaces}
    less, more = "".join(_less(old, new, interfaces)), "".join(_more(old, new))
    if not less and not more:
        return None
    text = _SCRIPT.format(less=less, more=more, harmless=HARMLESS, refusal=REFUSAL["vtysh"])
    return Snippet(name="changes", kind="shell", text=text)


def _configuration(node: NodePlan) -> Tree:
    return read_tree(next((file.content for file in node.files if file.path == CONFIGURATION), ""))


def read_tree(text: str) -> Tree:
    """Contexts by indentation; one that comes twice is one."""
    root: Tree = {}
    stack: list[tuple[int, Tree]] = [(-1, root)]
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith(("!", "exit", "end")):
            continue
        depth = len(line) - len(line.lstrip())
        while stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, stack[-1][1].setdefault(words, {})))
    return root


# -- less ------------------------------------------------------------------------------------------------------


def _less(old: Tree, new: Tree, interfaces: Container[str], indent: str = "") -> Iterator[str]:
    """What takes back what the new tree lacks, the last first: it stands on what came before.

    FRR forgets interfaces that no longer exist as a whole.
    """
    gone = _gone_peers(old, new)
    for line, below in reversed(old.items()):
        kind, _, name = line.partition(" ")
        if _is_about(line, gone):
            continue
        if kind == "interface" and not indent and name not in interfaces:
            yield f"no {line}\n"
            continue
        if line in new or line.startswith(_STAYS):
            inner = [*_less(_without(below, gone), new.get(line, {}), interfaces, indent + " ")]
            yield from _within(line, inner, indent)
        elif not _is_made_again(line, new):
            yield f"{indent}{_negated(line)}\n"
    yield from (f"{indent}no neighbor {peer}\n" for peer in gone.values())


def _within(line: str, inner: list[str], indent: str) -> Iterator[str]:
    if inner:
        yield f"{indent}{line}\n"
        yield from inner
        yield f"{indent}exit\n"


def _negated(line: str) -> str:
    if line.startswith(_BARE):
        return f"no {line.split()[0]}"
    return line.removeprefix("no ") if line.startswith("no ") else f"no {line}"


def _peers(tree: Tree) -> dict[str, str]:
    """Neighbours a context makes: name -> what takes one away."""
    found = {}
    for line in tree:
        match = _PEER.match(line)
        if match:
            end = " interface" if match[2] else " peer-group" if match[4] == "peer-group" else ""
            found[match[1]] = match[1] + end
    return found


def _gone_peers(old: Tree, new: Tree) -> dict[str, str]:
    kept = _peers(new)
    return {name: words for name, words in _peers(old).items() if name not in kept}


def _is_about(line: str, peers: Mapping[str, str]) -> bool:
    """A line of a neighbour that goes with all of its lines."""
    words = line.removeprefix("no ").split()
    return words[0] == "neighbor" and words[1] in peers


def _without(tree: Tree, peers: Mapping[str, str]) -> Tree:
    return {line: below for line, below in tree.items() if not _is_about(line, peers)}


def _is_made_again(line: str, new: Tree) -> bool:
    """Another AS of a neighbour replaces the old one; without it all lines of the neighbour would go."""
    match = _PEER.match(line)
    return match is not None and match[1] in _peers(new)


# -- more ------------------------------------------------------------------------------------------------------


def _more(old: Tree, new: Tree, indent: str = "") -> Iterator[str]:
    """Lines the old tree lacks, within their contexts."""
    for line, below in new.items():
        known = old.get(line)
        if known is None and not below:
            yield f"{indent}{line}\n"
            continue
        inner = [*_more(known or {}, below, indent + " ")]
        if known is None or inner:
            yield f"{indent}{line}\n"
            yield from inner
            yield f"{indent}exit\n"
