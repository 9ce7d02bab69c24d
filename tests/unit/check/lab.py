"""A small designed network, a recorded lab and a clock that does not tick by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from netwright.addr import parse_address, parse_interface, parse_prefix
from netwright.devices.base import ShowCommand, StateError
from netwright.model import (
    BgpInstance,
    BgpNeighbor,
    BgpNetwork,
    CommandResult,
    Endpoint,
    Interface,
    Link,
    Map,
    NamedPrefix,
    Network,
    Node,
    OspfInstance,
    OspfInterface,
    Snippet,
)


class FakeClock:
    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class Quiet:
    def __init__(self) -> None:
        self.said: list[str] = []

    def stage(self, name: str, total: int) -> None: ...

    def advance(self, name: str, amount: int = 1) -> None: ...

    def say(self, text: str) -> None:
        self.said.append(text)


def _of(vrf: str | None) -> tuple[str, ...]:
    return () if vrf is None else (vrf,)


class FakeDriver:
    """Commands are names of state; `parse` returns what the runner's `state` holds, keyed by the output."""

    def __init__(self, store: dict[str, tuple[Any, ...]], lacks: Sequence[str] = ()) -> None:
        self.store, self.lacks = store, lacks

    def _show(self, *key: str) -> ShowCommand[Any] | None:
        if key[0] in self.lacks:
            return None

        def parse(text: str) -> tuple[Any, ...]:
            if text == "dead":
                raise StateError("the daemon does not answer")
            return tuple(self.store.get(text, ()))

        return ShowCommand(("state", *key), parse)

    def addresses(self) -> ShowCommand[Any] | None:
        return self._show("addresses")

    def aggregates(self) -> ShowCommand[Any] | None:
        return self._show("aggregates")

    def bridges(self) -> ShowCommand[Any] | None:
        return self._show("bridges")

    def isis_neighbors(self, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("isis_neighbors", *_of(vrf))

    def bgp_sessions(self, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("bgp_sessions", *_of(vrf))

    def bgp_routes(self, family: str, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("bgp_routes", family, *_of(vrf))

    def ospf_neighbors(self, family: str, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("ospf_neighbors", family, *_of(vrf))

    def ospf_routes(self, family: str, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("ospf_routes", family, *_of(vrf))

    def routes(self, family: str, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Any] | None:
        return self._show("routes", family, *_of(vrf))

    def show_argv(self, words: str, *, json: bool = False) -> tuple[str, ...]:
        return ("show", words + (" json" if json else ""))

    def exec_argv(self, text: str) -> tuple[str, ...]:
        return ("sh", text)


class FakeRunner:
    """Answers `state ...` with `node/state/...`; everything else from `answers` (text, result, function)."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.calls: list[tuple[str, str]] = []
        self.applied: list[tuple[str, Snippet]] = []
        self.dead: set[str] = set()
        self.refuse = False

    def run(self, node: str, argv: Sequence[str], *, stdin: str = "", timeout_s: float = 30.0) -> CommandResult:
        text = " ".join(argv)
        self.calls.append((node, text))
        if argv[0] == "state":
            found: Any = "dead" if node in self.dead else "/".join([node, *argv[1:]])
        else:
            found = next((v for k, v in self.answers.items() if k in (text, f"{node}: {text}")), "")
        if isinstance(found, Callable):  # type: ignore[arg-type]
            found = found(node)
        if isinstance(found, CommandResult):
            return found
        return result(found)

    def apply(self, node: str, snippet: Snippet) -> CommandResult:
        self.applied.append((node, snippet))
        return result("", status=1, stderr="% Unknown command") if self.refuse else result("")


def result(stdout: str, *, status: int = 0, stderr: str = "") -> CommandResult:
    return CommandResult(argv=(), status=status, stdout=stdout, stderr=stderr)


def _router(name: str, number: int, asn: int, neighbors: list[BgpNeighbor], linked: list[tuple[int, str]]) -> Node:
    loopback = parse_interface(f"10.0.0.{number}/32")
    area = OspfInterface(area="0.0.0.0")
    return Node(
        name=name,
        id=number,
        device="frr",
        requested_device="frr",
        modules=("bgp", "ospf"),
        ipv4=True,
        ipv6=True,
        router_id=f"10.0.0.{number}",
        loopback=Interface(
            ifindex=0,
            ifname="lo",
            type="loopback",
            ipv4=loopback,
            ipv6=parse_interface(f"2001:db8:{number}::1/64"),
            ospf=area,
        ),
        interfaces=tuple(
            Interface(
                ifindex=i,
                ifname=f"eth{i}",
                type="p2p",
                linkindex=index,
                ipv4=parse_interface(address),
                ospf=area if index == 1 else None,
            )
            for i, (index, address) in enumerate(linked, 1)
        ),
        bgp=BgpInstance(
            asn=asn,
            router_id=f"10.0.0.{number}",
            ipv4=True,
            neighbors=tuple(neighbors),
            networks=(BgpNetwork(prefix=loopback.prefix, origin="loopback"),),
        ),
        ospf=OspfInstance(router_id=f"10.0.0.{number}", area="0.0.0.0", ipv4=True) if number < 3 else None,
    )


def neighbor(name: str, asn: int, kind: str, address: str, **more: Any) -> BgpNeighbor:
    return BgpNeighbor(
        name=name,
        asn=asn,
        type=kind,
        ipv4=parse_address(address),
        activate_ipv4=True,
        **more,  # type: ignore[arg-type]
    )


def network(validate: dict[str, Any] | None = None, **more: Any) -> Network:
    """r1 -- r2 (OSPF, IBGP), r2 -- x (EBGP), host h at r1."""
    r1 = _router("r1", 1, 65000, [neighbor("r2", 65000, "ibgp", "10.0.0.2")], [(1, "10.1.0.1/30")])
    r2 = _router(
        "r2",
        2,
        65000,
        [
            neighbor("r1", 65000, "ibgp", "10.0.0.1", next_hop_self="ebgp"),
            neighbor("x", 65100, "ebgp", "10.1.0.6", ifindex=2),
        ],
        [(1, "10.1.0.2/30"), (2, "10.1.0.5/30")],
    )
    x = _router("x", 3, 65100, [neighbor("r2", 65000, "ebgp", "10.1.0.5", ifindex=1)], [(2, "10.1.0.6/30")])
    h = Node(name="h", id=4, device="linux", requested_device="linux", role="host")
    links = (
        _link(1, ("r1", "eth1", "10.1.0.1/30"), ("r2", "eth1", "10.1.0.2/30")),
        _link(2, ("r2", "eth2", "10.1.0.5/30"), ("x", "eth1", "10.1.0.6/30")),
    )
    values: dict[str, Any] = {
        "name": "small",
        "nodes": {n.name: n for n in (r1, r2, x, h)},
        "links": links,
        "pools": {},
        "prefixes": {"beacon": NamedPrefix(name="beacon", ipv4=parse_prefix("172.42.42.0/24"))},
        "groups": {},
        "validate": validate if isinstance(validate, Map) else Map(validate or {}),
    }
    return Network(**(values | more))


def _link(index: int, *ends: tuple[str, str, str]) -> Link:
    return Link(
        linkindex=index,
        type="p2p",
        ipv4=parse_interface(ends[0][2]).prefix,
        endpoints=tuple(Endpoint(node, name, parse_interface(address)) for node, name, address in ends),
    )
