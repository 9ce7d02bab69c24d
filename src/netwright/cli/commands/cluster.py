"""cluster: Kubernetes clusters that speak BGP, by what their resources say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .. import findings as f
from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...workbench.cluster_status import ClusterStatus
    from ...workbench.clusters import RenderedNodes

HELP = "Kubernetes clusters that speak BGP: check Calico's resources, and see what Calico makes of them."
Dialect = Literal["bird1", "bird2"]
UNNAMED = "cluster"
"""Name of a cluster that has none, in messages."""
Resources = Annotated[
    list[str],
    typer.Argument(metavar="RESOURCES...", help="Files or directories of resources, or - for standard input."),
]
Crds = Annotated[
    list[str] | None,
    typer.Option("--crds", metavar="PATH", help="Check them by these CustomResourceDefinitions too; repeatable."),
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(name="cluster", no_args_is_help=True, help=HELP)
    for command in (status, render, check, lint, manifests):
        add(group, command)
    app.add_typer(group)


def status(
    clusters: Annotated[
        list[str] | None, typer.Argument(metavar="[CLUSTERS]...", help="Only these clusters of the lab.")
    ] = None,
    name: o.LabName = None,
    json: o.Json = False,
) -> int:
    """BGP sessions of a running lab's clusters, as `calicoctl node status` has them; exit 1 when one is not up.

    Sessions that only one end wants are shown and do not count.
    """
    from ...workbench import attach
    from ...workbench.cluster_status import cluster_status
    from ..output import print_json

    found = cluster_status(attach(name), clusters or ())
    if json:
        print_json(found)
    else:
        for cluster in found:
            _print_cluster(cluster)
    return 0 if all(cluster.healthy for cluster in found) else 1


def _print_cluster(cluster: ClusterStatus) -> None:
    from ..output import print_table

    around = f", nested in {cluster.parent}" if cluster.parent else ""
    print(f"cluster {cluster.name} (AS {cluster.as_number}){around}")
    rows: list[list[str]] = []
    styles: list[str | None] = []
    for node in cluster.nodes:
        if not node.running:
            rows.append([node.name, "-", "-", "-", "-", "-", "BIRD does not answer"])
            styles.append("red")
        for peer in node.peers if node.running else ():
            info = peer.info if peer.is_up or peer.expected else f"{peer.info}; the other end has no such peer"
            rows.append([node.name, peer.address, peer.neighbor, peer.type, peer.state, peer.since, info])
            styles.append(None if peer.is_up else "red" if peer.expected else "dim")
    if rows:
        print_table(["node", "peer address", "peer", "peer type", "state", "since", "info"], rows, styles=styles)


def render(
    resources: Resources,
    nodes: Annotated[
        list[str] | None, typer.Option("-n", "--node", metavar="NAME", help="Only this node; repeatable.")
    ] = None,
    dialect: Annotated[
        Dialect, typer.Option("--dialect", help="bird1 is what Calico itself writes, bird2 what labs run.")
    ] = "bird2",
    crds: Crds = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write NODE/FILE there, passwords included.")
    ] = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Print or write the BIRD configuration that Calico's resources make, of each node of their cluster.

    A topology with clusters stands for the resources of all of them.
    """
    from ...workbench.clusters import is_topology, render_resources, render_topology

    if not crds and is_topology(resources):
        rendered = render_topology(resources[0], dialect=dialect, nodes=nodes or (), reveal=output is not None)
    else:
        rendered = render_resources(
            resources, dialect=dialect, nodes=nodes or (), crds=crds or (), reveal=output is not None
        )
    _put(rendered, output, json=json, quiet=quiet)
    return 0


def _put(rendered: RenderedNodes, output: Path | None, *, json: bool, quiet: bool) -> None:
    from ...workbench.clusters import write_rendered
    from ..errors import tell_problems
    from ..output import print_json, stderr

    tell_problems(rendered.problems, quiet=quiet)
    if output is not None:
        written = write_rendered(rendered, output)
        if json:
            print_json({"dialect": rendered.dialect, "files": [str(path) for path in written]})
        elif not quiet:
            print(f"{len(written)} files in {output}")
        return
    if json:
        print_json({"dialect": rendered.dialect, "nodes": rendered.nodes})
    else:
        print("\n".join(rendered.texts), end="")
    if rendered.hidden and not quiet:
        stderr().print("passwords are shown as ***; `-o DIR` writes them to files of your own", markup=False)


def check(resources: Resources, crds: Crds = None, json: o.Json = False, quiet: o.Quiet = False) -> int:
    """Check resources of a cluster: what each says, and what they say of each other. Exit: 0 fine, 2 mistakes."""
    from ...workbench.clusters import check_resources
    from ..errors import tell_problems
    from ..output import print_json, print_table

    checked = check_resources(resources, crds=crds or ())
    tell_problems(checked.problems, quiet=quiet)
    if json:
        rows = [{"apiVersion": c.version, "kind": c.kind, "count": c.count} for c in checked.counts]
        print_json({"resources": rows, "nodes": [node.name for node in checked.nodes]})
    elif not quiet:
        print_table(["kind", "of", "count"], [[c.kind, c.version, str(c.count)] for c in checked.counts])
    return 0


def manifests(
    topology: o.Topology = "topology.yml",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write the files there, passwords included.")
    ] = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """List or write what to apply to real clusters so that they become what was designed, and a README of steps."""
    from ...workbench.manifests import cluster_manifests
    from ..errors import tell_problems
    from ..output import Talk, print_json, print_table

    made = cluster_manifests(topology, output, settings=settings or (), plugins=plugins or ())
    tell_problems(made.problems, quiet=quiet)
    with Talk(quiet=quiet) as talk:
        for notice in made.notices:
            talk.say(notice)
    files = made.manifests.files
    if json:
        rows = [{"path": file.path, "mode": f"{file.mode:04o}", "resources": file.resources} for file in files]
        print_json({"directory": str(output.absolute()) if output is not None else None, "files": rows})
    elif output is None:
        print_table(["file", "resources"], [[file.path, _counted(file.resources)] for file in files])
    elif not quiet:
        print(f"{len(files)} files in {output}; next: read {output / 'README.md'}")
    return 0


def _counted(resources: Iterable[str]) -> str:
    """`2 BGPFilter`, `1 Role, 1 RoleBinding`."""
    counts = Counter(name.partition(" ")[0] for name in resources)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def lint(
    resources: Annotated[
        list[str],
        typer.Argument(
            metavar="[CLUSTER=]RESOURCES...",
            help="Files or directories of resources; those without a name in front are of one cluster.",
        ),
    ],
    select: f.Select = None,
    ignore: f.Ignore = None,
    everything: f.Everything = False,
    json: o.Json = False,
) -> int:
    """Report what works but smells in resources of clusters. Exit: 0 nothing found, 1 findings, 2 mistakes.

    Which cluster is nested in which is told by addresses. `netwright lint` looks at the clusters of a topology.
    """
    from ...workbench import lint_resources

    clusters: dict[str, list[str]] = {}
    for text in resources:
        name, path = _named(text)
        clusters.setdefault(name, []).append(path)
    found = lint_resources(clusters, select=f.codes(select), ignore=f.codes(ignore), everything=everything)
    return f.put_findings(found, json=json)


def _named(text: str) -> tuple[str, str]:
    """Cluster and path; what exists as it is written is a path."""
    name, equals, path = text.partition("=")
    return (name, path) if equals and name and not Path(text).exists() else (UNNAMED, text)
