"""From a topology file to a designed network, and back from what a lab remembers of its files.

Owns: the order read - design - raise, and the record of files that were read. Must not: start anything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ..design import design_network
from ..devices import RenderContext, catalog, check_nodes
from ..errors import InputError, Problem, Problems, Span
from ..model import Map, Network, Topology
from ..render import leave_out_missing
from ..source import DirectoryReader, DiskFiles, ReadRequest, read_topology
from .images import check_images, expected, recipes
from .memory import collector_paused
from .templates import DiskTemplates

if TYPE_CHECKING:
    from ..cluster import DesignedCluster

TOPOLOGY = "topology.yml"


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a network was made from: making it again gives the same network."""

    request: ReadRequest
    files: dict[str, str | None]
    """Every path asked for; None = there was no such file."""
    directories: dict[str, list[str]] = {}
    """Names of the files in every directory that was looked into."""
    substitute: bool = True
    kernel: str | None = None
    """What `up` was asked for, for `restart`; None = what the topology says."""
    memory_mb: int | None = None


class LoadedClusters(NamedTuple):
    """A network with its clusters, and the warnings and notices of reading and designing them."""

    network: Network
    clusters: tuple[DesignedCluster, ...]
    problems: tuple[Problem, ...]


class RecordingFiles:
    """The disk, remembering what was asked."""

    def __init__(self) -> None:
        self._disk = DiskFiles()
        self.seen: dict[str, bytes | None] = {}
        self.directories: dict[str, list[str]] = {}

    def read(self, path: str, limit: int) -> bytes | None:
        content = self._disk.read(path, limit)
        self.seen[path] = content
        return content

    def is_file(self, path: str) -> bool:
        found = self._disk.is_file(path)
        if not found:
            self.seen.setdefault(path, None)
        return found

    def names(self, path: str) -> list[str] | None:
        found = self._disk.names(path)
        if found is not None:
            self.directories[path] = found
        return found


class RecordedFiles:
    """Files as they were."""

    def __init__(self, files: Mapping[str, str | None], directories: Mapping[str, Sequence[str]]) -> None:
        self._files, self._directories = files, directories

    def read(self, path: str, limit: int) -> bytes | None:
        text = self._files.get(path)
        return None if text is None else text.encode()[: limit + 1]

    def is_file(self, path: str) -> bool:
        return self._files.get(path) is not None

    def names(self, path: str) -> list[str] | None:
        found = self._directories.get(path)
        return None if found is None else list(found)


def load_topology(
    path: str | os.PathLike[str] = TOPOLOGY,
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
    substitute: bool = True,
    text: str | None = None,
) -> Network:
    """Read and design a topology: a file, a directory with `topology.yml`, or `-` for standard input.

    `settings` are `key=value` texts as of `-s`; `text` is the content when it comes from nowhere on disk.
    Raises InputError with every mistake of the run. Warnings are in `Network.notices`.
    """
    return load(
        path,
        device=device,
        provider=provider,
        settings=settings,
        plugins=plugins,
        substitute=substitute,
        text=text,
    )[0]


def load(
    path: str | os.PathLike[str] = TOPOLOGY,
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
    substitute: bool = True,
    text: str | None = None,
) -> tuple[Network, Sources]:
    """The network and what it was made from."""
    request = request_of(path, device=device, provider=provider, settings=settings, plugins=plugins, text=text)
    return _load(request, substitute=substitute)


def request_of(
    path: str | os.PathLike[str] = TOPOLOGY,
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
    text: str | None = None,
) -> ReadRequest:
    """What to read; standard input is read here. Raises InputError when it is closed."""
    name = str(path)
    if name == "-" and text is None:
        if sys.stdin is None:
            raise InputError([Problem("unreadable-file", "standard input is closed", Span("-"))])
        text = sys.stdin.read()
    elif name != "-" and os.path.isdir(name):
        name = os.path.join(name, TOPOLOGY)
    return ReadRequest(
        path=name,
        text=text,
        working_directory=os.getcwd(),
        home=os.path.expanduser("~"),
        device=device,
        provider=provider,
        settings=tuple(settings),
        plugins=tuple(plugins),
        environment={name: value for name, value in os.environ.items() if name.lower().startswith("netlab_")},
    )


