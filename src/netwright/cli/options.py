"""Arguments and options several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Topology = Annotated[
    str, typer.Argument(metavar="TOPOLOGY", help="Topology file, a directory with topology.yml, or - for stdin.")
]
TopologyOrLab = Annotated[
    str | None,
    typer.Argument(metavar="[TOPOLOGY]", help="Topology file, a directory with topology.yml, or - for stdin."),
]
"""None: nobody named one."""
Device = Annotated[str | None, typer.Option("-d", "--device", help="Default device (frr, bird, linux, ...).")]
Provider = Annotated[
    str | None, typer.Option("-p", "--provider", help="Accepted for compatibility: every lab runs here.")
]
Settings = Annotated[
    list[str] | None, typer.Option("-s", "--set", metavar="KEY=VALUE", help="Set a topology value; repeatable.")
]
Plugins = Annotated[list[str] | None, typer.Option("--plugin", help="Use a plugin as if the topology named it.")]
NoSubstitute = Annotated[
    bool, typer.Option("--no-substitute", help="Refuse devices that do not run here instead of replacing them.")
]
Instance = Annotated[str | None, typer.Option("-i", "--instance", help="Name of the lab's directory and instance.")]
LabDir = Annotated[Path | None, typer.Option("--lab-dir", help="Directory of the lab.")]
LabName = Annotated[str | None, typer.Option("--lab", "-i", "--instance", help="Which lab: its name or directory.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say less.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")]
Nodes = Annotated[
    str | None,
    typer.Option("-l", "--limit", metavar="NODES", help="Only these nodes: names, groups, wildcards, ~regex."),
]
Kernel = Annotated[
    str | None,
    typer.Option(
        "--kernel", metavar="[auto|host|uml]", help="Kernel of the lab: the host's, or a User-mode Linux guest."
    ),
]
Memory = Annotated[
    int | None, typer.Option("--memory", metavar="MB", help="Memory of a guest; by default what the lab needs.")
]
