"""A lab in a guest kernel: what the kernel has, and that every verb is as on the host's."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from fcntl import ioctl
from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright.errors import DaemonError, LabError
from netwright.lab import KernelSettings, Lab, discover
from netwright.model import Impairment, Snippet

from ..lab.test_changing import bigger, node_of, pids, start_change
from ..lab.test_running import wait_until
from .conftest import UML
from .plans import complete

MEGABYTE = 1 << 20


def text(lab: Lab, node: str, command: str) -> str:
    result = lab.run(node, ["sh", "-c", command])
    assert result.status == 0, result
    return result.stdout


class TestKernel:
    def test_it_is_another_kernel(self, lab: Lab) -> None:
        assert text(lab, "r1", "uname -r").strip() != os.uname().release
        status = lab.status()
        assert (status.kernel, status.state, status.healthy) == ("uml", "running", True)
        assert status.pid == lab.pid
        assert Path(f"/proc/{lab.pid}/cmdline").exists()

    def test_link_kinds_of_the_plan(self, lab: Lab) -> None:
        assert "dummy" in text(lab, "r1", "ip -d link show lo1")
        assert "table 100" in text(lab, "s1", "ip -d link show red")
        assert "vlan_filtering 1" in text(lab, "s1", "ip -d link show br0")
        assert "10.9.0.4" in text(lab, "s1", "ip route show table 100 type local")

    def test_programs_in_nodes_make_links_and_routes(self, lab: Lab) -> None:
        script = """
        ip link add blue type vrf table 200 && ip link set blue up
        ip link add bond7 type bond mode 802.3ad && ip link add g1 type gre remote 192.0.2.9
        ip -6 route add 2001:db8:7::/64 encap mpls 100 via inet6 2001:db8:1::2
        ip -6 route show 2001:db8:7::/64
        ip link del blue && ip link del bond7 && ip link del g1 && ip -6 route del 2001:db8:7::/64
        """
        assert "encap mpls" in text(lab, "r1", script)

    def test_impairments(self, lab: Lab) -> None:
        assert "netem" in text(lab, "r1", "tc qdisc show dev eth1")
        sent = text(lab, "r1", "ping -c 2 -i 0.2 -q 10.1.0.2")
        assert float(re.findall(r"= ([\d.]+)/", sent)[0]) >= 20
        lab.impair("r2", "eth2", Impairment(loss_percent=100))
        assert lab.run("r3", ["ping", "-c", "1", "-W", "1", "10.2.0.2"]).status == 1
        lab.impair("r2", "eth2", None)
        assert lab.run("r3", ["ping", "-c", "1", "-W", "5", "10.2.0.2"]).status == 0

    def test_no_tunnels_nobody_asked_for(self, lab: Lab) -> None:
        assert sorted(re.findall(r"^\d+: ([^:@]+)", text(lab, "r3", "ip -o link"), re.M)) == ["eth1", "eth2", "lo"]


class TestOtherPlans:
    def test_a_node_comes_and_goes(self, lab: Lab) -> None:
        plan, before = lab.plan, pids(lab)
        lab.change(bigger(plan), files={"record.json": b"1"})
        assert {key: pid for key, pid in pids(lab).items() if key in before} == before
        assert "1 received" in text(lab, "r4", "ping -c 1 -W 5 10.0.0.1")
        assert Lab.attach(lab.directory).plan == bigger(plan)
        assert (lab.directory / "record.json").read_bytes() == b"1"
        (lab.directory / "record.json").unlink()
        lab.change(plan)
        assert pids(lab) == before
        assert Lab.attach(lab.directory).plan == plan

    def test_a_refusal_is_the_record_too(self, lab: Lab) -> None:
        plan = lab.plan
        bad = Snippet(name="bad", kind="shell", text="echo no >&2; exit 3\n")
        wanted = node_of(bigger(plan), "r2", snippets=(bad,))
        with pytest.raises(DaemonError, match="configuration bad was not taken by node r2"):
            lab.change(wanted)
        assert Lab.attach(lab.directory).plan == bigger(plan)
        with pytest.raises(LabError, match="change its name"):
            lab.change(replace(plan, name="other"))
        lab.change(plan)
        assert lab.status().healthy

    def test_a_killed_caller_leaves_a_whole_change(self, lab: Lab) -> None:
        plan = lab.plan
        slow = Snippet(name="slow", kind="shell", text="sleep 2; echo done > /tmp/slow\n")
        caller = start_change(lab, node_of(plan, "r3", snippets=(slow,)))
        wait_until(lambda: "slow" in text(lab, "r3", "ps ax | grep -v grep"), 20)
        caller.kill()
        caller.wait()
        wait_until(lambda: Lab.attach(lab.directory).plan.nodes[2].snippets == (slow,), 20)
        assert text(lab, "r3", "cat /tmp/slow") == "done\n"
        lab.change(plan)


class TestPrograms:
    def test_output_input_and_status(self, lab: Lab) -> None:
        result = lab.run("r2", ["sh", "-c", "cat; echo bad >&2; exit 3"], stdin="in\n")
        assert (result.stdout, result.stderr, result.status) == ("in\n", "bad\n", 3)
        assert lab.run("r2", ["no-such-program"]).status == 127

    def test_much_output(self, lab: Lab) -> None:
        result = lab.run("r1", ["head", "-c", str(50 * MEGABYTE), "/dev/zero"], timeout_s=60)
        assert len(result.stdout) == 50 * MEGABYTE

    def test_much_input(self, lab: Lab) -> None:
        content = "0123456789abcdef" * (MEGABYTE // 2)
        assert text_of(lab.run("r1", ["wc", "-c"], stdin=content, timeout_s=60)) == str(len(content))

    def test_many_at_once_lose_nothing(self, lab: Lab) -> None:
        script = "head -c 300000 /dev/urandom > /tmp/$$; cksum < /tmp/$$ >&2; cat /tmp/$$ | cksum; rm /tmp/$$"
        commands = [(node, ["sh", "-c", script]) for node in lab.nodes for _ in range(10)]
        for result in lab.run_many(commands, timeout_s=90, limit=len(commands)):
            assert result.stdout == result.stderr != ""
        numbers = "".join(f"{n}\n" for n in range(40_000))
        many = lab.run_many([(node, ["seq", "0", "39999"]) for node in lab.nodes * 4], timeout_s=60)
        assert all(result.stdout == numbers for result in many)

    def test_timeouts_end_programs(self, lab: Lab) -> None:
        with pytest.raises(DaemonError, match="timed out"):
            lab.run("r1", ["sleep", "1234"], timeout_s=0.5)
        end = time.monotonic() + 10
        while "sleep 1234" in text(lab, "r1", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"):
            assert time.monotonic() < end
            time.sleep(0.1)

    def test_output_after_nobody_reads_ends_the_program(self, lab: Lab) -> None:
        reader, writer = os.pipe()
        null = os.open("/dev/null", os.O_RDWR)
        ended: list[int] = []
        thread = threading.Thread(
            target=lambda: ended.append(lab.stream("r1", ["yes"], stdin=null, stdout=writer, stderr=null))
        )
        thread.start()
        assert os.read(reader, 4) == b"y\ny\n"
        os.close(reader)
        thread.join(15)
        os.close(writer)
        os.close(null)
        assert ended == [128 + signal.SIGPIPE]

    def test_both_outputs_into_one_file_keep_their_order(self, lab: Lab, tmp_path: Path) -> None:
        with (tmp_path / "out").open("wb") as file, open(os.devnull) as null:
            script = "for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done"
            lab.stream("r1", ["sh", "-c", script], stdin=null.fileno(), stdout=file.fileno(), stderr=file.fileno())
        expected = "".join(f"out {i}\nerr {i}\n" for i in range(1, 6))
        assert (tmp_path / "out").read_text() == expected

    def test_capture_into_a_file(self, lab: Lab, tmp_path: Path) -> None:
        target = tmp_path / "cap.pcap"
        with (tmp_path / "err").open("wb") as log:
            pings = threading.Thread(target=lambda: lab.run("r3", ["ping", "-c", "8", "-i", "0.3", "10.2.0.1"]))
            pings.start()
            status = lab.capture("r1", "eth2", ["-c", "2", "-w", str(target), "icmp"], stderr=log.fileno())
            pings.join()
        assert status == 0
        assert target.read_bytes()[:4] in (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4")


def text_of(result: object) -> str:
    return str(getattr(result, "stdout", "")).strip()


CONSOLE = """
import sys
from netwright.lab import Lab
sys.exit(Lab.attach(sys.argv[1]).console("r1", ["sh", "-i"]))
"""


class Terminal:
    """A console in a process of its own, on a terminal of ours."""

    def __init__(self, lab: Lab) -> None:
        self.master, slave = pty.openpty()
        self.resize(33, 111)
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, sys.path)))
        command = [sys.executable, "-c", CONSOLE, str(lab.directory)]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self.seen = ""

    def resize(self, rows: int, columns: int) -> None:
        ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        self.seen = ""
        os.write(self.master, keys.encode())

    def expect(self, pattern: str, seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not re.search(pattern, self.seen):
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.master, 4096).decode(errors="replace")
                except OSError:
                    time.sleep(0.1)


def test_a_console_has_size_and_interrupts(lab: Lab) -> None:
    terminal = Terminal(lab)
    terminal.expect("# $")
    terminal.type("stty size\n")
    terminal.expect(r"\b33 111\b")
    terminal.resize(44, 99)
    os.kill(terminal.process.pid, signal.SIGWINCH)
    time.sleep(0.6)
    terminal.type("stty size\n")
    terminal.expect(r"\b44 99\b")
    terminal.type("sleep 600; echo status $?\n")
    time.sleep(0.5)
    os.write(terminal.master, b"\x03")
    terminal.expect(r"# $")
    terminal.type("exit 7\n")
    assert terminal.process.wait(15) == 7
    os.close(terminal.master)


class TestChanges:
    def test_files_snippets_and_links(self, lab: Lab) -> None:
        lab.write_file("r2", "/etc/lab/new", "x" * 3_000_000)
        assert text(lab, "r2", "wc -c < /etc/lab/new").strip() == "3000000"
        assert lab.apply("r2", Snippet(name="s", kind="shell", text="hostname\n")).stdout == "r2\n"
        lab.set_link("r1", "eth2", False)
        assert "state DOWN" in text(lab, "r1", "ip link show eth2")
        lab.set_link("r1", "eth2", True)

    def test_daemons_and_their_logs(self, lab: Lab) -> None:
        lab.kill_daemon("r3", "proto")
        end = time.monotonic() + 10
        while lab.status(["r3"]).healthy:
            assert time.monotonic() < end
            time.sleep(0.05)
        lab.restart_daemon("r3", "proto")
        assert lab.status(["r3"]).healthy
        assert "proto ended: killed by SIGKILL" in lab.log_path("r3", "proto").read_text()

    def test_it_is_found(self, lab: Lab) -> None:
        assert lab.directory in [Path(found.directory) for found in discover()]

    def test_a_second_lab_beside_it(self, lab: Lab, tmp_path: Path) -> None:
        with pytest.raises(LabError, match="already running"):
            Lab.start(complete(), lab.directory, settings=UML)
        other = Lab.start(complete(), tmp_path / "lab", settings=KernelSettings("uml", 200))
        assert text(other, "s1", "hostname") == "s1\n"
        assert int(re.findall(r"MemTotal: *(\d+)", text(other, "s1", "cat /proc/meminfo"))[0]) < 200 << 10
        assert text(lab, "r1", "hostname") == "r1\n"
        other.restart(settings=UML)
        assert text(other, "s1", "hostname") == "s1\n"
        other.stop(cleanup=True)
        assert not (tmp_path / "lab").exists()
