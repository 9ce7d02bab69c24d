"""The verb `export`: a network as files of another tool.

Owns: which releases the exported lab runs, writing. Must not: print, run the tool.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ..devices import NodeImage, RenderContext, check_nodes, plan_lab
from ..devices.plan import hosts
from ..errors import Problems
from ..exports import Export, FrrKind, Release, Source, find_format
from ..images import TOOLS, USUAL, Recipe, packages_of
from ..model import LabPlan, Network
from .creation import Tree
from .images import recipes
from .memory import collector_paused
from .planning import with_custom
from .templates import DiskTemplates

MAIN = "frr"
"""The device whose release of Debian others follow."""
_TAG = re.compile(r":[a-z-]*(\d+(?:\.\d+)+)")


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What `export` made."""

    export: Export
    written: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        """Of the first file."""
        return self.export.files[0].content


def export(
    network: Network,
    format: str,
    target: str | os.PathLike[str] | None = None,
    *,
    frr_kind: FrrKind = "linux",
) -> Exported:
    """A network as `containerlab`, `ansible`, `ansible-ini`, `json`, `yaml` or `hosts`.

    `target` is a directory, or the file of a format that is one file; without it nothing is written. `frr_kind` is
    the kind of FRR nodes in containerlab: `linux` is known to every release, `frr` to those since 2026.
    Configuration is printed for the releases that the exported lab runs. Raises InputError, HostError.
    """
    chosen = find_format(format)
    with collector_paused():
        source = _source(network, frr_kind) if chosen.planned else Source(network=network, plan=_names(network))
        made = chosen.make(source)
    if target is None:
        return Exported(export=made)
    place = Path(target).absolute()
    if chosen.single and not place.is_dir():
        return Exported(export=made, written=_write(Tree(place.parent), {place.name: made.files[0].content}, {}))
    contents = {file.path: file.content for file in made.files}
    modes = {file.path: file.mode for file in made.files}
    return Exported(export=made, written=_write(Tree(place), contents, modes))


def _write(tree: Tree, contents: Mapping[str, str], modes: Mapping[str, int]) -> tuple[Path, ...]:
    with tree:
        for path, content in contents.items():
            tree.write(path, content.encode(), modes.get(path, 0o644))
    return tuple(tree.written)


def _names(network: Network) -> LabPlan:
    """A plan that runs nothing."""
    return LabPlan(name=network.name, nodes=(), segments=(), hosts=hosts(network))


def _source(network: Network, frr_kind: FrrKind) -> Source:
    """The plan for the releases in the exported lab, not for those of this host."""
    own, usual = recipes(network), _usual_releases()
    images = {name: NodeImage(root=None, versions=recipe.versions) for name, recipe in own.items()}
    for name, node in network.nodes.items():
        tag = _TAG.search(node.image or "")
        if name not in own and tag is not None and node.device in usual:
            images[name] = NodeImage(root=None, versions={node.device: tag[1]})
    context = RenderContext(versions={device: release.version for device, release in usual.items()}, images=images)
    problems = Problems()
    check_nodes(network, problems, context=context)
    problems.raise_errors()
    plan = with_custom(network, plan_lab(network, context), DiskTemplates(network))
    return Source(
        network=network,
        plan=plan,
        releases={name: _release(recipe, network.nodes[name].device) for name, recipe in own.items()},
        usual=usual,
        suite=usual[MAIN].suite,
        tools=TOOLS,
        frr_kind=frr_kind,
    )


def _release(recipe: Recipe, device: str) -> Release:
    """What an image means for nodes of a device, for an export."""
    daemons = recipe.daemons.get(device)
    if daemons is None:
        return Release(recipe.suite)
    return Release(recipe.suite, daemons.package, daemons.version, packages_of(device))


def _usual_releases() -> dict[str, Release]:
    """By device: what runs in an export where a node names no image."""
    return {device: _release(recipe, device) for recipe in USUAL for device in recipe.daemons}
