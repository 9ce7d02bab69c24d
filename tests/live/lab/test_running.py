"""A running lab: what nodes see, commands, status."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netwright.errors import DaemonError, HostError, LabError
from netwright.lab import Lab, discover, has_feature
from netwright.model import Impairment, Snippet

from .plans import daemon, single, triangle


def text(lab: Lab, node: str, command: str) -> str:
    result = lab.run(node, ["sh", "-c", command])
    assert result.status == 0, result
    return result.stdout


def wait_until(condition, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


class TestNodes:
    def test_nodes_reach_each_other_by_name(self, lab: Lab) -> None:
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r2")

    def test_ipv6_serves_at_once(self, lab: Lab) -> None:
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 2001:db8:1::2")

    def test_lan_connects_all_of_its_nodes(self, lab: Lab) -> None:
        for address in ("10.2.0.1", "10.2.0.2"):
            assert "1 received" in text(lab, "r3", f"ping -c 1 -W 2 {address}")

    def test_stub_and_further_loopback_are_up(self, lab: Lab) -> None:
        assert "LOWER_UP" in text(lab, "r3", "ip link show eth2")
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.9.0.1")

    def test_link_attributes(self, lab: Lab) -> None:
        shown = text(lab, "r1", "ip link show eth1")
        assert "mtu 1400" in shown
        assert "02:00:00:01:00:02" in shown
        assert text(lab, "r1", "cat /sys/class/net/eth1/ifalias") == "r1 -> r2\n"

    def test_routes_and_sysctls(self, lab: Lab) -> None:
        assert "10.0.0.2 via 10.1.0.2" in text(lab, "r1", "ip route")
        assert "blackhole 192.0.2.0/24" in text(lab, "r3", "ip route")
        assert text(lab, "r1", "cat /proc/sys/net/ipv4/ip_forward") == "1\n"

    def test_files_and_host_name(self, lab: Lab) -> None:
        assert text(lab, "r1", "labtool; cat /etc/lab/deep/one.conf /etc/hostname") == "r1\none\nr1\n"
        assert lab.run("r2", ["labtool"]).status == 127

    def test_snippets_were_applied(self, lab: Lab) -> None:
        assert text(lab, "r1", "cat /tmp/note") == "configured\n"

    def test_private_directories_are_private(self, lab: Lab, tmp_path: Path) -> None:
        text(lab, "r1", "for d in /tmp /run /etc /var/log /root; do echo x > $d/nw-private; done")
        assert lab.run("r2", ["cat", "/etc/nw-private"]).status == 1
        assert not any(os.path.exists(f"{d}/nw-private") for d in ("/tmp", "/run", "/etc", "/var/log"))

    def test_the_rest_of_the_host_is_read_only(self, lab: Lab) -> None:
        assert "Read-only" in lab.run("r1", ["touch", "/usr/nw-private"]).stderr

    def test_nodes_see_only_the_lab_s_processes(self, lab: Lab) -> None:
        assert len(text(lab, "r1", "ls -d /proc/[0-9]*").split()) < 15

    def test_daemon_logs_are_in_the_lab_directory(self, lab: Lab) -> None:
        assert lab.log_path("r1", "core").read_text() == "core is starting\n"
        assert text(lab, "r1", "cat /var/log/netwright/core.log") == "core is starting\n"


class TestCommands:
    def test_status_output_and_input(self, lab: Lab) -> None:
        result = lab.run("r1", ["sh", "-c", "cat; echo bad >&2; exit 3"], stdin="hello\n" * 50_000)
        assert (result.status, len(result.stdout), result.stderr) == (3, 300_000, "bad\n")

    def test_missing_program_is_127(self, lab: Lab) -> None:
        result = lab.run("r1", ["no-such-program"])
        assert (result.status, result.stderr) == (127, "no-such-program: program not found\n")

    def test_killed_program(self, lab: Lab) -> None:
        assert lab.run("r1", ["sh", "-c", "kill -9 $$"]).status == 137

    def test_timeout(self, lab: Lab) -> None:
        with pytest.raises(DaemonError, match=r"timed out after 0\.2 s"):
            lab.run("r1", ["sleep", "86398"], timeout_s=0.2)
        wait_until(lambda: "86398" not in text(lab, "r1", "ps ax | grep -v grep"))

    def test_background_children_do_not_block(self, lab: Lab) -> None:
        started = time.monotonic()
        assert lab.run("r1", ["sh", "-c", "sleep 5 & echo started"]).stdout == "started\n"
        assert time.monotonic() - started < 2

    def test_unknown_node(self, lab: Lab) -> None:
        with pytest.raises(LabError, match="no node r9") as caught:
            lab.run("r9", ["true"])
        assert caught.value.hint == "its nodes are r1, r2, r3"

    def test_run_many_keeps_the_order(self, lab: Lab) -> None:
        commands = [(f"r{1 + n % 3}", ["sh", "-c", f"hostname; echo {n}"]) for n in range(40)]
        results = lab.run_many(commands)
        assert [r.stdout for r in results] == [f"r{1 + n % 3}\n{n}\n" for n in range(40)]

    def test_one_command_is_quick(self, lab: Lab) -> None:
        lab.run("r1", ["true"])
        times = []
        for _ in range(5):
            started = time.perf_counter()
            lab.run("r1", ["true"])
            times.append(time.perf_counter() - started)
        assert min(times) < 0.03

    def test_stream_uses_the_caller_s_descriptors(self, lab: Lab, tmp_path: Path) -> None:
        with (tmp_path / "out").open("wb") as out:
            assert lab.stream("r2", ["hostname"], stdout=out.fileno()) == 0
        assert (tmp_path / "out").read_text() == "r2\n"

    def test_console_is_a_terminal(self, lab: Lab) -> None:
        read, write = os.pipe()
        null = os.open("/dev/null", os.O_RDONLY)
        try:
            status = lab.console("r1", ["sh", "-c", "tty; stty size; exit 5"], stdin=null, stdout=write)
            os.close(write)
            with open(read) as shown:
                assert shown.read().startswith("/dev/pts/0\n24 80\n")
        finally:
            os.close(null)
        assert status == 5

    def test_console_passes_keys_and_interrupts(self, lab: Lab) -> None:
        code = (
            f"import sys; from netwright.lab import Lab; l = Lab.attach({str(lab.directory)!r}); "
            "sys.exit(l.console('r1', ['/bin/sh', '-i']))"
        )
        import pty

        pid, master = pty.fork()
        if pid == 0:
            os.execve(sys.executable, [sys.executable, "-c", code], dict(os.environ, PS1="$ "))
        seen = b""

        def expect(word: bytes) -> None:
            nonlocal seen
            while word not in seen:
                seen += os.read(master, 4096)
            seen = seen.split(word, 1)[1]

        expect(b"# ")
        os.write(master, b"sleep 100\r")
        expect(b"sleep 100")
        time.sleep(0.2)
        os.write(master, b"\x03")
        expect(b"# ")
        os.write(master, b"hostname; exit 7\r")
        expect(b"\nr1")
        while True:
            try:
                if not os.read(master, 4096):
                    break
            except OSError:
                break
        os.close(master)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7

    def test_capture(self, lab: Lab, tmp_path: Path) -> None:
        lab.run("r1", ["sh", "-c", "(sleep 0.5; ping -c 3 -i 0.2 r2) >/dev/null 2>&1 &"])
        with (tmp_path / "err").open("wb") as err:
            status = lab.capture(
                "r2", "eth1", ["-n", "-c", "2", "-w", str(tmp_path / "x.pcap"), "icmp"], stderr=err.fileno()
            )
        assert status == 0, (tmp_path / "err").read_text()
        assert (tmp_path / "x.pcap").stat().st_size > 200

    def test_capture_of_an_unknown_interface(self, lab: Lab) -> None:
        with pytest.raises(LabError, match="no interface eth7"):
            lab.capture("r2", "eth7")


class TestChanges:
    def test_links(self, lab: Lab) -> None:
        lab.set_link("r1", "eth1", False)
        states = {link.ifname: link for link in lab.status(["r2"]).nodes[0].links}
        assert (states["eth1"].up, states["eth1"].carrier) == (True, False)
        assert "10.0.0.2" not in text(lab, "r1", "ip route")
        lab.set_link("r1", "eth1", True)
        assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.1.0.2")
        assert "10.0.0.2 via 10.1.0.2" in text(lab, "r1", "ip route")
        assert all(a in text(lab, "r1", "ip -6 address show eth1") for a in ("2001:db8:1::1/64", "fe80::5/64"))
        lab.set_link("r1", "eth1", True)
        with pytest.raises(LabError, match="r1 has no interface eth5"):
            lab.set_link("r1", "eth5", True)

    def test_rate_limit(self, lab: Lab) -> None:
        lab.impair("r1", "eth1", Impairment(rate_kbps=512))
        assert "rate 512Kbit" in text(lab, "r1", "tc qdisc show dev eth1")
        lab.impair("r1", "eth1", None)
        lab.impair("r1", "eth1", None)
        assert "512Kbit" not in text(lab, "r1", "tc qdisc show dev eth1")

    def test_delay_needs_netem(self, lab: Lab) -> None:
        if has_feature("netem"):
            lab.impair("r1", "eth1", Impairment(delay_ms=20, loss_percent=1))
            assert "delay 20ms" in text(lab, "r1", "tc qdisc show dev eth1")
        else:
            with pytest.raises(HostError, match=r"no netem \(CONFIG_NET_SCH_NETEM\).*eth1 of node r1"):
                lab.impair("r1", "eth1", Impairment(delay_ms=20))

    def test_apply(self, lab: Lab) -> None:
        lab.apply("r2", Snippet(name="x", kind="shell", text="#!/bin/sh\necho $0 > /tmp/y"))
        assert text(lab, "r2", "cat /tmp/y") == "/tmp/.netwright/x\n"
        with pytest.raises(DaemonError, match="configuration bad was not taken by node r2") as caught:
            lab.apply("r2", Snippet(name="bad", kind="shell", text="echo why; false"))
        assert caught.value.log == "why\n"
        reload = ("sh", "-c", "cp /etc/lab.conf /tmp/z")
        lab.apply("r2", Snippet(name="f", kind="file", text="v\n", path="/etc/lab.conf", reload=reload))
        assert text(lab, "r2", "cat /tmp/z") == "v\n"


class TestDaemons:
    def test_status_of_a_healthy_lab(self, lab: Lab) -> None:
        status = lab.status()
        assert (status.state, status.healthy, status.name) == ("running", True, "triangle")
        assert [(d.name, d.state) for d in status.nodes[0].daemons] == [
            ("core", "running"),
            ("proto", "running"),
        ]
        assert status in discover() or str(lab.directory) in {s.directory for s in discover()}

    def test_death_is_reported_with_the_log(self, lab: Lab) -> None:
        pid = lab.status(["r2"]).nodes[0].daemons[1].pid
        lab.run("r2", ["kill", "-SEGV", str(pid)])
        wait_until(lambda: not lab.status().healthy)
        proto = lab.status(["r2"]).nodes[0].daemons[1]
        assert (proto.state, proto.signal, proto.pid) == ("exited", "SIGSEGV", None)
        assert proto.log.startswith("proto is starting\nnetwright: ")
        assert "killed by SIGSEGV" in proto.log

    def test_kill_and_restart(self, lab: Lab) -> None:
        lab.kill_daemon("r1", "core")
        wait_until(lambda: lab.status(["r1"]).nodes[0].daemons[0].state == "stopped")
        with pytest.raises(LabError, match="not running"):
            lab.kill_daemon("r1", "core")
        lab.restart_daemon("r1", "core")
        lab.restart_daemon("r1", "core")
        core = lab.status(["r1"]).nodes[0].daemons[0]
        assert (core.state, core.restarts) == ("running", 2)

    def test_signal_that_does_not_end_it(self, lab: Lab) -> None:
        lab.kill_daemon("r1", "core", signal.SIGCONT)
        assert lab.status().healthy

    def test_unknown_daemon(self, lab: Lab) -> None:
        with pytest.raises(LabError, match="node r1 has no daemon cor") as caught:
            lab.restart_daemon("r1", "cor")
        assert "core" in caught.value.hint

    def test_death_during_the_start(self, tmp_path: Path) -> None:
        bad = daemon("core")
        argv = ("/bin/sh", "-c", "echo line 4: no such command; exit 2")
        broken = type(bad)(name="bad", argv=argv, package="dash", ready_socket="/run/never")
        with pytest.raises(DaemonError, match="daemon bad of node r1 ended during its start") as caught:
            Lab.start(single(broken), tmp_path / "lab")
        assert caught.value.status == 2
        assert "line 4: no such command" in caught.value.log
        assert not (tmp_path / "lab" / ".netwright").exists()

    def test_a_daemon_that_never_serves(self, tmp_path: Path) -> None:
        with pytest.raises(DaemonError, match="daemon slow of node r1 did not serve in time"):
            Lab.start(single(daemon("slow", delay=60)), tmp_path / "lab", timeout_s=1)

    def test_missing_program_names_the_package(self, tmp_path: Path) -> None:
        plan = daemon("x")
        missing = type(plan)(name="routed", argv=("/usr/lib/none/routed",), package="routing-suite")
        with pytest.raises(HostError, match="apt-get install routing-suite") as caught:
            Lab.start(single(missing), tmp_path / "lab")
        assert "daemon routed of node r1" in str(caught.value)
        assert not (tmp_path / "lab").exists()


class TestLife:
    def test_two_labs_side_by_side(self, lab: Lab, tmp_path: Path) -> None:
        other = Lab.start(triangle(), tmp_path / "other")
        try:
            assert {str(lab.directory), str(other.directory)} <= {s.directory for s in discover()}
            other.set_link("r1", "eth1", False)
            assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 r2")
        finally:
            other.stop()
        assert lab.status().healthy

    def test_second_start_in_the_same_directory(self, lab: Lab) -> None:
        with pytest.raises(LabError, match="already running"):
            Lab.start(triangle(), lab.directory)
        assert lab.status().healthy

    def test_attach_restart_stop(self, lab: Lab) -> None:
        again = Lab.attach(lab.directory)
        assert again.run("r1", ["hostname"]).stdout == "r1\n"
        pid = again.pid
        again.restart()
        assert again.pid != pid
        assert lab.status().healthy
        again.stop()
        assert lab.status().state == "not started"
        with pytest.raises(LabError, match="is not running"):
            lab.run("r1", ["true"])
        with pytest.raises(LabError, match="no lab has been started"):
            Lab.attach(lab.directory)

    def test_user_files_survive(self, tmp_path: Path) -> None:
        directory = tmp_path / "lab"
        directory.mkdir()
        (directory / "mine.txt").write_text("keep")
        Lab.start(triangle(), directory).stop()
        assert sorted(p.name for p in directory.iterdir()) == ["logs", "mine.txt"]
        Lab.start(triangle(), directory).stop(cleanup=True)
        assert sorted(p.name for p in directory.iterdir()) == ["mine.txt"]

    def test_long_directory_names(self, tmp_path: Path) -> None:
        directory = tmp_path / ("d" * 100) / ("e" * 100)
        lab = Lab.start(single(daemon("core")), directory)
        assert lab.run("r1", ["hostname"]).stdout == "r1\n"
        lab.stop(cleanup=True)

    def test_full_disk(self, tmp_path: Path) -> None:
        """On a tmpfs of a few kilobytes in namespaces of its own."""
        small = tmp_path / "small"
        small.mkdir()
        code = (
            "import sys; sys.path.insert(0, '.')\n"
            "from netwright.lab import Lab\nfrom netwright.errors import HostError\n"
            "from tests.live.lab.plans import triangle\nimport os\n"
            f"open({str(small / 'fill')!r}, 'wb').write(b'x' * 8192)\n"
            f"try: Lab.start(triangle(), {str(small / 'lab')!r})\n"
            f"except HostError as error: print(error, os.listdir({str(small)!r}))\n"
        )
        script = f'mount -t tmpfs -o size=12k none "{small}" && exec "{sys.executable}" -c "$CODE"'
        result = subprocess.run(
            ["unshare", "-Urm", "sh", "-c", script],
            env=dict(os.environ, CODE=code, PYTHONPATH=os.pathsep.join(p for p in sys.path if p)),
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "no space left on the disk" in result.stdout, result.stderr
        assert result.stdout.rstrip().endswith("['fill']")

    def test_a_supervisor_that_hangs_is_stopped_too(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setattr("netwright.lab.client.STOP_TIMEOUT_S", 0.2)
        lab = Lab.start(triangle("86397"), tmp_path / "lab")
        os.kill(lab.pid, signal.SIGSTOP)
        lab.stop()
        assert lab.status().state == "not started"

    def test_stop_without_runtime_files(self, tmp_path: Path) -> None:
        lab = Lab.start(triangle("86396"), tmp_path / "lab")
        for name in ("state.json", "control"):
            (tmp_path / "lab" / ".netwright" / name).unlink()
        lab.stop()
        assert str(lab.directory) not in {s.directory for s in discover()}
        assert lab.status().state == "not started"

    def test_a_plan_that_cannot_be_built_leaves_nothing(self, tmp_path: Path) -> None:
        good = triangle()
        broken = type(good)(
            name="x",
            nodes=good.nodes,
            segments=(*good.segments, type(good.segments[0])(linkindex=9, ends=(("r1", "eth9"), ("r2", "eth9")))),
            hosts="",
        )
        with pytest.raises(LabError, match="interface eth9 of node r1, which does not exist"):
            Lab.start(broken, tmp_path / "lab")
        assert not (tmp_path / "lab").exists()

    def test_a_wrong_sysctl_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(HostError, match=r"sysctl net\.ipv4\.no_such=1 failed: No such file.*node r1"):
            Lab.start(single(sysctls=(("ipv4/no_such", "1"),)), tmp_path / "lab")

    def test_a_lab_whose_directory_vanishes_ends(self, tmp_path: Path) -> None:
        lab = Lab.start(triangle("86395"), tmp_path / "lab")
        pid = lab.pid
        shutil.rmtree(tmp_path / "lab")
        wait_until(lambda: not os.path.exists(f"/proc/{pid}"))

    def test_interrupt_during_the_start_leaves_nothing(self, tmp_path: Path) -> None:
        code = (
            "import sys; sys.path.insert(0, '.')\n"
            "from netwright.lab import Lab\nfrom tests.live.lab.plans import daemon, single\n"
            f"Lab.start(single(daemon('slow', '86394', 60)), {str(tmp_path / 'lab')!r})\n"
        )
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in sys.path if p))
        with subprocess.Popen(
            [sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[3], stderr=subprocess.PIPE
        ) as process:
            log = tmp_path / "lab" / "logs" / "r1" / "slow.log"
            wait_until(lambda: log.exists() and "slow is starting" in log.read_text())
            process.send_signal(signal.SIGINT)
            assert b"KeyboardInterrupt" in process.communicate(timeout=10)[1]
        assert list(tmp_path.iterdir()) == []
