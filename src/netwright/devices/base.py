"""What every device package provides: a `Device` with its features, its plan and its driver.

Owns: the protocols and the conventions of file locations. Must not: know any particular device.

Inside a node (its own mount namespace):
    /etc/frr/frr.conf, /etc/frr/vtysh.conf      FRR configuration; sockets in /var/run/frr
    /etc/bird/bird.conf, /etc/bird/conf.d/*     BIRD configuration; socket /run/bird/bird.ctl
    /var/log/netwright/<daemon>.log             output of a daemon (kept by the lab, not by the daemon)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, runtime_checkable

import msgspec

from ..errors import NOWHERE, Problems, Span
from ..model import (
    AddressState,
    AggregateState,
    BfdSessionState,
    BgpRoute,
    BgpSessionState,
    BridgeState,
    DeviceFeatures,
    IsisNeighborState,
    IsisRoute,
    Network,
    Node,
    NodePlan,
    OspfNeighborState,
    OspfRoute,
    Route,
    Snippet,
)
from ..model.plan import SnippetKind
from ..model.state import Family

FRR_DIRECTORY = "/etc/frr"
FRR_RUN_DIRECTORY = "/var/run/frr"
BIRD_DIRECTORY = "/etc/bird"
BIRD_SOCKET = "/run/bird/bird.ctl"
LOG_DIRECTORY = "/var/log/netwright"

State = TypeVar("State", covariant=True)


class ShowCommand(msgspec.Struct, Generic[State], frozen=True):
    """A command to run in a node and how to read what it prints."""

    argv: tuple[str, ...]
    parse: Callable[[str], tuple[State, ...]]
    """Standard output -> neutral state; raises `StateError` when it is not what the daemon prints."""


class StateError(ValueError):
    """Output of a daemon that cannot be read: it does not serve (yet), or prints something unknown."""


class NodeImage(msgspec.Struct, frozen=True, kw_only=True):
    """The root file system a node runs on in place of the host's files."""

    root: str | None
    """Directory of the host; None = it is not there, files are only written."""
    versions: dict[str, str]
    """Version of each daemon suite in it."""


class RenderContext(msgspec.Struct, frozen=True, kw_only=True):
    """What rendering has to know of the host, as data."""

    versions: dict[str, str] = {}
    """Version of each daemon suite: {"frr": "8.4.4", "bird": "2.0.12"}; absent = the oldest supported."""
    images: dict[str, NodeImage] = {}
    """By node; a node that is absent runs on the host's files."""

    def version(self, node: Node) -> str | None:
        """Version of the daemon suite a node runs; None when it is not known."""
        image = self.images.get(node.name)
        return (self.versions if image is None else image.versions).get(node.device)

    def root(self, node: str) -> str | None:
        """Root file system of a node; None = the host's files."""
        image = self.images.get(node)
        return None if image is None else image.root


UNKNOWN = RenderContext()
"""Nothing is known of the host."""


class Driver(Protocol):
    """How to talk to a running device. A kind of state a device does not have is None.

    `vrf` names the VRF that is asked about; None is the global routing table.
    """

    def addresses(self) -> ShowCommand[AddressState] | None:
        """Of all interfaces, as the kernel has them."""
        ...

    def aggregates(self) -> ShowCommand[AggregateState] | None:
        """Bonds."""
        ...

    def bridges(self) -> ShowCommand[BridgeState] | None: ...

    def bgp_sessions(self, vrf: str | None = None) -> ShowCommand[BgpSessionState] | None:
        """Every BGP session with the families negotiated on it."""
        ...

    def bgp_routes(
        self, family: Family, prefix: str | None = None, vrf: str | None = None
    ) -> ShowCommand[BgpRoute] | None:
        """Paths of one prefix (complete attributes), or of all prefixes."""
        ...

    def bfd_sessions(self, vrf: str | None = None) -> ShowCommand[BfdSessionState] | None: ...

    def isis_neighbors(self, vrf: str | None = None) -> ShowCommand[IsisNeighborState] | None:
        """Adjacencies of all levels."""
        ...

    def isis_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[IsisRoute] | None:
        """Routes IS-IS computed, of both levels."""
        ...

    def ospf_neighbors(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfNeighborState] | None:
        """`ipv4` = OSPFv2, `ipv6` = OSPFv3."""
        ...

    def ospf_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfRoute] | None: ...

    def routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Route] | None:
        """The routing table as the device sees it."""
        ...

    def show_argv(self, words: str, *, json: bool = False) -> tuple[str, ...]:
        """`validate.show` and `connect --show`: the device's own show command, without the word `show`."""
        ...

    def exec_argv(self, text: str) -> tuple[str, ...]:
        """A command line as a user types it in a node's shell."""
        ...

    def console_argv(self) -> tuple[str, ...]:
        """The interactive console: vtysh, birdc or a shell."""
        ...

    def running_config_argv(self) -> tuple[str, ...]: ...

    def reload_argv(self) -> tuple[str, ...] | None:
        """Tells the daemons to read changed configuration files; None when there is nothing to reload."""
        ...

    def snippet_kind(self, text: str) -> SnippetKind:
        """How a piece of custom configuration is applied."""
        ...


@runtime_checkable
class ChangingDriver(Driver, Protocol):
    """A driver whose daemons do not forget by reading their files again: it says what is different."""

    def change_snippet(self, before: NodePlan, after: NodePlan) -> Snippet | None:
        """What makes running daemons have the configuration of another plan; None when there is nothing to say."""
        ...


class Device(Protocol):
    """A device type that runs here."""

    @property
    def features(self) -> DeviceFeatures: ...

    @property
    def driver(self) -> Driver: ...

    def plan_node(self, network: Network, node: Node, context: RenderContext) -> NodePlan:
        """Everything one node of this device needs, custom configuration excepted."""
        ...


@runtime_checkable
class CheckedDevice(Device, Protocol):
    """A device whose limits `features.py` cannot say: it looks at what a node asks of it."""

    def check_node(
        self, network: Network, node: Node, problems: Problems, at: Span = NOWHERE, context: RenderContext = UNKNOWN
    ) -> None:
        """Add a problem for everything the device cannot do; `at` is where the node stands.

        `context` says which releases nodes run, as far as that is known.
        """
        ...
