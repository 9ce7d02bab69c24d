"""graph: diagrams of a topology."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from .. import options as o
from . import add

GraphType = Literal["topology", "bgp", "ospf", "isis", "vlan", "vrf", "evpn", "workloads"]


def register(app: typer.Typer) -> None:
    add(app, graph)


def graph(
    topology: o.TopologyOrLab = None,
    type: Annotated[GraphType, typer.Option("-t", "--type", help="What is drawn.")] = "topology",
    engine: Annotated[
        str | None,
        typer.Option("-e", "--engine", metavar="ENGINE", help="graphviz, d2, mermaid, svg, html; what -o means."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file; its suffix says which format.")
    ] = None,
    flags: Annotated[
        list[str] | None,
        typer.Option(
            "-f", "--format", metavar="FLAG", help="vlan, veth, pods, nodes; for BGP all, rr, vrf, novrf and families."
        ),
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option("-i", "--include", metavar="CLASS", help="Only nodes or links of this class.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("-x", "--exclude", metavar="CLASS", help="No nodes or links of this class.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the diagram.")] = None,
    direction: Annotated[
        Literal["down", "right"] | None, typer.Option("--direction", help="Where layers grow.")
    ] = None,
    sketch: Annotated[
        Path | None, typer.Option("--sketch", metavar="FILE", help="Text with nodes where they shall be.")
    ] = None,
    theme: Annotated[
        Literal["light", "dark", "auto"], typer.Option("--theme", help="Colours, where the format has themes.")
    ] = "auto",
    live: Annotated[
        bool, typer.Option("--live", help="Draw a running lab: links and sessions coloured by state.")
    ] = False,
    lab: Annotated[str | None, typer.Option("--lab", help="Which lab, by name or directory; implies --live.")] = None,
    device: o.Device = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    quiet: o.Quiet = False,
) -> int:
    """Draw a topology: its wiring, or a protocol. Prints DOT, or writes a file in many formats."""
    from ...workbench import draw, load_topology, save_drawing
    from ...workbench.drawing import DEFAULT_ENGINE
    from ...workbench.loading import TOPOLOGY
    from ..output import stderr

    state = None
    if live or lab is not None:
        from ...workbench import attach, live_network
        from ...workbench.choosing import refuse_topology

        refuse_topology(topology, device=device, settings=settings or (), plugins=plugins or ())
        running = attach(lab)
        network, state = running.network, live_network(running)
    else:
        network = load_topology(topology or TOPOLOGY, device=device, settings=settings or (), plugins=plugins or ())
    how: dict[str, Any] = {
        "flags": _split(flags),
        "include": _split(include),
        "exclude": _split(exclude),
        "title": title,
        "direction": direction,
        "sketch": sketch,
        "theme": theme,
        "live": state,
    }
    if output is None or str(output) == "-":
        sys.stdout.write(draw(network, type, engine=engine or DEFAULT_ENGINE, **how))
        return 0
    written = save_drawing(network, output, type, engine=engine, **how)
    if not quiet:
        stderr().print(f"{output}: {type} diagram ({written})", markup=False)
    return 0


def _split(words: list[str] | None) -> list[str]:
    """Options may be repeated or joined by commas."""
    return [part for word in words or () for part in word.split(",") if part]
