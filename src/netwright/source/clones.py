"""`node.clone`: nodes with `clone` become several, with their links and memberships.

Owns: nodes, group members and links of the plugin `node.clone`. Must not: apply groups or allocate.
Source: the format's "Dealing with Large Amounts of Identical Devices"; order and numbers were measured on its
behaviour: a clone's `id` is the original's plus the distance from the first clone; clones come after the other nodes
and links, one original after the other; the other end of a link gets the next `ifindex` for every clone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import Problems, Span
from ..model import Map, Seq, copy_tree, merge_missing
from ..schema.clone import CLONE, NAMES, PATTERN
from ..schema.types import read_attribute
from .formats import evaluate
from .groups import members_as_map
from .nodes import check_name

Clones = dict[str, tuple[str, ...]]
"""Original -> its clones, in order."""


def name_pattern(tree: Map, defaults: Map, problems: Problems) -> str:
    """`clone.node_name_pattern` of the topology, else of the defaults; taken from the topology."""
    found = PATTERN
    for owner in (defaults, tree):
        if owner.get("clone") is None:
            continue
        name = "clone" if owner is tree else "defaults.clone"
        read_attribute(owner, "clone", NAMES, name, problems)
        data = owner.get("clone")
        found = data.get("node_name_pattern", found) if isinstance(data, Map) else found
    tree.take("clone")
    return found


def clone_nodes(nodes: dict[str, Map], groups: Map, pattern: str, problems: Problems, longest: int) -> Clones:
    """Replace every node with `clone` by its clones, in the nodes and in the members of groups."""
    found: Clones = {}
    for name in [name for name, data in nodes.items() if "clone" in data]:
        original = nodes.pop(name)
        at = original.key_at("clone")
        if "include" in original:
            problems.error("cloned-component", f"node `{name}` is a component and cannot be cloned", at)
        elif "count" not in (original["clone"] if isinstance(original["clone"], Map) else ("count",)):
            problems.error("missing-value", f"`clone` of node `{name}` needs `count`", at, "clone.count: 2")
        read_attribute(original, "clone", CLONE, f"nodes.{name}.clone", problems)
        wanted = original.take("clone")
        count = wanted.get("count", 0) if isinstance(wanted, Map) and "include" not in original else 0
        start, step = (wanted.get("start", 1), wanted.get("step", 1)) if count else (1, 1)
        numbers = range(start, start + count * step, step)
        found[name] = _clones(name, original, numbers, pattern, nodes, problems, longest, at)
    for name in groups:
        if not name.startswith("_"):
            _replace_members(groups, name, found)
    return found


def _clones(
    name: str,
    original: Map,
    numbers: Sequence[int],
    pattern: str,
    nodes: dict[str, Map],
    problems: Problems,
    longest: int,
    at: Span,
) -> tuple[str, ...]:
    """Add the clones of one node; a node of a clone's name keeps its place and what it says itself."""
    made: list[str] = []
    for number in numbers:
        try:
            clone = evaluate(pattern, {"name": name, "id": number})
        except ValueError as error:
            problems.error("bad-format", f"name of clones: {error}", at, f"the usual pattern is `{PATTERN}`")
            break
        if not check_name(clone, at, problems, longest):
            break
        if clone in made:
            problems.error("duplicate-node", f"two clones of `{name}` are called `{clone}`", at, "use `{id}`")
            break
        data: Map = copy_tree(original)
        data.pop("name", None)
        if isinstance(data.get("id"), int):
            data["id"] += number - numbers[0]
        nodes[clone] = merge_missing(nodes[clone], data) if clone in nodes else data
        made.append(clone)
    return tuple(made)


def _replace_members(groups: Map, name: str, clones: Clones) -> None:
    """Clones take the place of their original in one group of nodes."""
    group = members_as_map(groups, name, groups.key_at(name)) if groups[name] is not None else None
    listed = group.get("members") if group is not None and group.get("type") in (None, "node") else None
    items = [listed] if isinstance(listed, str) else listed
    if group is None or not isinstance(items, list) or not any(isinstance(i, str) and i in clones for i in items):
        return
    members = Seq(span=group.at("members"))
    for index, item in enumerate(items):
        at = listed.at(index) if isinstance(listed, Seq) else members.span
        for member in clones.get(item, (item,)) if isinstance(item, str) else (item,):
            members.put(member, at)
    group["members"] = members


def clone_links(links: list[Map], clones: Clones) -> list[Map]:
    """Links of cloned nodes, once for each clone, after the other links."""
    for original, names in clones.items():
        rest = [link for link in links if not _touches(link, original)]
        touched = [link for link in links if _touches(link, original)]
        links = rest + [_clone_link(link, original, name, n) for link in touched for n, name in enumerate(names)]
    return links


def _touches(link: Mapping[str, object], node: str) -> bool:
    ends = link.get("interfaces")
    return isinstance(ends, list) and any(end["node"] == node for end in ends)


def _clone_link(link: Map, original: str, clone: str, number: int) -> Map:
    """A copy of a link for one clone; numbers of interfaces at other nodes and of bonds go up with the clones."""
    new: Map = copy_tree(link)
    for end in new["interfaces"]:
        if end["node"] == original:
            end["node"] = clone
        else:
            _count_up(end, number)
    lag = new.get("lag")
    if isinstance(lag, Map):
        _count_up(lag, number)
        members = lag.get("members")
        if isinstance(members, list) and all(isinstance(member, Map) for member in members):
            lag["members"] = Seq((_clone_link(m, original, clone, number) for m in members), lag.at("members"))
    return new


def _count_up(owner: Map, number: int) -> None:
    for table in (owner, owner.get("lag")):
        if isinstance(table, Map) and isinstance(table.get("ifindex"), int):
            table["ifindex"] += number
