"""Resources of a Kubernetes cluster -> what is wrong with them, and what Calico would have its BIRD do.

Owns: the order read - check - derive - render for resources without a lab, and writing texts. Must not: print, know
rules (`cluster` does).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from ..cluster.bird import Dialect, Renderer, report_limits
from ..cluster.crds import check_crds, read_crds
from ..cluster.peering import CalicoNode, derive_nodes
from ..cluster.resources import Document, Resources, read_documents, read_paths, read_resources
from ..cluster.resources.kinds import KINDS
from ..errors import InputError, Problem, Problems, Span, nearest
from ..model import Map
from ..source import LARGEST_FILE, DirectoryReader, DiskFiles, read_stream, read_text
from .creation import Tree
from .loading import TOPOLOGY, load_clusters

STANDARD_INPUT = "-"
PRIVATE = 0o600
"""Of files that may hold passwords."""
_OPTION = Span("<command line>")
_NAMED = 10
"""How many nodes a hint names."""


class Count(msgspec.Struct, frozen=True):
    """How many resources there are of a kind."""

    version: str
    """`apiVersion`."""
    kind: str
    count: int


class CheckedResources(msgspec.Struct, frozen=True, kw_only=True):
    """Resources without a mistake."""

    resources: Resources
    nodes: tuple[CalicoNode, ...]
    """Those that run BGP."""
    problems: tuple[Problem, ...]
    """Warnings and notices."""

    @property
    def counts(self) -> tuple[Count, ...]:
        """Kinds there are resources of; Calico's Nodes include those that annotations make."""
        sizes = [(kind, len(getattr(self.resources, kind.collection))) for kind in KINDS]
        return tuple(Count(kind.versions[0], kind.name, size) for kind, size in sizes if size)


class RenderedNodes(msgspec.Struct, frozen=True, kw_only=True):
    """Configuration of nodes as text."""

    dialect: Dialect
    nodes: Mapping[str, Mapping[str, str]]
    """By node, then by name of file."""
    hidden: bool
    """Passwords are in there, and not shown."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices."""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for files in self.nodes.values() for text in files.values())


def check_resources(paths: Iterable[str], *, crds: Iterable[str] = ()) -> CheckedResources:
    """Read and check resources of one cluster: files, directories, `-` for standard input.

    `crds` are files and directories of CustomResourceDefinitions to check them by as well. Raises InputError with
    every mistake of the run, HostError when what checks definitions is not installed.
    """
    problems = Problems()
    files = DiskFiles()
    documents = _documents(paths, files, problems)
    if not documents and not problems.errors:
        problems.error("no-resources", "there is no resource in what was given", _OPTION)
    resources = read_resources(documents, problems)
    definitions = list(crds)
    if definitions:
        _check_crds(documents, definitions, files, problems)
    problems.raise_errors()
    nodes = derive_nodes(resources, problems)
    problems.raise_errors()
    return CheckedResources(resources=resources, nodes=nodes, problems=tuple(problems))


def _documents(paths: Iterable[str], files: DirectoryReader, problems: Problems) -> list[Document]:
    found: list[Document] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found += read_documents(_standard_input(), "<stdin>", problems)
        else:
            found += read_paths([path], files, problems, _OPTION)
    return found


def _standard_input() -> str:
    if sys.stdin is None:
        raise InputError([Problem("unreadable-file", "standard input is closed", Span(STANDARD_INPUT))])
    return sys.stdin.read()


def _check_crds(documents: Sequence[Document], paths: list[str], files: DirectoryReader, problems: Problems) -> None:
    crds = read_crds(read_paths(paths, files, problems, _OPTION), problems)
    if documents and not problems.errors and not any((d.version, d.kind) in crds.schemas for d in documents):
        versions = ", ".join(sorted({version for version, _ in crds.schemas}))
        message = "none of the definitions is for any of the resources"
        problems.warning("unused-crds", message, _OPTION, f"they are for kinds of {versions}")
    check_crds(documents, crds, problems)


