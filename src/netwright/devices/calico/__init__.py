"""A node of a Kubernetes cluster: what Calico would run there, with the configuration Calico would give it."""

from __future__ import annotations

from ...errors import Problems, Span
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

    def check_node(self, network: Network, node: Node, problems: Problems, at: Span, context: RenderContext) -> None:
        """Resources say what Calico does, and resources belong to clusters."""
        if node.cluster is None:
            message = f"node `{node.name}` runs Calico, but no cluster has it"
            problems.error("calico-without-cluster", message, at, f"clusters: {{ NAME: {{ nodes: [ {node.name} ] }} }}")


DEVICE = CalicoDevice()

__all__ = ["DEVICE", "FEATURES", "CalicoDevice"]
