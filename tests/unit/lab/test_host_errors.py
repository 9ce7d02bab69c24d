"""One-line errors about what the host lacks, and names a plan may not have."""

from __future__ import annotations

import struct

import pytest
from msgspec.structs import replace

from netwright.errors import HostError, LabError
from netwright.lab import features, host, seccomp
from netwright.lab.starting import check_names
from netwright.lab.supervisor.filesystem import account_files
from netwright.lab.supervisor.numbering import mac_address
from netwright.model import DaemonPlan, InterfacePlan, LabPlan, NodePlan, Segment, Snippet


def lab(*nodes: NodePlan, segments: tuple[Segment, ...] = (), features: tuple[str, ...] = ()) -> LabPlan:
    return LabPlan(name="x", nodes=nodes, segments=segments, hosts="", features=features)


def node(name: str, *interfaces: str, daemons: tuple[DaemonPlan, ...] = ()) -> NodePlan:
    plans = tuple(InterfacePlan(name=ifname, kind="veth") for ifname in interfaces)
    return NodePlan(name=name, device="linux", interfaces=plans, daemons=daemons)


@pytest.mark.parametrize(
    ("sysctl", "value"),
    [
        ("kernel.unprivileged_userns_clone", "0"),
        ("user.max_user_namespaces", "0"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1"),
    ],
)
def test_forbidden_user_namespaces_name_the_sysctl(monkeypatch: pytest.MonkeyPatch, sysctl: str, value: str) -> None:
    monkeypatch.setattr(host, "read_sysctl", {sysctl: value}.get)
    error = host.userns_error(PermissionError(1, "Operation not permitted", "unshare"))
    assert f"sysctl {sysctl} is {value}" in str(error)
    assert f"sysctl -w {sysctl}=" in error.remedy
    assert "\n" not in str(error)


def test_forbidden_without_a_sysctl_names_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "read_sysctl", lambda name: None)
    error = host.userns_error(PermissionError(1, "Operation not permitted", "unshare"))
    assert "unshare" in str(error)
    assert "container" in error.remedy


def test_missing_feature_says_how_to_get_it() -> None:
    error = features.missing_feature("netem", "the impairment of eth1")
    assert str(error).startswith("this kernel has no netem (CONFIG_NET_SCH_NETEM) (needed by the impairment")
    assert "modprobe sch_netem" in error.remedy


def test_missing_program_names_the_package() -> None:
    daemon = DaemonPlan(name="bgpd", argv=("/nowhere/bgpd",), package="frr")
    with pytest.raises(HostError, match=r"/nowhere/bgpd is not installed.*apt-get install frr"):
        host.require_programs(lab(node("r1", daemons=(daemon,))))


def test_missing_interpreter_of_configuration_names_the_package() -> None:
    script = Snippet(name="services", kind="shell", text="#!/nowhere/nft -f\n", package="nftables")
    told = r"/nowhere/nft is not installed \(needed by configuration services of node r1\).*apt-get install nftables"
    with pytest.raises(HostError, match=told):
        host.require_programs(lab(replace(node("r1"), snippets=(script,))))
    host.require_programs(lab(replace(node("r1"), snippets=(replace(script, package=""),))))


def test_features_follow_from_the_plan() -> None:
    pair = Segment(linkindex=1, ends=(("a", "e"), ("b", "e")))
    lan = Segment(linkindex=2, ends=(("a", "f"), ("b", "f"), ("c", "f")))
    assert features.plan_features(lab(segments=(pair,))) == ("veth",)
    assert features.plan_features(lab(segments=(pair, lan), features=("dummy", "vrf"))) == (
        "bridge",
        "veth",
        "vrf",
    )


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "ä", "x" * 64])
def test_node_names_become_paths(name: str) -> None:
    with pytest.raises(LabError):
        check_names(lab(node(name)))


@pytest.mark.parametrize("ifname", ["", "..", "a b", "a/b", "x" * 16])
def test_interface_names_linux_refuses(ifname: str) -> None:
    with pytest.raises(LabError, match="not one Linux accepts"):
        check_names(lab(node("r1", ifname)))


def test_node_names_are_unique() -> None:
    with pytest.raises(LabError, match="two nodes are called r1"):
        check_names(lab(node("r1"), node("r1")))


def test_routing_accounts_are_root_in_nodes() -> None:
    for single_id in (False, True):
        files = account_files(single_id)
        assert "frr:x:0:0:frr:/root:/bin/sh\n" in files["passwd"]
        assert "frrvty:x:0:\n" in files["group"]
        assert files["passwd"].splitlines()[0].startswith("root:")
    assert all(line.split(":")[2:4] == ["0", "0"] for line in files["passwd"].splitlines())
    assert all(line.split(":")[2] == "0" for line in files["group"].splitlines())


def test_mac_addresses_are_local_unicast_and_distinct() -> None:
    found = {mac_address(n, i) for n in range(1, 300) for i in range(1, 20)}
    assert len(found) == 299 * 19
    assert all(mac.startswith("02:00:") for mac in found)


def test_seccomp_program_only_answers_the_calls_it_is_made_for() -> None:
    machine = seccomp.MACHINES["x86_64"]
    code = seccomp.program(machine, (machine.setgroups,))
    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    assert [step[3] for step in steps if step[0] == 0x06] == [seccomp.RET_ERRNO_0, seccomp.RET_ALLOW]
    assert (0x15, 0, 1, 116) in steps


def test_seccomp_program_jumps_to_its_answers() -> None:
    machine = seccomp.MACHINES["x86_64"]
    code = seccomp.program(machine, (92, 93, 94))
    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]

    def answer(arch: int, call: int) -> int:
        at, value = 0, 0
        while True:
            operation, yes, no, operand = steps[at]
            if operation == 0x06:
                return operand
            if operation == 0x20:
                value = arch if operand == 4 else call
            else:
                at += yes if value == operand else no
            at += 1

    assert {answer(machine.audit_arch, call) for call in (92, 93, 94)} == {seccomp.RET_ERRNO_0}
    assert {answer(machine.audit_arch, call) for call in (0, 91, 95)} == {seccomp.RET_ALLOW}
    assert answer(1, 92) == seccomp.RET_ALLOW
