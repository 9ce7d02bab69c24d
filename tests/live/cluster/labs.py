"""Labs of this folder: started by the name of a topology, asked in neutral words, waited for by asking again.

Owns: starting, asking, waiting. Must not: expect anything.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from netwright import workbench
from netwright.devices.base import StateError
from netwright.devices.bird import reading
from netwright.model import BgpRoute
from netwright.model.state import Family
from netwright.workbench import RunningLab

TOPOLOGIES = Path(__file__).parent / "topologies"
PATIENCE_S = 20.0
STEP_S = 0.1
LEARNED = 2147483547
"""Metric of a route that came with the usual local preference of 100."""
T = TypeVar("T")


@contextlib.contextmanager
def started(name: str, *settings: str) -> Iterator[RunningLab]:
    """The lab of `topologies/<name>.yml`, and nothing of it afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="netwright-cluster-") as scratch,
        workbench.up(TOPOLOGIES / f"{name}.yml", settings=settings, directory=Path(scratch) / "lab") as lab,
    ):
        yield lab


def settled(ask: Callable[[], T], wanted: T, seconds: float = PATIENCE_S) -> T:
    """The answer as soon as it is `wanted`, or the last one: to be compared with `wanted` once more."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(StateError):
            answer = ask()
            if answer == wanted or time.monotonic() > deadline:
                return answer
        assert time.monotonic() < deadline, "no answer"
        time.sleep(STEP_S)


class Protocol(NamedTuple):
    """A line of `birdc show protocols`."""

    state: str
    since: str
    info: str

    @property
    def established(self) -> bool:
        return self.info.startswith("Established")


_PROTOCOL = re.compile(r"^(\w+) +BGP +--- +(\w+) +(\S+) *(.*?) *$", re.MULTILINE)


def sessions(lab: RunningLab, node: str) -> dict[str, Protocol]:
    """BGP protocols of a node by name."""
    found = _PROTOCOL.findall(lab.run(node, "birdc show protocols").stdout)
    return {name: Protocol(state, since, info) for name, state, since, info in found}


def established(lab: RunningLab, node: str) -> set[str]:
    """Names of BGP protocols that are up."""
    return {name for name, protocol in sessions(lab, node).items() if protocol.established}


Uptimes = dict[tuple[str, str], float]
"""Since when sessions are up, in seconds of the day, by node and protocol."""
SAME_S = 0.1
"""BIRD knows its times by another clock than it shows: they differ by a millisecond now and then."""


def uptimes(lab: RunningLab, nodes: Iterable[str]) -> Uptimes:
    """Of sessions that are up."""
    return {
        (node, name): _seconds(protocol.since)
        for node in nodes
        for name, protocol in sessions(lab, node).items()
        if protocol.established
    }


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def flapped(before: Uptimes, after: Uptimes) -> set[tuple[str, str]]:
    """Sessions that were up, and are not, or not since then."""
    return {key for key, since in before.items() if abs(after.get(key, -1.0) - since) > SAME_S}


def session_options(lab: RunningLab, node: str, protocol: str) -> str:
    """Everything BIRD says of a protocol."""
    return lab.run(node, f"birdc show protocols all {protocol}").stdout


def bird_paths(lab: RunningLab, node: str) -> list[reading.Path]:
    """All routes of a node's BIRD."""
    return list(reading.paths(lab.run(node, "birdc show route all").stdout))


class KernelRoute(NamedTuple):
    """Where the kernel sends packets for a prefix."""

    via: str = ""
    """Gateway; several of them are in order, with commas between."""
    dev: str = ""
    metric: int = 0
    kind: str = "unicast"


def kernel(lab: RunningLab, node: str, family: Family = "ipv4") -> dict[str, KernelRoute]:
    """The main table; of several routes to a prefix the one that is used."""
    option = "-4" if family == "ipv4" else "-6"
    listed = json.loads(lab.run(node, f"ip {option} -j route show").stdout or "[]")
    found: dict[str, KernelRoute] = {}
    for route in sorted(listed, key=lambda r: -int(r.get("metric", 0))):
        hops = route.get("nexthops") or [route]
        found[_whole(route["dst"], family)] = KernelRoute(
            via=",".join(sorted(filter(None, map(_gateway, hops)))),
            dev=",".join(sorted({h.get("dev", "") for h in hops if h.get("dev") != "lo"})),
            metric=int(route.get("metric", 0)),
            kind=route.get("type", "unicast"),
        )
    return found


def _gateway(hop: dict[str, Any]) -> str:
    return str(hop.get("gateway") or hop.get("via", {}).get("host", ""))


def _whole(prefix: str, family: Family) -> str:
    if prefix == "default":
        return prefix
    return prefix if "/" in prefix else f"{prefix}/{32 if family == 'ipv4' else 128}"


def learned(
    lab: RunningLab, router: str, family: Family = "ipv4", prefix: str | None = None
) -> dict[str, list[BgpRoute]]:
    """BGP routes a router has from its neighbours, by prefix; FRR tells communities when it is asked for one alone."""
    command = lab.driver(router).bgp_routes(family, prefix)
    assert command is not None
    found: dict[str, list[BgpRoute]] = {}
    for route in command.parse(lab.run(router, command.argv).stdout):
        if route.peer is not None:
            found.setdefault(route.prefix, []).append(route)
    return found


def next_hops(lab: RunningLab, router: str, family: Family = "ipv4") -> dict[str, tuple[str, ...]]:
    """Where a router sends packets for what it learned by BGP, in order."""
    routes = learned(lab, router, family)
    best = {prefix: [r for r in each if r.best and r.valid] for prefix, each in routes.items()}
    return {prefix: tuple(sorted({h for r in each for h in r.next_hops})) for prefix, each in best.items() if each}


def address(lab: RunningLab, workload: str, family: int = 4) -> str:
    """Of a machine or pod."""
    place = lab.network.nodes[workload].workload
    assert place is not None
    return next(str(a) for a in place.addresses if a.family == family)


def cali(lab: RunningLab, workload: str) -> str:
    """The host's end of a workload's pair."""
    place = lab.network.nodes[workload].workload
    assert place is not None
    return place.host_ifname


def pings(lab: RunningLab, node: str, to: str) -> bool:
    """One reply. A router that would know a shorter way tells once, which ping takes for the end: asked again then."""
    done = lab.run(node, ["ping", "-c", "1", "-W", "1", to])
    if done.status and "Redirect" in done.stdout:
        done = lab.run(node, ["ping", "-c", "1", "-W", "1", to])
    return done.status == 0


def hop(lab: RunningLab, node: str, to: str, number: int) -> str:
    """Who answers a packet that may take so many hops, the target included."""
    shown = lab.run(node, ["ping", "-n", "-c", "1", "-W", "1", "-t", str(number), to]).stdout
    found = re.search(r"(?:From|bytes from) ([^ :]+)", shown)
    return found.group(1) if found is not None else shown


def all_ping(lab: RunningLab, nodes: list[str], to: list[str]) -> set[tuple[str, str]]:
    """Pairs that do not reach each other."""
    return {(node, target) for node in nodes for target in to if not pings(lab, node, target)}
