"""IS-IS on interfaces: which take part, network type, metric, levels, passive, BFD.

Owns: `interface.isis`. Must not: build the instance.
Source: the topology format's "IS-IS": point-to-point where exactly two nodes are attached (hosts count).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import IsisInterface
from ..draft import DraftInterface
from ..igp import Families, bfd_families, is_passive
from ..values import number

LEVELS = ("level-1", "level-2", "level-1-2")


def design_interface(interface: DraftInterface, families: Families, problems: Problems) -> IsisInterface:
    """IS-IS of an interface that takes part."""
    own = interface.module("isis")
    loopback = interface.link is None
    if "metric" in own and "cost" in own:
        message = "`isis.metric` and `isis.cost` of one interface: the metric counts"
        problems.warning("isis-metric-and-cost", message, interface.at("isis"), "remove `isis.cost`")
    levels = own.get("type")
    return IsisInterface(
        metric=number(own["metric"] if "metric" in own else own.get("cost")),
        network_type=None if loopback else _network_type(own, interface),
        passive=is_passive(interface, "isis"),
        levels=levels if levels in LEVELS else None,
        bfd=bfd_families(interface, "isis", families),
    )


def _network_type(own: Mapping[str, Any], interface: DraftInterface) -> Any:
    """What the user says (False = none), else by the number of nodes on the link."""
    if "network_type" in own:
        return own["network_type"] or None
    link = interface.subnet
    return "point-to-point" if link is not None and len(link.interfaces) == 2 else None
