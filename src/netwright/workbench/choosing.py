"""Which network a command is about that reads one: a topology's or a lab's.

Owns: this choice, and that nothing a user says of the other is dropped. Must not: read or design.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..errors import InputError, Problem
from ..model import Network
from .finding import labs_in
from .loading import TOPOLOGY, load_topology
from .running import attach


def network_of(
    topology: str | os.PathLike[str] | None = None,
    lab: str | os.PathLike[str] | None = None,
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
) -> Network:
    """The topology that is named, else the lab that is named or was started here, else `topology.yml`.

    Device, settings and plugins are of topologies: with one of them no lab is meant that is not named, and with a named
    lab they are refused. Raises InputError, LabError.
    """
    settings, plugins = tuple(settings), tuple(plugins)
    if lab is not None:
        refuse_topology(topology, device=device, settings=settings, plugins=plugins)
    started = bool(labs_in(".")) or not os.path.exists(TOPOLOGY)
    if topology is None and (lab is not None or (started and not (device or settings or plugins))):
        return attach(lab).network
    return load_topology(topology or TOPOLOGY, device=device, provider=provider, settings=settings, plugins=plugins)


def refuse_topology(
    topology: object = None,
    *,
    device: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
) -> None:
    """A lab is shown as it was started: raises InputError for what would make another network of it."""
    given = {"TOPOLOGY": topology, "--device": device, "--set": settings, "--plugin": plugins}
    if named := [name for name, value in given.items() if value]:
        message = f"{', '.join(named)}: a running lab is shown as it was started"
        raise InputError([Problem("topology-of-lab", message, hint="leave it out, or do not ask for the lab")])
