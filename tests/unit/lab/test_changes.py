"""What is different between two plans."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from netwright.addr import parse_address, parse_interface, parse_prefix
from netwright.errors import LabError
from netwright.lab import compare, refuse, sentences
from netwright.lab.changes import NodeChange, PlanChange
from netwright.lab.telling import data
from netwright.lab.wiring import Move
from netwright.model import (
    BridgePortPlan,
    DaemonPlan,
    FilePlan,
    Impairment,
    InterfacePlan,
    LabPlan,
    NodePlan,
    RoutePlan,
    Segment,
    Snippet,
)


def interface(name: str, kind: str = "veth", *addresses: str, **more: object) -> InterfacePlan:
    return InterfacePlan(name=name, kind=kind, addresses=tuple(map(parse_interface, addresses)), **more)


def node(name: str, *interfaces: InterfacePlan, **more: object) -> NodePlan:
    return NodePlan(name=name, device="linux", interfaces=interfaces, **more)


def plan(*nodes: NodePlan, links: tuple[tuple[str, ...], ...] = (), bridges: dict[int, str] | None = None) -> LabPlan:
    """Links as `("r1.eth1", "r2.eth1")`."""
    segments = tuple(
        Segment(
            linkindex=number,
            ends=tuple((end.split(".")[0], end.split(".")[1]) for end in ends),
            bridge=(bridges or {}).get(number),
        )
        for number, ends in enumerate(links, 1)
    )
    return LabPlan(name="x", nodes=nodes, segments=segments, hosts="")


A, B, C = (node(name, interface("eth1"), interface("eth2")) for name in "abc")
PAIRS = (("a.eth1", "b.eth1"), ("b.eth2", "c.eth1"), ("c.eth2", "a.eth2"))


def only(change: PlanChange) -> NodeChange:
    (found,) = change.nodes_changed
    return found


def one(before: NodePlan, after: NodePlan) -> NodeChange:
    return only(compare(plan(before), plan(after)))


class TestNothing:
    def test_the_same(self) -> None:
        assert compare(plan(A, B, C, links=PAIRS), plan(A, B, C, links=PAIRS)).is_nothing

    def test_other_places_in_the_plan(self) -> None:
        moved = tuple(replace(i, segment=7) for i in A.interfaces)
        reordered = plan(C, replace(A, interfaces=moved), B, links=(PAIRS[2], PAIRS[0][::-1], PAIRS[1]))
        assert compare(plan(A, B, C, links=PAIRS), reordered).is_nothing

    def test_no_mac_address_is_any(self) -> None:
        named = replace(A, interfaces=(replace(A.interfaces[0], mac="02:00:00:00:00:07"), A.interfaces[1]))
        assert compare(plan(named), plan(A)).is_nothing
        assert one(A, named).interfaces_changed == ("eth1",)


class TestRefused:
    @pytest.mark.parametrize(
        ("other", "words"),
        [
            (replace(plan(A), name="y"), "change its name from x to y"),
            (plan(replace(A, device="frr")), "node a cannot become a frr node"),
            (plan(replace(A, root="/images/1")), "node a cannot get another image"),
        ],
    )
    def test_what_takes_a_restart(self, other: LabPlan, words: str) -> None:
        with pytest.raises(LabError, match=words) as caught:
            refuse(plan(A), other)
        assert "netwright restart" in caught.value.hint

    def test_new_nodes_are_what_they_are(self) -> None:
        refuse(plan(A), plan(A, replace(B, device="frr", root="/images/1")))


class TestNodes:
    def test_added_and_removed(self) -> None:
        change = compare(plan(A, B), plan(B, C))
        assert (change.nodes_added, change.nodes_removed, change.nodes_changed) == (("c",), ("a",), ())

    def test_in_place(self) -> None:
        eth1 = A.interfaces[0]
        for fields in (
            {"mtu": 1400},
            {"addresses": (parse_interface("10.0.0.1/24"),)},
            {"up": False},
            {"description": "to b"},
            {"sysctls": (("ipv4/conf/{ifname}/proxy_arp", "1"),)},
            {"impairment": Impairment(delay_ms=5)},
        ):
            change = one(A, replace(A, interfaces=(replace(eth1, **fields), A.interfaces[1])))
            assert change == NodeChange(name="a", interfaces_changed=("eth1",)), fields
            assert change.is_network

    def test_made_anew_with_what_stands_on_it(self) -> None:
        def with_bridge(stp: bool) -> NodePlan:
            from netwright.model import BridgePlan

            port = interface("eth1", master="br0", port=BridgePortPlan())
            bridge = interface("br0", "bridge", bridge=BridgePlan(stp=stp))
            return node("a", bridge, port, interface("br0.7", "vlan", parent="br0", vlan_id=7), interface("eth2"))

        links = (("a.eth1", "b.eth1"), ("a.eth2", "b.eth2"))
        change = compare(plan(with_bridge(False), B, links=links), plan(with_bridge(True), B, links=links))
        assert [(n.name, n.interfaces_remade) for n in change.nodes_changed] == [
            ("a", ("br0", "eth1", "br0.7")),
            ("b", ("eth1",)),
        ]
        assert not change.links_added

    def test_the_loopback_is_never_made(self) -> None:
        one_lo, two = node("a", interface("lo", "loopback", "10.0.0.1/32")), node("a", interface("lo", "loopback"))
        assert one(one_lo, two) == NodeChange(name="a", interfaces_changed=("lo",))

    def test_routes(self) -> None:
        route = RoutePlan(prefix=parse_prefix("10.0.0.0/8"), next_hop=parse_address("192.0.2.1"), metric=512)
        change = one(replace(A, routes=(route,)), replace(A, routes=(replace(route, metric=1024),)))
        assert (change.routes_added, change.routes_removed) == ((replace(route, metric=1024),), (route,))
        assert sentences(PlanChange(nodes_changed=(change,))) == (
            "~ node a: + route 10.0.0.0/8 via 192.0.2.1 metric 1024, - route 10.0.0.0/8 via 192.0.2.1 metric 512",
        )

    def test_settings_and_files(self) -> None:
        before = replace(A, sysctls=(("x", "1"), ("y", "1")), files=(FilePlan(path="/a", content="1"),))
        after = replace(
            A,
            sysctls=(("y", "2"), ("z", "1")),
            files=(FilePlan(path="/b", content="1"), FilePlan(path="/c", content="")),
        )
        change = one(before, after)
        assert change.sysctls == ("x", "y", "z")
        assert (change.files_written, change.files_removed) == (("/b", "/c"), ("/a",))
        assert one(before, replace(before, files=(FilePlan(path="/a", content="1", mode=0o755),))).files_written == (
            "/a",
        )

    def test_daemons(self) -> None:
        one_daemon = DaemonPlan(name="bird", argv=("bird", "-f"), package="bird2")
        other = DaemonPlan(name="dnsmasq", argv=("dnsmasq",), package="dnsmasq", start_files=("/d",))
        file = FilePlan(path="/d", content="1")
        before = replace(A, daemons=(one_daemon, other), files=(file,))
        assert one(before, replace(before, daemons=(other,))).daemons_removed == ("bird",)
        assert one(replace(before, daemons=()), before).daemons_added == ("bird", "dnsmasq")
        again = replace(before, daemons=(replace(one_daemon, argv=("bird", "-d")), other))
        assert one(before, again).daemons_restarted == ("bird",)
        changed = replace(before, files=(replace(file, content="2"),))
        assert one(before, changed).daemons_restarted == ("dnsmasq",)
        later = replace(before, daemons=(replace(one_daemon, after=("dnsmasq",)), other))
        assert compare(plan(before), plan(later)).is_nothing

    def test_snippets(self) -> None:
        shell, file = Snippet(name="s", kind="shell", text="1"), Snippet(name="f", kind="file", text="1", path="/f")
        before = replace(A, snippets=(shell, file))
        change = one(before, replace(A, snippets=(replace(shell, text="2"), file)))
        assert (change.snippets_applied, change.snippets_removed) == (("s",), ())
        change = one(before, replace(A, snippets=(shell, replace(file, path="/g"))))
        assert (change.snippets_applied, change.snippets_removed) == (("f",), ("f",))

    def test_hosts(self) -> None:
        change = compare(plan(A), replace(plan(A), hosts="10.0.0.1 a\n"))
        assert sentences(change) == ("~ /etc/hosts of every node",)


class TestLinks:
    def test_a_pair_leads_elsewhere(self) -> None:
        before = plan(A, B, C, links=(("a.eth1", "b.eth1"), ("b.eth2", "c.eth1")))
        after = plan(A, B, C, links=(("a.eth1", "c.eth1"), ("b.eth2", "b.eth1")))
        change = compare(before, after)
        assert {n.name: n.interfaces_remade for n in change.nodes_changed} == {
            "a": ("eth1",),
            "b": ("eth1", "eth2"),
            "c": ("eth1",),
        }
        assert len(change.links_added) == len(change.links_removed) == 2

    def test_one_end_moves(self) -> None:
        def machine_on(host: str) -> LabPlan:
            cable = interface("cali1", mac="ee:ee:ee:ee:ee:ee")
            hosts = [node(n, interface("eth1"), *((cable,) if n == host else ())) for n in "ab"]
            links = (("a.eth1", "b.eth1"), (f"{host}.cali1", "vm.eth0"))
            return plan(*hosts, node("vm", interface("eth0")), links=links)

        change = compare(machine_on("a"), machine_on("b"))
        assert change.moves == (Move(("vm", "eth0"), ("a", "cali1"), ("b", "cali1")),)
        assert [(n.name, n.interfaces_added, n.interfaces_removed) for n in change.nodes_changed] == [
            ("a", (), ("cali1",)),
            ("b", ("cali1",), ()),
        ]
        assert (change.links_added, change.links_removed) == ((), ())
        assert sentences(change)[0] == "~ link vm.eth0: a.cali1 -> b.cali1"
        told = data(change)["changed"]
        assert told["moved"] == [{"end": "vm.eth0", "from": "a.cali1", "to": "b.cali1"}]
        assert told["nodes"] == {"a": {"interfaces_removed": ["cali1"]}, "b": {"interfaces_added": ["cali1"]}}

    def test_a_move_to_a_node_that_is_new(self) -> None:
        before = plan(node("a", interface("p")), node("vm", interface("eth0")), links=(("a.p", "vm.eth0"),))
        after = plan(node("b", interface("p")), node("vm", interface("eth0")), links=(("b.p", "vm.eth0"),))
        change = compare(before, after)
        assert (change.nodes_added, change.nodes_removed) == (("b",), ("a",))
        assert change.moves == (Move(("vm", "eth0"), ("a", "p"), ("b", "p")),)
        assert change.nodes_changed == ()

    def test_a_shared_segment_grows(self) -> None:
        lan = ("a.eth1", "b.eth1", "c.eth1")
        d = node("d", interface("eth1"))
        change = compare(plan(A, B, C, links=(lan,)), plan(A, B, C, d, links=((*lan, "d.eth1"),)))
        assert change.nodes_changed == ()
        assert (change.links_added, change.links_removed) == ((), ())
        assert sentences(change) == ("+ node d", "~ link a.eth1 - b.eth1 - c.eth1 - d.eth1")

    def test_a_pair_becomes_a_shared_segment(self) -> None:
        d = node("d", interface("eth1"))
        change = compare(plan(A, B, links=(PAIRS[0],)), plan(A, B, d, links=((*PAIRS[0], "d.eth1"),)))
        assert {n.name: n.interfaces_remade for n in change.nodes_changed} == {"a": ("eth1",), "b": ("eth1",)}

    def test_bridges_of_one_name_are_one(self) -> None:
        links = (("a.eth1",), ("b.eth1", "c.eth1"))
        before = plan(A, B, C, links=links, bridges={1: "shared", 2: "shared"})
        after = plan(A, B, C, links=links[::-1], bridges={1: "shared", 2: "shared"})
        assert compare(before, after).is_nothing
        other = compare(before, plan(A, B, C, links=links, bridges={1: "shared", 2: "own"}))
        assert {n.name: n.interfaces_remade for n in other.nodes_changed} == {"b": ("eth1",), "c": ("eth1",)}


def test_many_nodes_are_quick() -> None:
    """Linear: a lab of 2,000 nodes is compared in a moment."""
    import time

    nodes = [node(f"n{number}", interface("eth1"), interface("eth2")) for number in range(2000)]
    links = tuple((f"n{n}.eth2", f"n{(n + 1) % 2000}.eth1") for n in range(2000))
    before = plan(*nodes, links=links)
    after = plan(*nodes[:-1], links=links[:-2])
    started = time.monotonic()
    change = compare(before, after)
    assert time.monotonic() - started < 2
    assert change.nodes_removed == ("n1999",)
