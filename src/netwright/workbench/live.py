"""A running lab as pictures show it: the state of links, nodes and sessions, and pictures coloured by it.

Must not: know protocols (`check`), layouts or formats (`draw`).
"""

from __future__ import annotations

from ..check import live_sessions
from ..devices import DEVICES
from ..draw import DrawOptions, GraphType, Picture
from ..errors import LabError
from ..model import LiveLink, LiveNetwork
from .drawing import pictures
from .running import RunningLab


def live_network(lab: RunningLab) -> LiveNetwork:
    """What the lab does now. Raises LabError when it does not run."""
    status = lab.status()
    if status.state != "running":
        raise LabError(f"the lab in {lab.directory} is not running", hint="start it with `netwright up`")
    drivers = {name: device.driver for name, device in DEVICES.items()}
    return LiveNetwork(
        links={
            (node.name, link.ifname): LiveLink(link.up, link.carrier) for node in status.nodes for link in node.links
        },
        nodes={node.name: node.healthy for node in status.nodes},
        sessions=live_sessions(lab.network, drivers, lab.lab.run_many),
    )


def live_picture(lab: RunningLab, type: GraphType = "topology", options: DrawOptions | None = None) -> Picture:
    """A picture of the lab's network with states. Raises InputError, LabError."""
    return pictures(lab.network, (type,), options or DrawOptions(), live_network(lab))[0]
