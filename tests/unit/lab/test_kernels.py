"""Whose kernel runs a lab: the choice, what is said about it, and the guest's size and command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.errors import HostError, InputError
from netwright.lab import KernelSettings
from netwright.lab.features import FEATURES, plan_needs
from netwright.lab.guest import uml
from netwright.lab.guest.modules import dependencies, load_order
from netwright.lab.kernels import Choice, Kernels, choose
from netwright.model import BridgePlan, DaemonPlan, Impairment, InterfacePlan, LabPlan, Network, NodePlan, Segment
from netwright.workbench.kernel import KernelRequest, kernel_settings

COMMON = frozenset({"veth", "bridge", "vxlan", "seg6"})
EVERYTHING = frozenset(FEATURES) - {"seg6"}


def lab(*interfaces: InterfacePlan, features: tuple[str, ...] = (), daemons: tuple[DaemonPlan, ...] = ()) -> LabPlan:
    node = NodePlan(name="r1", device="linux", interfaces=interfaces, daemons=daemons)
    return LabPlan(name="x", nodes=(node,), segments=(), hosts="", features=features)


def machine(
    host: frozenset[str] | HostError = COMMON, guest: frozenset[str] = EVERYTHING, refused: HostError | None = None
) -> Kernels:
    def ask() -> frozenset[str]:
        if isinstance(host, HostError):
            raise host
        return host

    return Kernels(ask, lambda: guest, lambda: refused)


def test_needs_name_what_asks_for_them() -> None:
    slow = Impairment(delay_ms=5)
    needs = plan_needs(
        lab(
            InterfacePlan(name="red", kind="vrf", table=10),
            InterfacePlan(name="br0", kind="bridge", bridge=BridgePlan(vlan_filtering=True)),
            InterfacePlan(name="eth1", kind="veth", impairment=slow),
            InterfacePlan(name="eth2", kind="veth", impairment=Impairment(rate_kbps=100)),
            InterfacePlan(name="lo1", kind="dummy"),
            features=("dummy", "mpls"),
        )
    )
    assert needs["vrf"] == "red of node r1"
    assert needs["vlan_filtering"] == "br0 of node r1"
    assert needs["netem"] == "the impairment of eth1 of node r1"
    assert needs["tbf"] == "the impairment of eth2 of node r1"
    assert needs["mpls"] == FEATURES["mpls"].what
    assert "dummy" not in needs


def test_the_host_when_it_has_everything() -> None:
    assert choose(lab(features=("vxlan",)), "auto", machine()) == Choice("host")


def test_an_ordinary_plan_asks_nobody() -> None:
    pair = LabPlan(name="x", nodes=(), segments=(Segment(linkindex=1, ends=(("a", "b"), ("c", "d"))),), hosts="")

    def never() -> frozenset[str]:
        raise AssertionError("asked")

    assert choose(pair, "auto", Kernels(never, never, lambda: None)) == Choice("host")
    assert choose(lab(features=("vrf",)), "host", Kernels(never, never, lambda: None)) == Choice("host")


def test_a_guest_when_the_host_lacks_something() -> None:
    kernel, reason = choose(lab(features=("vrf", "netem")), "auto", machine())
    assert kernel == "uml"
    assert "no vrf, netem" in reason


def test_a_guest_where_namespaces_are_refused() -> None:
    no = HostError("user namespaces are not available", remedy="ask root")
    assert choose(lab(), "auto", machine(refused=no)).kernel == "uml"
    assert choose(lab(features=("vrf",)), "auto", machine(host=no)).kernel == "uml"


def test_one_line_when_there_is_no_guest() -> None:
    plan = lab(InterfacePlan(name="red", kind="vrf", table=10))
    with pytest.raises(HostError) as caught:
        choose(plan, "auto", machine(guest=frozenset()))
    text = str(caught.value)
    assert "\n" not in text
    for part in ("no vrf", "red of node r1", "modprobe vrf", "apt-get install user-mode-linux"):
        assert part in text


def test_the_guest_may_lack_something_too() -> None:
    with pytest.raises(HostError, match=r"no vrf, and User-mode Linux has no seg6 .* either"):
        choose(lab(features=("seg6", "vrf")), "auto", machine())
    with pytest.raises(HostError, match="User-mode Linux has no seg6"):
        choose(lab(features=("seg6",)), "uml", machine())


def test_a_guest_that_is_asked_for() -> None:
    assert choose(lab(), "uml", machine()).kernel == "uml"
    with pytest.raises(HostError, match=r"not installed.*apt-get install user-mode-linux"):
        choose(lab(), "uml", machine(guest=frozenset()))


def test_memory_follows_the_lab() -> None:
    bgpd = DaemonPlan(name="bgpd", argv=("bgpd",), package="frr")
    assert uml.memory_mb(lab()) == uml.LEAST_MB
    node = NodePlan(name="r1", device="frr", interfaces=(), daemons=(bgpd, bgpd))
    many = LabPlan(name="x", nodes=(node,) * 50, segments=(), hosts="")
    assert uml.memory_mb(many) == uml.BASE_MB + 50 * (uml.NODE_MB + 2 * uml.DAEMON_MB["bgpd"])


def test_memory_lies_where_there_is_room(tmp_path: Path) -> None:
    assert uml.memory_directory(1, ("/nonexistent", str(tmp_path))) == str(tmp_path)
    with pytest.raises(HostError, match=r"memory of 1099511627776 MB.*--memory"):
        uml.memory_directory(1 << 40, (str(tmp_path),))


def test_the_command_line_of_a_guest() -> None:
    line = uml.command_line("/usr/bin/linux.uml", 512, uml.Devices(3, 4, 5, 6), ("/usr/bin/python3", "init.py"))
    assert {"mem=512M", "rootflags=/", "ssl0=fd:3,fd:4", "iomem=mmapper,/proc/self/fd/5"} <= set(line)
    assert line[line.index("init=/usr/bin/python3") :] == ["init=/usr/bin/python3", "--", "init.py"]
    with pytest.raises(HostError, match="a blank or a quote"):
        uml.command_line("linux.uml", 512, uml.Devices(3, 4, 5, 6), ("/my files/python3",))


def test_modules_load_after_what_they_need() -> None:
    known = dependencies("k/a-b.ko: k/c.ko k/d.ko\nk/c.ko: k/d.ko\nk/d.ko:\n")
    assert load_order(["a_b", "unknown", "c"], known) == ["k/d.ko", "k/c.ko", "k/a-b.ko"]


def network(**defaults: object) -> Network:
    return Network(name="x", nodes={}, links=(), pools={}, prefixes={}, groups={}, defaults=defaults)


def test_the_caller_s_word_comes_before_the_topology_s() -> None:
    said = network(kernel="uml", kernel_memory=512)
    assert kernel_settings(network(), KernelRequest()) == KernelSettings()
    assert kernel_settings(said, KernelRequest()) == KernelSettings("uml", 512)
    assert kernel_settings(said, KernelRequest("host", 1024)) == KernelSettings("host", 1024)
    assert KernelRequest("host").or_else(KernelRequest("uml", 300)) == KernelRequest("host", 300)


@pytest.mark.parametrize(
    ("request_", "defaults", "complaint"),
    [
        (KernelRequest("umll"), {}, r"--kernel: error: there is no kernel `umll` \[unknown-kernel\]"),
        (KernelRequest(), {"kernel": ["uml"]}, "there is no kernel"),
        (KernelRequest(memory_mb=3), {}, r"`3` is no size of a guest's memory \[kernel-memory\]"),
        (KernelRequest(), {"kernel_memory": "much"}, "`much` is no size"),
    ],
)
def test_nonsense_about_kernels(request_: KernelRequest, defaults: dict[str, object], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        kernel_settings(network(**defaults), request_)


@pytest.mark.parametrize("left_out", ["", "HOSTFS", "SSL", "MMAPPER"])
def test_a_guest_s_features_are_those_it_was_built_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    lines = ["CONFIG_NET_VRF=m", "# CONFIG_DUMMY is not set", "CONFIG_BRIDGE=y"]
    lines += [f"CONFIG_{name}=y" for name in ("HOSTFS", "SSL", "MMAPPER") if name != left_out]
    program = tmp_path / "linux.uml"
    program.write_text("#!/bin/sh\n" + "".join(f"echo '{line}'\n" for line in lines))
    program.chmod(0o755)
    monkeypatch.setattr(uml, "find_kernel", lambda: os.fspath(program))
    uml.guest_features.cache_clear()
    if left_out:
        with pytest.raises(HostError, match=f"without CONFIG_{left_out}"):
            uml.guest_features()
    else:
        assert uml.guest_features() == {"vrf", "bridge"}
    uml.guest_features.cache_clear()


def test_guests_are_spread_over_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    from netwright.lab.guest import __main__ as holder

    mine = os.getpid()
    comm = Path(f"/proc/{mine}/comm").read_text().strip()
    monkeypatch.setattr(uml, "PROGRAM", comm)
    allowed = sorted(os.sched_getaffinity(0))
    elsewhere = {mine: {allowed[0]}, 0: set(allowed)}
    monkeypatch.setattr(os, "listdir", lambda path: [str(mine), "self"])
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: elsewhere[pid])
    assert holder.quietest_processor() == (allowed[1] if len(allowed) > 1 else allowed[0])


def test_how_a_feature_is_loaded() -> None:
    assert FEATURES["vrf"].modprobe == "sudo modprobe vrf"
    assert FEATURES["split_horizon"].modprobe.startswith("sudo modprobe -a sch_ingress ")


def test_a_guest_cannot_forward_services_where_the_host_cannot() -> None:
    """Debian's guest kernel has no CONFIG_NFT_NAT."""
    kernels = machine(guest=EVERYTHING - {"nftables"})
    with pytest.raises(HostError) as caught:
        choose(lab(features=("nftables",)), "auto", kernels)
    assert "User-mode Linux has no nftables (CONFIG_NFT_NAT) either" in str(caught.value)
    assert "modprobe -a nft_chain_nat" in caught.value.remedy
