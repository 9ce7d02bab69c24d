"""A designed network -> the complete plan of its lab: devices' part plus rendered custom configuration.

Owns: putting both together, and asking which daemons the host and images have. Must not: start anything of the lab.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable

from msgspec.structs import replace

from ..devices import RenderContext, check_nodes, plan_lab
from ..errors import Problems
from ..model import LabPlan, Network, Observer
from ..render import NodeInventory, TemplateFinder, custom_snippets
from .images import expected, recipes
from .templates import DiskTemplates

_PROGRAMS = {"frr": "/usr/lib/frr/zebra", "bird": "bird"}
_SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_VERSION = re.compile(r"(\d+\.\d+(?:\.\d+)*)")


def versions(devices: Iterable[str]) -> dict[str, str]:
    """Version of each daemon suite on this host; none for what is not installed."""
    found = {}
    for device in sorted(set(devices) & _PROGRAMS.keys()):
        program = shutil.which(_PROGRAMS[device], path=_SEARCH_PATH)
        if program is None:
            continue
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        match = _VERSION.search(done.stdout + done.stderr)
        if match:
            found[device] = match[1]
    return found


def plan(
    network: Network,
    lab_directory: str | os.PathLike[str] | None = None,
    *,
    build: bool = False,
    observer: Observer | None = None,
) -> LabPlan:
    """Everything the lab has to do, custom configuration included.

    With `build` the lab is going to run: images of its nodes are built when they are not there yet. Without, it is
    only written. Raises InputError for broken templates and for what the releases nodes run cannot do, HostError.
    """
    images = recipes(network)
    on_host = [node.device for node in network.nodes.values() if node.name not in images]
    context = RenderContext(versions=versions(on_host), images=expected(images))
    problems = Problems()
    check_nodes(network, problems, context=context)
    problems.raise_errors()
    if build and images:
        from .building import ready

        context = RenderContext(versions=context.versions, images=ready(images, observer))
    base = plan_lab(network, context)
    return with_custom(network, base, DiskTemplates(network, lab_directory))


def with_custom(network: Network, base: LabPlan, finder: TemplateFinder) -> LabPlan:
    """Add every node's custom configuration. Raises InputError."""
    problems = Problems()
    shared = NodeInventory(network)
    nodes = []
    for planned in base.nodes:
        node = network.nodes[planned.name]
        if node.config and not node.skip_config:
            custom = custom_snippets(network, node, finder, problems, hostvars=shared)
            planned = replace(planned, snippets=(*planned.snippets, *custom))
        nodes.append(planned)
    problems.raise_errors()
    return replace(base, nodes=tuple(nodes))
