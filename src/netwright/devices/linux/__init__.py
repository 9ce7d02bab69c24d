"""Linux as host and as static router: addresses, routes and sysctls, no daemon."""

from __future__ import annotations

from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import RenderContext
from .driver import LinuxDriver
from .features import FEATURES
from .plan import plan_linux_node


class LinuxDevice:
    """The device `linux`."""

    @property
    def features(self) -> DeviceFeatures:
        return FEATURES

    @property
    def driver(self) -> LinuxDriver:
        return LinuxDriver()

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        return plan_linux_node(network, node)


DEVICE = LinuxDevice()

__all__ = ["DEVICE", "FEATURES", "LinuxDevice", "LinuxDriver", "plan_linux_node"]
