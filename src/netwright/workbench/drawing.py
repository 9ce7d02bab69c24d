"""Pictures of a network: as text of an engine, as a file, as an image made by `dot` or `d2`.

Owns: choosing the engine, reading sketches, running programs. Must not: know what is in a picture.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from ..draw import (
    ENGINES,
    OVERLAYS,
    DrawOptions,
    EngineOptions,
    GraphType,
    Picture,
    SketchText,
    Theme,
    engine_for,
    make_layer,
    make_picture,
    with_states,
)
from ..errors import HostError, InputError, Problem, Problems, Span, nearest
from ..model import LabPlan, LiveNetwork, Network
from ..model.snippets import kept_files
from ..source import DiskFiles, read_text
from .memory import collector_paused
from .planning import plan
from .writing import write_text

COMMAND_LINE = Span("<command line>")
DEFAULT_ENGINE = "graphviz"
IMAGES = (".svg", ".png", ".pdf", ".jpg")
"""What programs make of the text of their engine."""
LARGEST_SKETCH = 1024 * 1024
"""Bytes."""
_REMEDY = {"dot": "install the package graphviz", "d2": "install D2: https://d2lang.com/tour/install"}


def draw(
    network: Network,
    type: GraphType = "topology",
    *,
    engine: str = DEFAULT_ENGINE,
    flags: Iterable[str] = (),
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    title: str | None = None,
    direction: Literal["down", "right"] | None = None,
    sketch: str | os.PathLike[str] | None = None,
    theme: Theme = "auto",
    live: LiveNetwork | None = None,
) -> str:
    """A diagram of the network as text of an engine (`graphviz`, `d2`, `mermaid`, ...).

    `flags` are those of `-f`; `include` and `exclude` name classes (`graph.class`); `sketch` is a file with the
    intended arrangement; `live` is the state of a lab of this network, which colours links and sessions.
    Raises InputError for what is wrong with them, and for a diagram that would be empty.
    """
    found = ENGINES.get(engine)
    if found is None:
        hint = nearest(engine, ENGINES) or f"engines: {', '.join(ENGINES)}"
        raise InputError([Problem("unknown-engine", f"there is no diagram engine `{engine}`", COMMAND_LINE, hint)])
    options = DrawOptions(
        family=found.family,
        flags=tuple(flags),
        include=tuple(include),
        exclude=tuple(exclude),
        title=title,
        direction=direction,
        sketch=None if sketch is None else _read_sketch(os.fspath(sketch)),
        detail=found.detail,
    )
    types: tuple[GraphType, ...] = layers_of(network, type) if found.complete else (type,)
    with collector_paused():
        picture, *layers = pictures(network, types, options, live)
        files = node_files(plan(network)) if found.complete else {}
        more = EngineOptions(theme=theme, name=network.name, layers=tuple(layers), files=files)
        return found.write(picture, more)


def layers_of(network: Network, type: GraphType) -> tuple[GraphType, ...]:
    """The graph type, then those of other layers the network has."""
    known = ("topology", *network.modules, *(("bgp", "workloads") if network.clusters else ()))
    return (type, *(other for other in OVERLAYS if other != type and other in known))


def pictures(
    network: Network, types: Sequence[GraphType], options: DrawOptions, live: LiveNetwork | None = None
) -> tuple[Picture, ...]:
    """Pictures with the states of a lab; flags hold for the first one. Raises InputError.

    Only the first has to show anything: a layer without content is left out. What else is wrong with one is raised.
    """
    problems = Problems()
    found = [make_picture(network, types[0], options, problems)]
    problems.raise_errors()
    plain = msgspec.structs.replace(options, flags=(), sketch=None)
    for type in types[1:]:
        layer = make_layer(network, type, plain, problems)
        if layer.edges:
            found.append(layer)
    problems.raise_errors()
    return tuple(found if live is None else [with_states(picture, live) for picture in found])


def node_files(planned: LabPlan) -> dict[str, list[tuple[str, str]]]:
    """What configures each node, the longest text first: files it reads, and custom configuration."""
    found = {}
    for node in planned.nodes:
        texts = [(file.path, file.content) for file in kept_files(node)]
        texts += [(f"custom configuration {snippet.name}", snippet.text) for snippet in node.snippets]
        found[node.name] = sorted(texts, key=lambda pair: -len(pair[1]))
    return found


def save_drawing(
    network: Network,
    path: str | os.PathLike[str],
    type: GraphType = "topology",
    *,
    engine: str | None = None,
    **how: Any,
) -> str:
    """Write a diagram to a file; the engine is the one the file's suffix means, unless it is given. Returns its name.

    Images that the engine does not write itself are made by its program (`dot`, `d2`). `how` is as for `draw`.
    Raises InputError, HostError.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    chosen = engine or engine_for(suffix) or (DEFAULT_ENGINE if suffix in IMAGES else None)
    if chosen is None:
        known = ", ".join([*(s for e in ENGINES.values() for s in e.suffixes), *IMAGES])
        message = f"`{target.name}` does not say what kind of diagram it is"
        raise InputError([Problem("unknown-suffix", message, COMMAND_LINE, f"name an engine with -e, or use {known}")])
    text = draw(network, type, engine=chosen, **how)
    found = ENGINES[chosen]
    if suffix in IMAGES and suffix not in found.suffixes:
        if found.program is None:
            message = f"engine `{chosen}` writes {found.suffixes[0]} files, not {suffix}"
            raise InputError([Problem("unknown-suffix", message, COMMAND_LINE, "leave out -e: `dot` makes images")])
        _make_image(found.program, text, target)
    else:
        write_text(target, text)
    return chosen


def _read_sketch(path: str) -> SketchText:
    problems = Problems()
    text = read_text(DiskFiles(), path, LARGEST_SKETCH, COMMAND_LINE, problems)
    problems.raise_errors()
    return SketchText(text or "", Span(path, 1, 1))


def _make_image(program: str, text: str, target: Path) -> None:
    """Run a layout program on a text. Raises HostError when it is missing or fails."""
    found = shutil.which(program)
    if found is None:
        raise HostError(f"`{program}` is not installed", needed_by=target.name, remedy=_REMEDY[program])
    arguments = [f"-T{target.suffix[1:].lower()}", "-o", str(target)] if program == "dot" else ["-", str(target)]
    try:
        done = subprocess.run(
            [found, *arguments], input=text, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise HostError(f"cannot run {found}: {error.strerror}") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise HostError(f"`{program}` failed: {lines[-1] if lines else f'exit status {done.returncode}'}")
