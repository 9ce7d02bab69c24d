"""Indices and MAC addresses when plans change."""

from __future__ import annotations

from netwright.lab.supervisor.numbering import Numbering
from netwright.model import InterfacePlan, NodePlan


def node(name: str, *interfaces: str, mac: str | None = None) -> NodePlan:
    kinds = {"lo": "loopback"}
    return NodePlan(
        name=name,
        device="linux",
        interfaces=tuple(InterfacePlan(name=i, kind=kinds.get(i, "veth"), mac=mac) for i in interfaces),
    )


def numbered(*nodes: NodePlan) -> Numbering:
    numbering = Numbering()
    for number, each in enumerate(nodes, 1):
        numbering.number(each, number, [1], 1)
    return numbering


def of(numbering: Numbering, node: str, ifname: str) -> tuple[int, str]:
    place = numbering.places[node, ifname]
    return place.ifindex, place.mac


def test_a_start_numbers_by_place() -> None:
    numbering = numbered(node("a", "lo", "eth1", "eth2"), node("b", "eth1"))
    assert of(numbering, "a", "lo")[0] == 1
    assert of(numbering, "a", "eth2") == (3, "02:00:00:01:00:03")
    assert of(numbering, "b", "eth1") == (2, "02:00:00:02:00:02")


def test_links_of_the_kernel_come_first() -> None:
    numbering = Numbering()
    numbering.number(node("a", "eth1"), 1, [1, 2, 3], 3)
    assert of(numbering, "a", "eth1") == (4, "02:00:00:01:00:02")


def test_what_is_there_keeps_its_numbers() -> None:
    numbering = numbered(node("a", "eth1", "eth2"))
    before = dict(numbering.places)
    numbering.number(node("a", "new", "eth2", "eth1", "eth3"), 1, [1, 2, 3], 3)
    assert all(numbering.places[end][2:] == place[2:] for end, place in before.items())
    assert of(numbering, "a", "new") == (4, "02:00:00:01:00:04")
    assert of(numbering, "a", "eth3") == (5, "02:00:00:01:00:05")


def test_a_new_interface_does_not_get_what_a_script_took() -> None:
    numbering = numbered(node("a", "eth1"))
    numbering.number(node("a", "eth1", "eth2"), 1, [1, 2, 3, 4], 4)
    assert of(numbering, "a", "eth2")[0] == 5


def test_a_node_in_the_middle_gets_a_free_number() -> None:
    numbering = numbered(node("a", "eth1"), node("b", "eth1"))
    numbering.number(node("new", "eth1"), 1, [1], 1)
    assert of(numbering, "new", "eth1") == (2, "02:00:00:03:00:02")
    assert of(numbering, "a", "eth1") == (2, "02:00:00:01:00:02")


def test_mac_addresses_of_the_plan() -> None:
    numbering = numbered(node("a", "eth1", mac="ee:ee:ee:ee:ee:ee"))
    numbering.number(node("a", "eth1", mac="ee:ee:ee:ee:ee:01"), 1, [1, 2], 2)
    assert of(numbering, "a", "eth1") == (2, "ee:ee:ee:ee:ee:01")


def test_what_is_forgotten_is_free() -> None:
    numbering = numbered(node("a", "eth1", "eth2"), node("b", "eth1"))
    numbering.forget_interface("a", "eth2")
    numbering.forget_node("b")
    assert set(numbering.places) == {("a", "eth1")}
    numbering.number(node("c", "eth1"), 2, [1], 1)
    assert of(numbering, "c", "eth1") == (2, "02:00:00:02:00:02")
