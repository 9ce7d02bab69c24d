"""What nodes of clusters are told about services, and what answers in workloads."""

from __future__ import annotations

from netwright.addr import parse_address
from netwright.devices.endpoints import ANSWERS, answer, endpoint_daemons
from netwright.devices.services import FEATURES, service_features, service_snippet, service_snippets
from netwright.lab.features import FEATURES as KERNEL_FEATURES
from netwright.lab.snippets import steps
from netwright.model import Node, WorkloadPlace
from netwright.model.cluster import ServiceProtocol
from netwright.model.kubernetes import NamespacedName
from netwright.model.snippets import interpreter

from ...golden.nftables.cases import CASES, node


def workload(*ports: tuple[ServiceProtocol, int], **more: object) -> Node:
    place = WorkloadPlace(
        cluster="parent",
        name=NamespacedName("default", "web"),
        kind="pod",
        host="w1",
        host_ifname="cali1",
        addresses=(parse_address("10.122.0.9"),),
        ports=ports,
    )
    values: dict[str, object] = {"name": "web-1", "id": 9, "device": "linux", "requested_device": "linux"}
    return Node(**{**values, "workload": place, **more})  # type: ignore[arg-type]


def test_only_nodes_that_forward_services_need_nftables() -> None:
    assert service_snippets(None) == service_snippets(node()) == ()
    assert service_features(None) == service_features(node()) == ()
    forwarding = CASES["dual-stack"]()
    assert service_features(forwarding) == FEATURES
    assert set(FEATURES) <= set(KERNEL_FEATURES)
    assert service_snippets(forwarding) == (service_snippet(forwarding),)


def test_rules_are_a_script_of_nft() -> None:
    """So that a lab, a user and an exported script run it alike."""
    snippet = service_snippet(CASES["dual-stack"]())
    assert interpreter(snippet) == "/usr/sbin/nft"
    assert snippet.package == "nftables"
    todo = steps(snippet)
    assert todo.argv == (todo.path,)
    assert todo.mode & 0o111


def test_a_node_that_stops_forwarding_is_told_so() -> None:
    text = service_snippet(node()).text
    assert "delete table inet services" in text
    assert "goto" not in text


def test_nodes_that_are_no_workloads_answer_nothing() -> None:
    assert endpoint_daemons(workload()) == ((), ())
    assert endpoint_daemons(workload(("TCP", 80), workload=None)) == ((), ())
    assert endpoint_daemons(workload(("TCP", 80), skip_config=True)) == ((), ())


def test_a_server_for_each_port_and_an_answer_for_each_protocol() -> None:
    files, daemons = endpoint_daemons(workload(("TCP", 80), ("UDP", 53), ("TCP", 8080), ("TCP", 80)))
    assert {file.path: file.content.splitlines()[-1] for file in files} == {
        ANSWERS["TCP"]: "web-1",
        ANSWERS["UDP"]: "web-1",
    }
    assert [daemon.name for daemon in daemons] == ["tcp-80", "udp-53", "tcp-8080"]
    assert all(daemon.package == "socat" for daemon in daemons)
    listening = [daemon.argv[1].partition(",")[0] for daemon in daemons]
    assert listening == ["TCP6-LISTEN:80", "UDP6-RECVFROM:53", "TCP6-LISTEN:8080"]


def test_an_answer_over_tcp_is_one_of_http() -> None:
    head, _, body = answer("web-1", "TCP").partition("\r\n\r\n")
    assert head.startswith("HTTP/1.0 200")
    assert f"Content-Length: {len(body)}" in head
    assert body == answer("web-1", "UDP") == "web-1\n"
