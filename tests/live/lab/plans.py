"""Hand-made plans with small stand-in daemons, so that labs start in a fraction of a second."""

from __future__ import annotations

from netwright.addr import parse_interface, parse_prefix
from netwright.model import (
    DaemonPlan,
    FilePlan,
    InterfacePlan,
    LabPlan,
    NodePlan,
    RoutePlan,
    Segment,
    Snippet,
)

HOSTS = "127.0.0.1 localhost\n10.0.0.1 r1\n10.0.0.2 r2\n10.0.0.3 r3\n"


def daemon(name: str, marker: str = "86399", delay: float = 0.02, after: tuple[str, ...] = ()) -> DaemonPlan:
    """Says hello, creates its socket after a while, sleeps."""
    script = f"echo {name} is starting; sleep {delay}; : > /run/lab/{name}.sock; exec sleep {marker}"
    return DaemonPlan(
        name=name,
        argv=("/bin/sh", "-c", script),
        package="dash",
        ready_socket=f"/run/lab/{name}.sock",
        after=after,
        run_directories=("/run/lab",),
    )


def interface(name: str, *addresses: str, kind: str = "veth", **more: object) -> InterfacePlan:
    return InterfacePlan(name=name, kind=kind, addresses=tuple(parse_interface(text) for text in addresses), **more)


def triangle(marker: str = "86399", delay: float = 0.02) -> LabPlan:
    """Three nodes, a pair r1-r2, a LAN of all, a stub on r3; r1 has a loopback more, a file, a snippet."""
    daemons = (daemon("core", marker, delay), daemon("proto", marker, delay, after=("core",)))
    r1 = NodePlan(
        name="r1",
        device="linux",
        interfaces=(
            interface("lo", "10.0.0.1/32", kind="loopback"),
            interface("eth1", "10.1.0.1/30", "2001:db8:1::1/64", "fe80::5/64", mtu=1400, description="r1 -> r2"),
            interface("eth2", "10.2.0.1/24"),
            interface("lo1", "10.9.0.1/32", kind="dummy"),
        ),
        routes=(RoutePlan(prefix=parse_prefix("10.0.0.2/32"), next_hop=parse_interface("10.1.0.2").address),),
        sysctls=(("ipv4/ip_forward", "1"),),
        files=(
            FilePlan(path="/etc/lab/deep/one.conf", content="one\n"),
            FilePlan(path="/usr/local/bin/labtool", content="#!/bin/sh\nhostname\n", mode=0o755),
        ),
        daemons=daemons,
        snippets=(Snippet(name="note", kind="shell", text="echo configured > /tmp/note\n"),),
    )
    r2 = NodePlan(
        name="r2",
        device="linux",
        interfaces=(
            interface("lo", "10.0.0.2/32", kind="loopback"),
            interface("eth1", "10.1.0.2/30", "2001:db8:1::2/64", mtu=1400),
            interface("eth2", "10.2.0.2/24"),
        ),
        routes=(RoutePlan(prefix=parse_prefix("10.0.0.1/32"), next_hop=parse_interface("10.1.0.1").address),),
        daemons=daemons,
    )
    r3 = NodePlan(
        name="r3",
        device="linux",
        interfaces=(interface("eth1", "10.2.0.3/24"), interface("eth2", "10.3.0.3/24")),
        routes=(RoutePlan(prefix=parse_prefix("192.0.2.0/24"), discard=True),),
        daemons=daemons,
    )
    return LabPlan(
        name="triangle",
        nodes=(r1, r2, r3),
        segments=(
            Segment(linkindex=1, ends=(("r1", "eth1"), ("r2", "eth1"))),
            Segment(linkindex=2, ends=(("r1", "eth2"), ("r2", "eth2"), ("r3", "eth1"))),
            Segment(linkindex=3, ends=(("r3", "eth2"),)),
        ),
        hosts=HOSTS,
    )


def single(*daemons: DaemonPlan, **more: object) -> LabPlan:
    """One node without links."""
    node = NodePlan(
        name="r1",
        device="linux",
        interfaces=(interface("lo", "10.0.0.1/32", kind="loopback"),),
        daemons=daemons,
        **more,
    )
    return LabPlan(name="single", nodes=(node,), segments=(), hosts=HOSTS)
