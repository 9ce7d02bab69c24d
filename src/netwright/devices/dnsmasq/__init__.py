"""dnsmasq: a Linux host whose task is to serve DHCP."""

from __future__ import annotations

from ...model import DeviceFeatures, Network, Node, NodePlan
from ..base import RenderContext
from ..linux import LinuxDriver, plan_linux_node
from .features import FEATURES


class DnsmasqDevice:
    """The device `dnsmasq`."""

    @property
    def features(self) -> DeviceFeatures:
        return FEATURES

    @property
    def driver(self) -> LinuxDriver:
        return LinuxDriver()

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        return plan_linux_node(network, node)


DEVICE = DnsmasqDevice()

__all__ = ["DEVICE", "FEATURES", "DnsmasqDevice"]
