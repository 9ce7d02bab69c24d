"""What is said to vtysh when frr.conf changes."""

from __future__ import annotations

import subprocess

from netwright.devices.frr.changes import change_snippet, read_tree
from netwright.model import FilePlan, InterfacePlan, NodePlan

BASE = """\
frr defaults traditional
hostname r1
!
interface eth1
 description to r2
exit
!
ip prefix-list own seq 5 permit 10.0.0.0/8
!
interface eth1
 ip ospf area 0.0.0.0
exit
!
router bgp 65000
 bgp router-id 10.0.0.1
 no bgp default ipv4-unicast
 neighbor 10.0.0.2 remote-as 65001
 neighbor 10.0.0.2 description r2
 neighbor eth1 interface remote-as external
 !
 address-family ipv4 unicast
  network 10.0.0.1/32
  neighbor 10.0.0.2 activate
  neighbor eth1 activate
 exit-address-family
exit
!
"""


def node(text: str, *interfaces: str) -> NodePlan:
    return NodePlan(
        name="r1",
        device="frr",
        interfaces=tuple(InterfacePlan(name=name, kind="veth") for name in interfaces or ("eth1",)),
        files=(FilePlan(path="/etc/frr/frr.conf", content=text),),
    )


def said(before: str, after: str, *interfaces: str) -> tuple[str, str]:
    """What takes away, what adds."""
    snippet = change_snippet(node(before, "eth1", "eth2"), node(after, *interfaces))
    assert snippet is not None
    assert snippet.kind == "shell"
    less, more = (part.split("NETWRIGHT\n")[0] for part in snippet.text.split("<<'NETWRIGHT'\n")[1:])
    return less, more


def changed(old: str, new: str) -> tuple[str, str]:
    assert old in BASE
    return said(BASE, BASE.replace(old, new))


def test_the_same_says_nothing() -> None:
    assert change_snippet(node(BASE), node(BASE)) is None
    spaced = BASE.replace("!\n", "\n")
    assert change_snippet(node(BASE), node(spaced)) is None


def test_a_context_that_comes_twice_is_one() -> None:
    assert read_tree(BASE)["interface eth1"] == {"description to r2": {}, "ip ospf area 0.0.0.0": {}}


def test_a_line_more_and_a_line_less() -> None:
    less, more = changed(" ip ospf area 0.0.0.0\n", " ip ospf area 0.0.0.1\n")
    assert less == "interface eth1\n no ip ospf area 0.0.0.0\nexit\n"
    assert more == "interface eth1\n ip ospf area 0.0.0.1\nexit\n"


def test_within_an_address_family() -> None:
    less, more = changed("  network 10.0.0.1/32\n", "  network 192.0.2.0/24\n")
    head = "router bgp 65000\n address-family ipv4 unicast\n"
    assert less == f"{head}  no network 10.0.0.1/32\n exit\nexit\n"
    assert more == f"{head}  network 192.0.2.0/24\n exit\nexit\n"


def test_a_neighbour_goes_with_all_of_its_lines() -> None:
    gone = "\n".join(line for line in BASE.splitlines() if "10.0.0.2" not in line)
    assert said(BASE, gone) == ("router bgp 65000\n no neighbor 10.0.0.2\nexit\n", "")
    gone = "\n".join(line for line in BASE.splitlines() if "neighbor eth1" not in line)
    assert said(BASE, gone) == ("router bgp 65000\n no neighbor eth1 interface\nexit\n", "")


def test_another_as_is_said_over_the_old_one() -> None:
    less, more = changed("remote-as 65001", "remote-as 65002")
    assert (less, more) == ("", "router bgp 65000\n neighbor 10.0.0.2 remote-as 65002\nexit\n")


def test_what_was_switched_off() -> None:
    less, _ = changed(" no bgp default ipv4-unicast\n", "")
    assert less == "router bgp 65000\n bgp default ipv4-unicast\nexit\n"


def test_a_protocol_goes_as_a_whole() -> None:
    assert said(BASE, BASE[: BASE.index("router bgp")]) == ("no router bgp 65000\n", "")
    _, more = said(BASE[: BASE.index("router bgp")], BASE)
    assert more.startswith("router bgp 65000\n bgp router-id 10.0.0.1\n")
    assert " address-family ipv4 unicast\n  network 10.0.0.1/32\n" in more


def test_an_interface_that_is_gone_is_forgotten() -> None:
    two = BASE + "interface eth2\n ip address 10.2.0.1/24\nexit\n"
    assert said(two, BASE, "eth1") == ("no interface eth2\n", "")
    assert said(two, BASE, "eth1", "eth2")[0] == "interface eth2\n no ip address 10.2.0.1/24\nexit\n"


def test_lists_and_route_maps() -> None:
    less, more = changed("ip prefix-list own seq 5 permit 10.0.0.0/8\n", "route-map p permit 10\n set metric 7\nexit\n")
    assert less == "no ip prefix-list own seq 5 permit 10.0.0.0/8\n"
    assert more == "route-map p permit 10\n set metric 7\nexit\n"


def test_the_script_is_one() -> None:
    snippet = change_snippet(node(BASE), node(BASE.replace("65001", "65002")))
    assert snippet is not None
    assert subprocess.run(["sh", "-n"], input=snippet.text, text=True, check=False).returncode == 0
