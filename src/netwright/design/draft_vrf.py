"""The working representation of a VRF while a network is designed.

Owns: `DraftVrf`. Must not: decide anything; passes do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import Span
from ..model import BgpInstance, EvpnVrf, IsisInstance, Map, OspfInstance, RipInstance
from .merge import mapping

if TYPE_CHECKING:
    from .draft import DraftInterface


class DraftVrf:
    """One VRF, of the network or of a node."""

    __slots__ = (
        "bgp",
        "data",
        "evpn",
        "exports",
        "id",
        "imports",
        "ipv4",
        "ipv6",
        "isis",
        "loopback",
        "name",
        "ospf",
        "rd",
        "ripv2",
        "span",
        "table",
    )

    def __init__(self, name: str, data: Mapping[str, Any], span: Span) -> None:
        self.name = name
        self.data = data
        """What the user says, the node's over the network's; read-only."""
        self.span = span
        self.id = 0
        self.rd = ""
        self.imports: tuple[str, ...] = ()
        self.exports: tuple[str, ...] = ()
        # Set when interfaces join:
        self.table = 0
        self.ipv4 = False
        self.ipv6 = False
        self.loopback: DraftInterface | None = None
        # Set by protocol passes:
        self.bgp: BgpInstance | None = None
        self.evpn: EvpnVrf | None = None
        self.isis: IsisInstance | None = None
        self.ospf: OspfInstance | None = None
        self.ripv2: RipInstance | None = None

    @property
    def leaks(self) -> bool:
        """It imports or exports other routes than its own."""
        return any(target != self.rd for target in (*self.imports, *self.exports))

    def module(self, name: str) -> Mapping[str, Any]:
        """Attributes of a module; empty when there are none or the module is disabled."""
        return mapping(self.data.get(name))

    def disabled(self, name: str) -> bool:
        """True when the user wrote `<module>: False` in the VRF."""
        return self.data.get(name) is False

    def at(self, *path: str) -> Span:
        """The place of an attribute, or the nearest known place above it."""
        span, current = self.span, self.data
        for key in path:
            if not isinstance(current, Map) or key not in current:
                break
            span, current = current.at(key), current[key]
        return span

    def copy(self) -> DraftVrf:
        """The same VRF on another node."""
        new = DraftVrf(self.name, self.data, self.span)
        new.id, new.rd, new.imports, new.exports = self.id, self.rd, self.imports, self.exports
        return new

    def __repr__(self) -> str:
        return f"<vrf {self.name}>"


__all__ = ["DraftVrf"]