def render_resources(
    paths: Iterable[str],
    *,
    dialect: Dialect = "bird2",
    nodes: Iterable[str] = (),
    crds: Iterable[str] = (),
    reveal: bool = False,
) -> RenderedNodes:
    """The configuration of a cluster's nodes, of all unless `nodes` names some; `check_resources` reads the resources.

    `reveal`: show passwords. Raises InputError, HostError.
    """
    checked = check_resources(paths, crds=crds)
    if not checked.nodes:
        hint = "Calico's Nodes have addresses for BGP; so have those `kubectl get nodes -o yaml` shows, as annotations"
        message = "no resource is a node that runs BGP: there is nothing to render"
        raise InputError([Problem("no-cluster-nodes", message, _OPTION, hint)])
    rendered = render_nodes(_chosen(checked.nodes, nodes), dialect, reveal=reveal)
    return msgspec.structs.replace(rendered, problems=(*checked.problems, *rendered.problems))


def is_topology(paths: Sequence[str]) -> bool:
    """Whether what was given is one topology with clusters, and not resources."""
    if len(paths) != 1 or paths[0] == STANDARD_INPUT:
        return False
    path = os.path.join(paths[0], TOPOLOGY) if os.path.isdir(paths[0]) else paths[0]
    text = read_text(DiskFiles(), path, LARGEST_FILE, _OPTION, Problems())
    trees = read_stream(text, path, Problems()) if text is not None else []
    return len(trees) == 1 and isinstance(trees[0], Map) and any(k.partition(".")[0] == "clusters" for k in trees[0])


def render_topology(
    path: str | os.PathLike[str],
    *,
    dialect: Dialect = "bird2",
    nodes: Iterable[str] = (),
    settings: Iterable[str] = (),
    reveal: bool = False,
) -> RenderedNodes:
    """The same for the nodes of all clusters of a topology. Raises InputError."""
    loaded = load_clusters(path, settings=settings)
    every = [node for cluster in loaded.clusters for node in cluster.nodes]
    rendered = render_nodes(_chosen(every, nodes), dialect, reveal=reveal)
    return msgspec.structs.replace(rendered, problems=(*loaded.problems, *rendered.problems))


def _chosen(nodes: Sequence[CalicoNode], names: Iterable[str]) -> list[CalicoNode]:
    """Raises InputError for names that no node has."""
    wanted = list(dict.fromkeys(names))
    known = [node.name for node in nodes]
    problems = Problems()
    for name in wanted:
        if name not in known:
            hint = nearest(name, known) or f"nodes: {', '.join(known[:_NAMED])}"
            problems.error("unknown-node", f"no node `{name}` runs BGP", _OPTION, hint)
    problems.raise_errors()
    return [node for node in nodes if not wanted or node.name in wanted]


def render_nodes(nodes: Sequence[CalicoNode], dialect: Dialect, *, reveal: bool = False) -> RenderedNodes:
    """The configuration of nodes of one cluster. `reveal`: show passwords."""
    problems = Problems()
    report_limits(nodes, dialect, problems)
    renderer = Renderer(dialect, reveal=reveal)
    texts = {node.name: renderer.files(node) for node in nodes}
    secret = any(peer.password is not None for node in nodes for peer in node.peers)
    return RenderedNodes(dialect=dialect, nodes=texts, hidden=secret and not reveal, problems=tuple(problems))


def write_rendered(rendered: RenderedNodes, directory: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write `NODE/FILE` below a directory, for nobody else to read. Raises InputError, HostError."""
    with Tree(Path(directory).absolute()) as tree:
        for node, files in rendered.nodes.items():
            for name, text in files.items():
                tree.write(os.path.join(node, name), text.encode(errors="surrogateescape"), PRIVATE)
    return tuple(tree.written)
