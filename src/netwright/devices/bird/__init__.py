"""BIRD as router, as route server and as pure route reflector."""

from __future__ import annotations

from ...errors import NOWHERE, Problems, Span
from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import RenderContext
from .driver import BirdDriver
from .features import FEATURES
from .limits import check_node
from .node import bird_conf
from .plan import parse_version, plan_bird_node


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
        self, network: Network, node: Node, problems: Problems, at: Span = NOWHERE, version: str | None = None
    ) -> None:
        check_node(network, node, problems, at, parse_version(version or ""))


DEVICE = BirdDevice()

__all__ = ["DEVICE", "FEATURES", "BirdDevice", "BirdDriver", "bird_conf", "check_node"]