def load_again(sources: Sources) -> tuple[Network, Sources]:
    """The network of a lab's topology as its files are now, from any working directory."""
    request = sources.request
    if request.path != "-" and request.text is None:
        place = os.path.join(request.working_directory, request.path)
        request = msgspec.structs.replace(request, path=place)
    network, again = _load(request, substitute=sources.substitute)
    return network, msgspec.structs.replace(again, kernel=sources.kernel, memory_mb=sources.memory_mb)


def _load(request: ReadRequest, *, substitute: bool) -> tuple[Network, Sources]:
    files = RecordingFiles()
    network = design(request, files, substitute=substitute)
    recorded = {p: None if c is None else c.decode("utf-8-sig") for p, c in files.seen.items()}
    return network, Sources(request=request, files=recorded, directories=files.directories, substitute=substitute)


def reload(sources: Sources) -> Network:
    """The network a lab was started from, whatever became of its files."""
    files = RecordedFiles(sources.files, sources.directories)
    return design(sources.request, files, substitute=sources.substitute)


def design(request: ReadRequest, files: DirectoryReader, *, substitute: bool = True) -> Network:
    """Read and design; every mistake of both is raised once. Raises InputError."""
    with collector_paused():
        return _design(request, files, substitute=substitute)


def _design(request: ReadRequest, files: DirectoryReader, *, substitute: bool) -> Network:
    problems = Problems()
    _, network, _ = read_and_design(request, files, problems, substitute=substitute)
    return with_notices(network, list(problems))


def load_clusters(
    path: str | os.PathLike[str] = TOPOLOGY,
    *,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
    text: str | None = None,
) -> LoadedClusters:
    """A topology's network and its clusters with their resources. Raises InputError."""
    problems = Problems()
    request = request_of(path, settings=settings, plugins=plugins, text=text)
    with collector_paused():
        _, network, clusters = read_and_design(request, DiskFiles(), problems)
    return LoadedClusters(network, clusters, tuple(problems))


def read_and_design(
    request: ReadRequest,
    files: DirectoryReader,
    problems: Problems,
    *,
    substitute: bool = True,
    keep_written: bool = False,
) -> tuple[Topology, Network, tuple[DesignedCluster, ...]]:
    """The topology, its network and its clusters; what is no error stays in `problems`. Raises InputError."""
    topology = read_topology(request, files, problems, keep_written=keep_written)
    if topology is None:
        problems.raise_errors()
        raise InputError([Problem("empty-topology", "there is nothing to design", Span(request.path))])
    network, clusters = _design_all(topology, files, problems, substitute=substitute)
    if not problems.errors:
        context = RenderContext(images=expected(recipes(network)))
        check_nodes(network, problems, {name: node.span for name, node in topology.nodes.items()}, context)
        check_images(network, problems, {name: _image_at(node) for name, node in topology.nodes.items()})
    problems.raise_errors()
    places = {name: node.at("config") for name, node in topology.nodes.items()}
    return topology, leave_out_missing(network, DiskTemplates(network), problems, places), clusters


def _design_all(
    topology: Topology, files: DirectoryReader, problems: Problems, *, substitute: bool
) -> tuple[Network, tuple[DesignedCluster, ...]]:
    """The network and what runs in its clusters; these are left out while the network itself has mistakes."""
    if "clusters" not in topology.settings:
        return design_network(topology, catalog(), problems, substitute=substitute), ()
    from ..cluster import design_clusters, read_clusters  # few topologies have clusters: 30 ms less for the others

    whole = not problems.errors
    inputs = read_clusters(topology, files, problems)
    before = len(problems.errors)
    network = design_network(topology, catalog(), problems, substitute=substitute)
    if not whole or len(problems.errors) > before:
        return network, ()
    return design_clusters(network, inputs, problems)


def _image_at(node: Map) -> Span:
    key = next((key for key in ("image", "box") if key in node), None)
    return node.span if key is None else node.at(key)


def with_notices(network: Network, problems: Sequence[Problem]) -> Network:
    """What is no error is said once, as a notice."""
    further = [str(p) for p in problems if p.severity != "error"]
    known = set(network.notices)
    new = tuple(text for text in further if text not in known)
    return msgspec.structs.replace(network, notices=(*network.notices, *new)) if new else network


def topology_directory(path: str | os.PathLike[str]) -> Path:
    """Where a topology lives; the working directory for standard input."""
    name = str(path)
    if name == "-":
        return Path.cwd()
    place = Path(name).absolute()
    return place if place.is_dir() else place.parent
