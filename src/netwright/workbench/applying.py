"""A running lab follows its topology: what is different is changed, everything else is left alone.

Owns: `apply`. Must not: know how a lab is changed (`lab`) or what daemons are told (`devices`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import msgspec

from ..devices import ChangingDriver, get
from ..errors import NetwrightError
from ..lab import Lab, PlanChange, compare, refuse, sentences
from ..lab.snippets import SCRATCH
from ..lab.telling import data
from ..model import LabPlan, Network, NodePlan, Observer, Snippet
from .creation import remove_files, write_files, write_inside
from .loading import Sources, load_again, request_of
from .planning import plan as plan_network
from .running import SOURCES, RunningLab, attach, read_sources

MARK = f"{SCRATCH}/reload"
"""Nobody reads it: the files of the plan are written already when daemons are told."""


class ChangeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `apply` did, or would do."""

    lab: str
    directory: str
    applied: bool
    """False: nothing was different, or it was only asked."""
    change: PlanChange
    notices: tuple[str, ...] = ()
    """What could not be undone, and what the topology's reading says."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The change in words."""
        return sentences(self.change)

    def data(self) -> dict[str, Any]:
        """The report as plain data."""
        told = {"lab": self.lab, "directory": self.directory, "applied": self.applied}
        return {**told, **data(self.change), "notices": list(self.notices)}


def apply(
    which: RunningLab | str | os.PathLike[str] | None = None,
    *,
    topology: str | os.PathLike[str] | None = None,
    observer: Observer | None = None,
    dry_run: bool = False,
) -> ChangeReport:
    """Read a running lab's topology as it is now, and change the lab where it is different.

    `which` is a lab, its name or directory; `topology` a file that takes the place of the one the lab was started from.
    With `dry_run` nothing is changed. Raises InputError, and LabError for what only a restart can change, before
    anything is touched; HostError, DaemonError, LabError that say what was done and what was not.
    """
    lab = which if isinstance(which, RunningLab) else attach(which if which is not None else topology)
    network, sources = load_again(_sources(lab.sources, topology))
    before = Lab.attach(lab.directory).plan
    planned = plan_network(network, lab.directory, build=not dry_run, observer=observer)
    refuse(before, planned)
    change = compare(before, planned)
    notices: tuple[str, ...] = network.notices
    if not dry_run:
        notices = (*notices, *_carry_out(lab, network, sources, before, planned, change, observer))
    return ChangeReport(
        lab=planned.name,
        directory=str(lab.directory),
        applied=not dry_run and not change.is_nothing,
        change=change,
        notices=notices,
    )


def _sources(sources: Sources, topology: str | os.PathLike[str] | None) -> Sources:
    """With another file, and everything else that was said when the lab was started."""
    if topology is None:
        return sources
    other = request_of(topology)
    place = os.path.join(other.working_directory, other.path) if other.text is None else other.path
    request = msgspec.structs.replace(
        sources.request, path=place, text=other.text, working_directory=other.working_directory
    )
    return msgspec.structs.replace(sources, request=request)


def _carry_out(
    lab: RunningLab,
    network: Network,
    sources: Sources,
    before: LabPlan,
    planned: LabPlan,
    change: PlanChange,
    observer: Observer | None,
) -> tuple[str, ...]:
    """Change the lab and what its directory remembers; notices."""
    record = msgspec.json.encode(sources)
    notices: tuple[str, ...] = ()
    old_files = lab.network.files
    try:
        if planned == before:
            write_inside(lab.directory, SOURCES, record)
        else:
            reloads = dict(_reloads(before, planned, change))
            notices = lab.lab.change(planned, reloads=reloads, files={SOURCES: record}, observer=observer)
    except NetwrightError:
        lab.follow(read_sources(lab.directory))
        raise
    lab.follow(sources, network)
    write_files(network, lab.directory)
    remove_files([path for path in old_files if path not in network.files], lab.directory)
    return notices


def _reloads(before: LabPlan, after: LabPlan, change: PlanChange) -> Iterator[tuple[str, Snippet]]:
    """What makes daemons take files that changed, by node."""
    old = {node.name: node for node in before.nodes}
    new = {node.name: node for node in after.nodes}
    for each in change.nodes_changed:
        if each.files_written or each.files_removed:
            snippet = _reload(old[each.name], new[each.name])
            if snippet is not None:
                yield each.name, snippet


def _reload(before: NodePlan, after: NodePlan) -> Snippet | None:
    driver = get(after.device).driver
    if isinstance(driver, ChangingDriver):
        return driver.change_snippet(before, after)
    argv = driver.reload_argv()
    return None if argv is None else Snippet(name="reload", kind="file", path=MARK, text="", reload=argv)
