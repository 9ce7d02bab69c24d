"""A node of a Kubernetes cluster: what Calico would run there, with the configuration Calico would give it."""

from __future__ import annotations

from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import RenderContext
from ..bird import BirdDriver
from .features import FEATURES
from .plan import plan_calico_node


class CalicoDevice:
    """The device `calico`."""

    @property
    def features(self) -> DeviceFeatures:
        return FEATURES

    @property
    def driver(self) -> BirdDriver:
        return BirdDriver()

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        return plan_calico_node(network, node, context)


DEVICE = CalicoDevice()

__all__ = ["DEVICE", "FEATURES", "CalicoDevice"]
