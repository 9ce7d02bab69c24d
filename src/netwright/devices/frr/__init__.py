"""FRRouting 8.4 to 10.x as router and as host."""

from __future__ import annotations

from ...errors import NOWHERE, Problems, Span
from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import UNKNOWN, RenderContext
from .conf import frr_conf
from .driver import FrrDriver
from .features import FEATURES
from .limits import check_node
from .plan import plan_frr_node
from .versions import parse_version


class FrrDevice:
    """The device `frr`."""

    @property
    def features(self) -> DeviceFeatures:
        return FEATURES

    @property
    def driver(self) -> FrrDriver:
        return FrrDriver()

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        return plan_frr_node(network, node, context)

    def check_node(
        self, network: Network, node: Node, problems: Problems, at: Span = NOWHERE, context: RenderContext = UNKNOWN
    ) -> None:
        version = context.version(node)
        check_node(node, problems, at, parse_version(version) if version is not None else None)


DEVICE = FrrDevice()

__all__ = ["DEVICE", "FEATURES", "FrrDevice", "FrrDriver", "frr_conf"]
