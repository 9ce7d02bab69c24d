"""Layers of defaults, and settings of the command line.

Owns: the order of layers. Must not: check values (the schema does).
Source: the topology format's "Topology Defaults": topology `defaults`, `defaults.sources.extra`,
topology-defaults.yml beside the topology, the user's files, the system's file, built in.
"""

from __future__ import annotations

import os
from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq, copy_tree, merge_missing
from ..schema.defaults import BUILTIN_DEFAULTS
from .expand import expand
from .load import Loader
from .request import ReadRequest
from .yaml import read_yaml

COMMAND_LINE = Span("<command line>")


ENVIRONMENT = Span("<environment>")


def apply_environment(tree: Map, request: ReadRequest, problems: Problems) -> None:
    """`NETLAB_BGP_AS=65000` sets `defaults.bgp.as`; `__` stands for an underscore in a name."""
    for variable in sorted(request.environment):
        if not variable.lower().startswith("netlab_"):
            continue
        path = [part.replace("\0", "_") for part in variable.lower()[7:].replace("__", "\0").split("_")]
        if all(path):
            value = read_yaml(request.environment[variable], ENVIRONMENT.file, problems)
            _overwrite(tree, ["defaults", *path], value, ENVIRONMENT, problems)


def apply_settings(tree: Map, request: ReadRequest, problems: Problems) -> None:
    """`-s key=value` overwrites what the file says; `-d` and `-p` are shorthands of it."""
    for setting in request.settings:
        key, equals, text = setting.partition("=")
        if not equals or not key or not all(key.split(".")):
            problems.error(
                "bad-setting",
                f"`{setting}` is not a setting",
                COMMAND_LINE,
                "write key=value, e.g. `bgp.as=65000`",
            )
            continue
        value = read_yaml(text, str(COMMAND_LINE.file), problems)
        expand(value, problems)
        _overwrite(tree, key.split("."), value, COMMAND_LINE, problems)
    if request.device:
        _overwrite(tree, ["defaults", "device"], request.device, COMMAND_LINE, problems)
    if request.provider:
        _overwrite(tree, ["provider"], request.provider, COMMAND_LINE, problems)


def _overwrite(tree: Map, path: list[str], value: Any, at: Span, problems: Problems) -> None:
    target = tree
    for part in path[:-1]:
        child = target.get(part)
        if child is None:
            child = Map(span=at)
            target.put(part, child, at)
        if isinstance(child, Seq) and part == "nodes":
            child = _nodes_as_map(child)
            target[part] = child
        if not isinstance(child, Map):
            problems.error("bad-setting", f"`{'.'.join(path)}`: `{part}` is not a mapping", at)
            return
        target = child
    target.put(path[-1], value, at)


def _nodes_as_map(names: Seq) -> Map:
    nodes = Map(span=names.span)
    for index, name in enumerate(names):
        if isinstance(name, str):
            nodes.put(name, None, names.at(index))
    return nodes


def layer_defaults(tree: Map, directory: str, request: ReadRequest, loader: Loader) -> Map:
    """All layers merged, highest first; takes `defaults` out of the topology."""
    at = tree.at("defaults")
    own = tree.take("defaults")
    if own is None:
        own = Map(span=at)
    if not isinstance(own, Map):
        loader.problems.error("wrong-type", "`defaults` must be a mapping", at)
        own = Map(span=at)
    sources = own.get("sources")
    sources = sources if isinstance(sources, Map) else Map(span=at)
    for path, required, where in _locations(sources, directory, request):
        if not required and not loader.files.is_file(path):
            continue
        layer = loader.tree(path, where)
        if layer is not None:
            merge_missing(own, layer)
    builtin: Map = copy_tree(BUILTIN_DEFAULTS)
    return merge_missing(own, builtin)


def _locations(sources: Map, directory: str, request: ReadRequest) -> list[tuple[str, bool, Span]]:
    """(path, must exist, where it was asked for), highest layer first."""
    found: list[tuple[str, bool, Span]] = []

    def add(key: str) -> bool:
        names = sources.get(key)
        if names is None:
            return False
        for index, name in enumerate(names if isinstance(names, list) else [names]):
            at = names.at(index) if isinstance(names, Seq) else sources.at(key)
            text = str(name)
            if text.startswith("package:"):
                continue
            text = text.removeprefix("topology:")
            if text.startswith("~") and request.home:
                text = request.home + text[1:]
            found.append((os.path.normpath(os.path.join(directory, text)), True, at))
        return True

    if add("list"):
        return found
    add("extra")
    nowhere = Span("defaults")
    if not add("user"):
        found.append((os.path.join(directory, "topology-defaults.yml"), False, nowhere))
        if request.home:
            found.append((os.path.join(request.home, ".netlab.yml"), False, nowhere))
            found.append((os.path.join(request.home, "topology-defaults.yml"), False, nowhere))
    if not add("system") and request.system_defaults:
        found.append((request.system_defaults, False, nowhere))
    return found
