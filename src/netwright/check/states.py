"""State of one node through its driver: run the show command, read what it prints.

Owns: the way from a `Driver` and a command runner to neutral state. Must not: judge it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..devices.base import Driver, ShowCommand, StateError
from ..model import (
    AddressState,
    AggregateState,
    BfdSessionState,
    BgpRoute,
    BgpSessionState,
    BridgeState,
    CommandResult,
    IsisNeighborState,
    IsisRoute,
    OspfNeighborState,
    OspfRoute,
    Route,
)
from ..model.state import Family

State = TypeVar("State")
Run = Callable[[Sequence[str], float], CommandResult]
TIMEOUT_S = 15.0


class UnavailableError(Exception):
    """The device has no such state."""


class UnreadableError(Exception):
    """The device did not answer, or not in a way that can be read (yet)."""


class StateReader:
    """Reads state of one node."""

    __slots__ = ("_device", "_driver", "_run")

    def __init__(self, device: str, driver: Driver, run: Run) -> None:
        self._device, self._driver, self._run = device, driver, run

    def _read(self, command: ShowCommand[State] | None, what: str) -> list[State]:
        if command is None:
            raise UnavailableError(f"device {self._device} has no {what}")
        done = self._run(command.argv, TIMEOUT_S)
        try:
            return list(command.parse(done.stdout))
        except StateError as error:
            said = (done.stderr or done.stdout).strip().splitlines()
            text = said[-1] if done.status and said else str(error)
            raise UnreadableError(f"cannot read {what}: {text}") from None

    def addresses(self) -> list[AddressState]:
        return self._read(self._driver.addresses(), "addresses")

    def aggregates(self) -> list[AggregateState]:
        return self._read(self._driver.aggregates(), "bonds")

    def bridges(self) -> list[BridgeState]:
        return self._read(self._driver.bridges(), "bridges")

    def bfd_sessions(self, vrf: str | None = None) -> list[BfdSessionState]:
        return self._read(self._driver.bfd_sessions(vrf), "BFD sessions")

    def isis_neighbors(self, vrf: str | None = None) -> list[IsisNeighborState]:
        return self._read(self._driver.isis_neighbors(vrf), "IS-IS neighbors")

    def isis_routes(self, family: Family, vrf: str | None = None) -> list[IsisRoute]:
        return self._read(self._driver.isis_routes(family, vrf), "IS-IS routes")

    def bgp_sessions(self, vrf: str | None = None) -> list[BgpSessionState]:
        return self._read(self._driver.bgp_sessions(vrf), "BGP sessions")

    def bgp_routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> list[BgpRoute]:
        return self._read(self._driver.bgp_routes(family, prefix, vrf), "BGP routes")

    def ospf_neighbors(self, family: Family, vrf: str | None = None) -> list[OspfNeighborState]:
        return self._read(self._driver.ospf_neighbors(family, vrf), "OSPF neighbors")

    def ospf_routes(self, family: Family, vrf: str | None = None) -> list[OspfRoute]:
        return self._read(self._driver.ospf_routes(family, vrf), "OSPF routes")

    def routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> list[Route]:
        return self._read(self._driver.routes(family, prefix, vrf), "routing table")
