"""A running lab becomes another plan; what is in both stays untouched."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright.addr import parse_interface, parse_prefix
from netwright.errors import DaemonError, HostError, LabError
from netwright.lab import Lab
from netwright.lab.directory import LabDirectory
from netwright.lab.messages import encode_plan
from netwright.model import FilePlan, LabPlan, NodePlan, RoutePlan, Segment, Snippet

from .plans import HOSTS, daemon, interface, triangle
from .test_running import text, wait_until

Pids = dict[tuple[str, str], int | None]


def pids(lab: Lab) -> Pids:
    return {(node.name, each.name): each.pid for node in lab.status().nodes for each in node.daemons}


def links(lab: Lab, node: str) -> dict[str, tuple[str, str]]:
    """Index and MAC address by interface."""
    found = re.findall(r"^(\d+): (\S+?)(?:@\S+)?: .*?link/\S+ (\S+)", text(lab, node, "ip -o link"), re.M)
    return {name: (index, mac) for index, name, mac in found}


def node_of(plan: LabPlan, name: str, **fields: object) -> LabPlan:
    """The plan with fields of a node replaced."""
    nodes = tuple(replace(node, **fields) if node.name == name else node for node in plan.nodes)
    return replace(plan, nodes=nodes)


def bigger(plan: LabPlan) -> LabPlan:
    """With r4 before all others, on the LAN and with a link to r1."""
    r1 = plan.nodes[0]
    r4 = NodePlan(
        name="r4",
        device="linux",
        interfaces=(interface("eth1", "10.4.0.4/24"), interface("eth2", "10.2.0.4/24")),
        routes=(RoutePlan(prefix=parse_prefix("10.0.0.0/24"), next_hop=parse_interface("10.4.0.1").address),),
        daemons=(daemon("core"), daemon("proto", after=("core",))),
        files=(FilePlan(path="/etc/lab/four.conf", content="4\n"),),
        snippets=(Snippet(name="four", kind="shell", text="echo four > /tmp/four\n"),),
    )
    pair, lan, stub = plan.segments
    return replace(
        plan,
        nodes=(r4, replace(r1, interfaces=(*r1.interfaces, interface("eth3", "10.4.0.1/24"))), *plan.nodes[1:]),
        segments=(
            Segment(linkindex=1, ends=(("r1", "eth3"), ("r4", "eth1"))),
            replace(pair, linkindex=2),
            replace(lan, linkindex=3, ends=(*lan.ends, ("r4", "eth2"))),
            replace(stub, linkindex=4),
        ),
        hosts=HOSTS + "10.4.0.4 r4\n",
    )


class TestNodes:
    def test_a_node_comes_and_goes(self, lab: Lab) -> None:
        plan, before, ours = lab.plan, pids(lab), links(lab, "r1")
        assert lab.change(bigger(plan)) == ()
        assert {key: pid for key, pid in pids(lab).items() if key in before} == before
        assert {name: link for name, link in links(lab, "r1").items() if name in ours} == ours
        macs = [mac for name in lab.nodes for ifname, (_, mac) in links(lab, name).items() if ifname != "lo"]
        assert len(set(macs)) == len(macs)
        assert text(lab, "r4", "cat /etc/lab/four.conf /tmp/four /etc/hostname") == "4\nfour\nr4\n"
        assert "1 received" in text(lab, "r4", "ping -c 1 -W 2 10.0.0.1")
        assert "1 received" in text(lab, "r3", "ping -c 1 -W 2 10.2.0.4")
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r4")
        assert lab.status().healthy
        assert Lab.attach(lab.directory).plan == bigger(plan)
        text(lab, "r4", "setsid sleep 86397 > /dev/null 2>&1 &")
        lab.change(plan)
        assert pids(lab) == before
        assert links(lab, "r1") == ours
        assert "86397" not in text(lab, "r1", "ps ax | grep -v grep")
        assert lab.run("r1", ["ping", "-c", "1", "-W", "1", "10.4.0.4"]).status != 0
        with pytest.raises(LabError, match="no node r4"):
            lab.run("r4", ["true"])
        assert Lab.attach(lab.directory).plan == plan

    def test_again_and_again(self, lab: Lab) -> None:
        plan, before = lab.plan, pids(lab)
        for _ in range(5):
            lab.change(bigger(plan))
            assert "1 received" in text(lab, "r4", "ping -c 1 -W 2 10.2.0.2")
            lab.change(plan)
        assert pids(lab) == before
        assert "eth3" not in links(lab, "r1")

    def test_nothing_is_nothing(self, lab: Lab) -> None:
        before = text(lab, "r1", "ip -s -o addr; ip route")
        assert lab.change(lab.plan) == ()
        assert text(lab, "r1", "ip -s -o addr; ip route") == before

    def test_what_takes_a_restart_is_refused_first(self, lab: Lab) -> None:
        plan = lab.plan
        with pytest.raises(LabError, match="change its name") as caught:
            lab.change(replace(bigger(plan), name="other"))
        assert "netwright restart" in caught.value.hint
        with pytest.raises(LabError, match="cannot become a bird node"):
            lab.change(node_of(bigger(plan), "r2", device="bird"))
        assert Lab.attach(lab.directory).plan == plan
        assert "eth3" not in links(lab, "r1")


class TestInterfaces:
    def test_in_place(self, lab: Lab) -> None:
        plan, ours = lab.plan, links(lab, "r1")
        lo, eth1, eth2, dummy = plan.nodes[0].interfaces
        addresses = tuple(map(parse_interface, ("10.1.0.1/30", "10.1.8.1/24", "2001:db8:8::1/64")))
        eth1 = replace(eth1, mtu=1300, addresses=addresses, description="new words")
        eth2 = replace(eth2, addresses=(parse_interface("10.2.0.9/24"),))
        lab.change(node_of(plan, "r1", interfaces=(lo, eth1, eth2, replace(dummy, up=False))))
        shown = text(lab, "r1", "ip addr")
        assert links(lab, "r1") == ours
        assert "mtu 1300" in shown
        assert all(address in shown for address in ("10.1.8.1/24", "2001:db8:8::1/64", "10.2.0.9/24"))
        assert not any(address in shown for address in ("2001:db8:1::1", "10.2.0.1/24"))
        assert text(lab, "r1", "cat /sys/class/net/eth1/ifalias") == "new words\n"
        assert "state DOWN" in text(lab, "r1", "ip link show lo1")
        assert "10.0.0.2 via 10.1.0.2" in text(lab, "r1", "ip route")
        lab.change(plan)
        shown = text(lab, "r1", "ip addr; ip route")
        assert all(words in shown for words in ("mtu 1400", "10.2.0.1/24", "2001:db8:1::1", "10.0.0.2 via 10.1.0.2"))

    def test_settings(self, lab: Lab) -> None:
        plan = lab.plan
        r1 = plan.nodes[0]
        proxy = ("ipv4/conf/{ifname}/proxy_arp", "1")
        interfaces = tuple(replace(i, sysctls=(proxy,)) if i.name == "eth1" else i for i in r1.interfaces)
        show = "cd /proc/sys/net; cat ipv4/ip_forward ipv4/conf/eth1/proxy_arp ipv6/conf/eth1/forwarding"
        fresh = text(lab, "r1", show)
        sysctls = (("ipv6/conf/default/forwarding", "1"),)
        lab.change(node_of(plan, "r1", interfaces=interfaces, sysctls=sysctls))
        assert text(lab, "r1", show) == "0\n1\n1\n"
        lab.change(plan)
        assert text(lab, "r1", show) == fresh == "1\n0\n0\n"

    def test_routes(self, lab: Lab) -> None:
        plan = lab.plan
        hop = parse_interface("10.1.0.2").address
        six = RoutePlan(prefix=parse_prefix("2001:db8:9::/64"), next_hop=parse_interface("2001:db8:1::2").address)
        four = RoutePlan(prefix=parse_prefix("10.0.0.2/32"), next_hop=hop, metric=512)
        wanted = (four, six, RoutePlan(prefix=parse_prefix("192.0.2.0/24"), discard=True))
        lab.change(node_of(plan, "r1", routes=wanted))
        shown = text(lab, "r1", "ip route; ip -6 route")
        assert len(re.findall(r"^10\.0\.0\.2 ", shown, re.M)) == 1
        assert "10.0.0.2 via 10.1.0.2 dev eth1 proto static metric 512" in shown
        assert "blackhole 192.0.2.0/24" in shown
        lab.change(node_of(plan, "r1", routes=(replace(four, metric=None), replace(six, metric=512))))
        shown = text(lab, "r1", "ip route; ip -6 route")
        assert "10.0.0.2 via 10.1.0.2 dev eth1 proto static \n" in shown
        assert re.findall(r"^2001:db8:9::/64 .*metric (\d+)", shown, re.M) == ["512"]
        assert "blackhole" not in shown

    def test_a_lan_becomes_pairs_and_back(self, lab: Lab) -> None:
        plan, ours = lab.plan, links(lab, "r2")
        pair, _lan, stub = plan.segments
        cut = replace(
            plan,
            segments=(
                pair,
                Segment(linkindex=2, ends=(("r1", "eth2"), ("r2", "eth2"))),
                Segment(linkindex=3, ends=(("r3", "eth1"), ("r3", "eth2"))),
            ),
        )
        lab.change(cut)
        assert links(lab, "r2") == ours
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.2.0.2")
        assert lab.run("r1", ["ping", "-c", "1", "-W", "1", "10.2.0.3"]).status == 1
        lab.change(plan)
        assert stub in lab.plan.segments
        assert links(lab, "r2") == ours
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.2.0.3")

    def test_what_stands_on_something_new_is_new(self, lab: Lab) -> None:
        plan = lab.plan
        r3 = plan.nodes[2]
        bridge = interface("br0", "10.5.0.3/24", kind="bridge")
        member = replace(r3.interfaces[1], master="br0", addresses=())
        lab.change(node_of(plan, "r3", interfaces=(bridge, r3.interfaces[0], member)))
        assert "master br0" in text(lab, "r3", "ip link show eth2")
        lab.change(plan)
        assert "10.3.0.3/24" in text(lab, "r3", "ip addr show eth2")
        assert "br0" not in links(lab, "r3")


def with_machine(host: str) -> LabPlan:
    """A machine on one of two hosts, with a host route to it."""
    hosts = []
    for name in ("a", "b"):
        cable = interface("cali1", "169.254.1.1/32", kind="veth", mac="ee:ee:ee:ee:ee:ee")
        route = RoutePlan(prefix=parse_prefix("10.7.0.7/32"), ifname="cali1", metric=1024)
        has = name == host
        own = interface("eth1", f"10.6.0.{'12'['ab'.index(name)]}/24")
        hosts.append(
            NodePlan(
                name=name,
                device="linux",
                interfaces=(own, *((cable,) if has else ())),
                routes=(route,) if has else (),
            )
        )
    machine = NodePlan(
        name="vm",
        device="linux",
        interfaces=(interface("eth0", "10.7.0.7/32"),),
        routes=(
            RoutePlan(prefix=parse_prefix("169.254.1.1/32"), ifname="eth0"),
            RoutePlan(prefix=parse_prefix("0.0.0.0/0"), next_hop=parse_interface("169.254.1.1").address, ifname="eth0"),
        ),
        daemons=(daemon("core"),),
    )
    return LabPlan(
        name="moving",
        nodes=(*hosts, machine),
        segments=(
            Segment(linkindex=1, ends=(("a", "eth1"), ("b", "eth1"))),
            Segment(linkindex=2, ends=((host, "cali1"), ("vm", "eth0"))),
        ),
        hosts=HOSTS,
    )


def test_a_machine_moves(tmp_path: Path) -> None:
    lab = Lab.start(with_machine("a"), tmp_path / "lab")
    try:
        before, ours = pids(lab), links(lab, "vm")
        assert "1 received" in text(lab, "a", "ping -c 1 -W 2 10.7.0.7")
        for host, other in (("b", "a"), ("a", "b")):
            lab.change(with_machine(host))
            assert "1 received" in text(lab, host, "ping -c 1 -W 2 10.7.0.7")
            assert links(lab, host)["cali1"][1] == "ee:ee:ee:ee:ee:ee"
            assert "cali1" not in links(lab, other)
            assert "10.7.0.7" not in text(lab, other, "ip route")
        assert links(lab, "vm") == ours
        assert pids(lab) == before
        assert "default via 169.254.1.1" in text(lab, "vm", "ip route")
    finally:
        lab.stop(cleanup=True)


class TestDaemonsAndFiles:
    def test_daemons_come_go_and_start_again(self, lab: Lab) -> None:
        plan, before = lab.plan, pids(lab)
        core = daemon("core", "86390")
        lab.change(node_of(plan, "r2", daemons=(core, daemon("late", after=("core",)))))
        now = pids(lab)
        assert ("r2", "proto") not in now
        assert now["r2", "core"] not in (None, before["r2", "core"])
        assert now["r2", "late"] is not None
        assert {key: pid for key, pid in now.items() if key[0] != "r2"} == {
            key: pid for key, pid in before.items() if key[0] != "r2"
        }
        processes = text(lab, "r2", "ps ax | grep -v grep")
        assert "86390" in processes
        lab.change(plan)
        assert lab.status().healthy

    def test_files_follow(self, lab: Lab) -> None:
        plan = lab.plan
        files = (
            FilePlan(path="/etc/lab/deep/one.conf", content="changed\n"),
            FilePlan(path="/usr/local/lib/lab/two.conf", content="two\n"),
        )
        lab.change(node_of(plan, "r1", files=files))
        shown = text(lab, "r1", "cat /etc/lab/deep/one.conf /usr/local/lib/lab/two.conf")
        assert shown == "changed\ntwo\n"
        assert lab.run("r1", ["labtool"]).status == 127

    def test_a_snippet_that_can_be_taken_back(self, lab: Lab) -> None:
        plan = lab.plan
        more = Snippet(name="more", kind="shell", text="echo 1 > /tmp/more\n", undo=("rm", "/tmp/more"))
        lab.change(node_of(plan, "r2", snippets=(more,)))
        assert text(lab, "r2", "cat /tmp/more") == "1\n"
        assert lab.change(plan) == ()
        assert lab.run("r2", ["cat", "/tmp/more"]).status == 1

    def test_snippets_run_when_they_change(self, lab: Lab) -> None:
        plan = lab.plan
        (note,) = plan.nodes[0].snippets
        more = Snippet(name="more", kind="shell", text="echo more >> /tmp/note\n")
        lab.change(node_of(plan, "r1", snippets=(note, more)))
        assert text(lab, "r1", "cat /tmp/note") == "configured\nmore\n"
        assert lab.change(node_of(plan, "r1", snippets=(more,))) == (
            "what configuration note did in node r1 stays until the node starts again",
        )
        assert text(lab, "r1", "cat /tmp/note") == "configured\nmore\n"


class TestFailures:
    def test_a_refused_configuration_is_put_back(self, lab: Lab) -> None:
        plan = lab.plan
        files = (FilePlan(path="/etc/lab/deep/one.conf", content="wrong\n"),)
        reload = Snippet(
            name="reload",
            kind="file",
            path="/etc/lab/deep/one.conf",
            text="wrong\n",
            reload=("sh", "-c", "echo '1:1 syntax error'; exit 1"),
        )
        wanted = node_of(bigger(plan), "r1", files=files)
        with pytest.raises(DaemonError, match="node r1 does not take its configuration") as caught:
            lab.change(wanted, reloads={"r1": reload}, files={"record.json": b"new"})
        assert "syntax error" in caught.value.log
        assert "done: + node r4" in str(caught.value)
        assert "not done: ~ node r1: ~ file /etc/lab/deep/one.conf" in str(caught.value)
        assert text(lab, "r1", "cat /etc/lab/deep/one.conf") == "one\n"
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r4")
        assert (lab.directory / "record.json").read_bytes() == b"new"
        (lab.directory / "record.json").unlink()
        recorded = Lab.attach(lab.directory).plan
        assert recorded.nodes[1].files[0].content == "one\n"
        lab.change(wanted)
        assert text(lab, "r1", "cat /etc/lab/deep/one.conf") == "wrong\n"

    def test_daemons_that_do_not_run_are_not_told(self, lab: Lab) -> None:
        plan = lab.plan
        for name in ("proto", "core"):
            lab.kill_daemon("r1", name)
        wait_until(lambda: not any(pid for (node, _), pid in pids(lab).items() if node == "r1"))
        files = (FilePlan(path="/etc/lab/deep/one.conf", content="later\n"),)
        reload = Snippet(name="reload", kind="file", path="/tmp/mark", text="", reload=("false",))
        lab.change(node_of(plan, "r1", files=files), reloads={"r1": reload})
        assert text(lab, "r1", "cat /etc/lab/deep/one.conf") == "later\n"

    def test_a_route_the_kernel_refuses(self, lab: Lab) -> None:
        plan = lab.plan
        route = RoutePlan(prefix=parse_prefix("10.99.0.0/16"), next_hop=parse_interface("172.31.0.1").address)
        wanted = node_of(bigger(plan), "r2", routes=(*plan.nodes[1].routes, route))
        with pytest.raises(LabError, match=r"refused to add route 10\.99\.0\.0/16"):
            lab.change(wanted)
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r4")
        lab.change(bigger(plan))
        assert lab.plan == bigger(plan)
        assert "10.0.0.1 via" in text(lab, "r2", "ip route")

    def test_a_daemon_that_does_not_start(self, lab: Lab) -> None:
        plan = lab.plan
        bad = replace(daemon("bad"), argv=("/bin/sh", "-c", "echo no licence; exit 7"))
        late = daemon("later", after=("bad",))
        wanted = node_of(plan, "r3", daemons=(*plan.nodes[2].daemons, bad, late))
        with pytest.raises(DaemonError, match="daemon bad of node r3 ended during its start") as caught:
            lab.change(wanted)
        assert "no licence" in caught.value.log
        assert not lab.status().healthy
        lab.change(plan)
        assert lab.status().healthy

    def test_a_cable_that_cannot_be_made(self, lab: Lab) -> None:
        plan, before = lab.plan, pids(lab)
        text(lab, "r1", "ip link add eth3 type veth peer name other")
        with pytest.raises(LabError, match="refused to create veth") as caught:
            lab.change(bigger(plan))
        assert "not done: + node r4" in str(caught.value)
        assert pids(lab) == before
        assert lab.nodes == ("r1", "r2", "r3")
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.2.0.3")
        text(lab, "r1", "ip link del eth3")
        lab.change(bigger(plan))
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r4")

    def test_one_change_at_a_time(self, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        plan = lab.plan
        slow = Snippet(name="slow", kind="shell", text="sleep 2; echo done > /tmp/slow\n")
        other = start_change(lab, node_of(plan, "r1", snippets=(*plan.nodes[0].snippets, slow)))
        wait_until(lambda: "slow" in text(lab, "r1", "ps ax | grep -v grep"))
        assert text(lab, "r2", "hostname") == "r2\n"
        with pytest.raises(LabError, match="just being changed"):
            lab.change(plan)
        assert other.wait() == 0
        monkeypatch.setattr(lab, "_directory", _Stale(lab.directory, plan))
        with pytest.raises(LabError, match="changed by somebody else"):
            lab.change(plan)

    def test_a_killed_caller_leaves_a_whole_change(self, lab: Lab) -> None:
        plan = lab.plan
        slow = Snippet(name="slow", kind="shell", text="sleep 1; echo done > /tmp/slow\n")
        wanted = node_of(bigger(plan), "r1", snippets=(*plan.nodes[0].snippets, slow))
        caller = start_change(lab, wanted)
        wait_until(lambda: "slow" in text(lab, "r1", "ps ax | grep -v grep"))
        caller.send_signal(signal.SIGKILL)
        caller.wait()
        wait_until(lambda: Lab.attach(lab.directory).plan == wanted)
        assert text(lab, "r1", "cat /tmp/slow") == "done\n"
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r4")

    def test_a_lab_that_does_not_run(self, lab: Lab) -> None:
        lab.stop()
        with pytest.raises(LabError, match="no lab has been started"):
            lab.change(triangle())


class _Stale(LabDirectory):
    """A directory whose plan was read a while ago."""

    def __init__(self, path: Path, plan: LabPlan) -> None:
        super().__init__(path)
        self._stale = plan

    def read_plan(self) -> LabPlan:
        return self._stale


def start_change(lab: Lab, plan: LabPlan) -> subprocess.Popen[bytes]:
    """Change the lab from another process."""
    place = lab.directory / "wanted.json"
    LabDirectory(lab.directory).write_beside({"wanted.json": encode_plan(plan)})
    code = (
        "import sys; from netwright.lab import Lab; from netwright.lab.messages import decode_plan\n"
        f"plan = decode_plan(open({str(place)!r}, 'rb').read()); import os; os.unlink({str(place)!r})\n"
        f"Lab.attach({str(lab.directory)!r}).change(plan)\n"
    )
    return subprocess.Popen([sys.executable, "-c", code])


class TestRecord:
    """A directory where the record is written first stands for a disk without room."""

    def test_nothing_is_touched_without_room(self, lab: Lab) -> None:
        plan, obstacle = lab.plan, lab.directory / ".netwright" / "plan.json.new"
        obstacle.mkdir()
        with pytest.raises(HostError, match="record"):
            lab.change(bigger(plan))
        assert "r4" not in {node.name for node in lab.status().nodes}
        obstacle.rmdir()
        lab.change(bigger(plan))
        assert lab.status().healthy

    def test_a_disk_that_becomes_full_ends_no_lab(self, lab: Lab) -> None:
        plan, obstacle = lab.plan, lab.directory / ".netwright" / "plan.json.new"
        before = pids(lab)
        slow = node_of(bigger(plan), "r4", daemons=(daemon("core", delay=1.0),))

        def fill() -> None:
            time.sleep(0.5)
            obstacle.mkdir()

        filling = threading.Thread(target=fill)
        filling.start()
        with pytest.raises(HostError, match=r"plan\.json"):
            lab.change(slow)
        filling.join()
        assert {key: pid for key, pid in pids(lab).items() if key in before} == before
        obstacle.rmdir()
        wait_until(lambda: len(LabDirectory(lab.directory).read_plan().nodes[0].daemons) == 1, 5)
        lab.change(plan)
        assert pids(lab) == before
