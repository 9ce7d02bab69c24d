"""`design_network`: run every pass over a draft, then freeze it.

Owns: the entry point. Must not: read files, know allocation rules.
"""

from __future__ import annotations

from ..errors import Problems
from ..model import DeviceCatalog, Network, Topology
from .draft import Draft
from .freeze import freeze
from .passes import PASSES


def design_network(
    topology: Topology, catalog: DeviceCatalog, problems: Problems, *, substitute: bool = True
) -> Network:
    """Design a network; every mistake found becomes a problem and the rest is designed all the same.

    With `substitute=False` a device type that cannot run here is a problem; otherwise another device takes
    its place, with one notice per device type.
    """
    draft = Draft(topology, catalog, substitute=substitute)
    for run in PASSES:
        run(draft, problems)
    return freeze(draft)
