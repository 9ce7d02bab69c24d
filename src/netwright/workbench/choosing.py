"""Which network a command is about that reads one: a topology's or a lab's.

Owns: this choice. Must not: read or design.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

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

    Device, settings and plugins are of topologies: with one of them no lab is meant that is not named.
    Raises InputError, LabError.
    """
    settings, plugins = tuple(settings), tuple(plugins)
    started = bool(labs_in(".")) or not os.path.exists(TOPOLOGY)
    if topology is None and (lab is not None or (started and not (device or settings or plugins))):
        return attach(lab).network
    return load_topology(topology or TOPOLOGY, device=device, provider=provider, settings=settings, plugins=plugins)
