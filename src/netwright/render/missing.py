"""Plugin `check.config`: custom configuration that nobody wrote for a node is left out, with a warning.

Owns: which names of `node.config` have templates. Must not: render, touch the disk (files come through
`TemplateFinder`). Source: the format's "Check Custom Configuration Templates".
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..errors import NOWHERE, Problems, Span
from ..model import Network, Node
from .custom import TemplateFinder, find_template, template_names

PLUGIN = "check.config"


def leave_out_missing(
    network: Network, finder: TemplateFinder, problems: Problems, places: Mapping[str, Span]
) -> Network:
    """The network without names that have no template; one warning for each name and device.

    `places` says where the configuration of a node is asked for. Without the plugin nothing changes.
    """
    if PLUGIN not in network.plugins:
        return network
    missing: dict[tuple[str, str], list[str]] = {}
    changed: dict[str, Node] = {}
    for node in network.nodes.values():
        wanted = template_names(node.config)
        kept = tuple(name for name in wanted if _is_written(network, node, name, finder))
        for name in wanted:
            if name not in kept:
                missing.setdefault((name, node.device), []).append(node.name)
        if len(kept) < len(wanted):
            changed[node.name] = replace(node, config=kept)
    for (name, device), nodes in missing.items():
        message = f"custom configuration `{name}` has no template for {device} and is left out on {', '.join(nodes)}"
        hint = f"write `{name}/{device}.j2`, or configure these nodes yourself"
        problems.warning("custom-config-left-out", message, places.get(nodes[0], NOWHERE), hint)
    return replace(network, nodes={**network.nodes, **changed}) if changed else network


def _is_written(network: Network, node: Node, name: str, finder: TemplateFinder) -> bool:
    """Anything else that is wrong with a template is told when it is rendered."""
    found = Problems()
    find_template(network, node, name, finder, found)
    return not any(problem.code == "custom-config-missing" for problem in found)
