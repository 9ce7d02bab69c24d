"""BIRD as router, as route server and as pure route reflector."""

from __future__ import annotations

from ...errors import NOWHERE, Problems, Span
from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import UNKNOWN, RenderContext
from .driver import BirdDriver
from .features import FEATURES
from .limits import check_node
from .node import bird_conf
from .plan import plan_bird_node


class BirdDevice:
    """The device `bird`."""

    @property
    def features(self) -> DeviceFeatures:
        return FEATURES

    @property
    def driver(self) -> BirdDriver:
        return BirdDriver()

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        return plan_bird_node(network, node, context)

    def check_node(
        self, network: Network, node: Node, problems: Problems, at: Span = NOWHERE, context: RenderContext = UNKNOWN
    ) -> None:
        check_node(network, node, problems, at, context)


DEVICE = BirdDevice()

__all__ = ["DEVICE", "FEATURES", "BirdDevice", "BirdDriver", "bird_conf", "check_node"]
