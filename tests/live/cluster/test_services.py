"""Services in a lab: what kube-proxy would do, by real nftables, and the check that asks them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from netwright.check.expected import Expectations
from netwright.check.named import CHECKS, CheckFailedError, Context
from netwright.devices.services import service_snippet
from netwright.lab import Lab
from netwright.model import CommandResult

from ...golden.nftables.cases import CASES, HERE
from ..lab.test_ordinary_user import check_as_nobody
from . import service_lab
from .service_lab import (
    CLIENT,
    CLIENT6,
    ECHO,
    EXTERNAL,
    EXTERNAL6,
    NOBODY,
    NOWHERE,
    PODS,
    VIP,
    VIP6,
    WHO,
    cluster_node,
    plain,
    pod_address,
    portal,
)

pytestmark = pytest.mark.live
ALL = list(PODS)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = Lab.start(service_lab.plan(), tmp_path_factory.mktemp("services") / "lab")
    yield running
    running.stop(cleanup=True)


@pytest.fixture(autouse=True)
def as_planned(lab: Lab) -> Iterator[None]:
    """Whatever a test changes is put back, by what changes it."""
    yield
    lab.apply("w1", service_snippet(cluster_node("w1")))


def service(lab: Lab, node: str, *arguments: object, **options: object) -> str:
    network = service_lab.network()

    def run(argv: Sequence[str], timeout_s: float) -> CommandResult:
        return lab.run(node, argv, timeout_s=timeout_s)

    client = network.nodes.get(node, network.nodes["c"])
    context = Context(network=network, node=client, state=None, run=run, due=Expectations(network))
    return CHECKS["service"](context, *arguments, **options)


def who(lab: Lab, node: str, address: str) -> str:
    """The address a server sees a node come from."""
    done = lab.run(node, ["bash", "-c", f"exec 3<>/dev/tcp/{address}/{WHO} && cat <&3"], timeout_s=10.0)
    assert done.status == 0, done.stderr
    return str(plain(done.stdout))


@pytest.mark.parametrize("address", [VIP, VIP6])
@pytest.mark.parametrize(("protocol", "port"), [("TCP", 80), ("UDP", 53)])
@pytest.mark.parametrize("client", ["c", "web-2", "w1"])
def test_endpoints_of_all_nodes_take_their_turns(lab: Lab, client: str, protocol: str, port: int, address: str) -> None:
    """Of the port of the endpoint, which is not the service's for UDP."""
    said = service(lab, client, address, port, ALL, spread=True, protocol=protocol)
    assert all(name in said for name in ALL)


@pytest.mark.parametrize(("external", "client"), [(EXTERNAL, CLIENT), (EXTERNAL6, CLIENT6)])
def test_a_local_policy_keeps_to_the_node_and_preserves_the_source(lab: Lab, external: str, client: str) -> None:
    service(lab, "c", external, 80, ["web-1", "web-2"], spread=True)
    assert who(lab, "c", external) == client
    with pytest.raises(CheckFailedError, match=r"web-3 did not answer once in \d+ times: web-1 \d+, web-2 \d+"):
        service(lab, "c", external, 80, ALL, spread=True)
    with pytest.raises(CheckFailedError, match=r"expected answers of web-1 only, found web-1 \d+, web-2 \d+"):
        service(lab, "c", external, 80, "web-1", count=40)


@pytest.mark.parametrize(("address", "family", "own"), [(VIP, 4, "10.122.1.1"), (VIP6, 6, "fd00:122:1::1")])
def test_who_a_server_sees(lab: Lab, address: str, family: int, own: str) -> None:
    """The node in place of strangers and of the server itself; a pod of the node as itself."""
    assert who(lab, "c", address) == own
    assert who(lab, "web-1", address) == own
    assert who(lab, "web-2", address) == pod_address("web-2", family)


def test_a_connection_keeps_its_endpoint_while_services_change(lab: Lab) -> None:
    talk = (
        f"exec 3<>/dev/tcp/{VIP}/{ECHO}; for n in 1 2 3; do echo $n >&3; read -r said <&3; echo $said; "
        "if [ $n = 1 ]; then : >/tmp/talking; until [ -e /tmp/changed ]; do sleep 0.02; done; fi; done"
    )
    lab.run("c", ["rm", "-f", "/tmp/talking", "/tmp/changed"])
    with ThreadPoolExecutor(1) as pool:
        talking = pool.submit(lab.run, "c", ["bash", "-c", talk], timeout_s=20.0)
        lab.run("c", ["sh", "-c", "until [ -e /tmp/talking ]; do sleep 0.02; done"], timeout_s=10.0)
        lab.apply("w1", service_snippet(cluster_node("w1", [portal(VIP, ECHO, "web-3"), portal(VIP, 80, "web-3")])))
        service(lab, "c", VIP, 80, "web-3")
        lab.run("c", ["touch", "/tmp/changed"])
        said = talking.result().stdout.split()
    assert said[1::2] == ["1", "2", "3"]
    assert said[0] in ("web-1", "web-2")
    assert set(said[::2]) == {said[0]}


@pytest.mark.parametrize("client", ["c", "w1"])
@pytest.mark.parametrize("address", [VIP, VIP6])
@pytest.mark.parametrize("protocol", ["TCP", "UDP"])
def test_a_service_without_endpoints_refuses_at_once(lab: Lab, protocol: str, address: str, client: str) -> None:
    start = time.monotonic()
    with pytest.raises(CheckFailedError, match=r"1 of 1 questions had no answer \(Connection refused\)"):
        service(lab, client, address, NOBODY, ALL, protocol=protocol, count=1)
    assert time.monotonic() - start < 2.0
    service(lab, client, address, NOBODY, protocol=protocol, expect="fail", count=1)


@pytest.mark.parametrize("port", [NOWHERE, NOBODY])
def test_a_local_policy_without_endpoints_drops(lab: Lab, port: int) -> None:
    """Whether other nodes have some or not."""
    start = time.monotonic()
    with pytest.raises(CheckFailedError, match=r"2 of 2 questions had no answer$"):
        service(lab, "c", EXTERNAL, port, ALL, count=2)
    assert time.monotonic() - start >= 2.0


@pytest.mark.parametrize("external", [EXTERNAL, EXTERNAL6])
def test_a_local_policy_is_for_clients_from_outside(lab: Lab, external: str) -> None:
    """The node and its pods get all endpoints; pods are seen as themselves, the node as itself."""
    for client in ("web-2", "w1"):
        service(lab, client, external, 80, ALL, spread=True)
        service(lab, client, external, NOWHERE, "web-3")
    assert who(lab, "web-2", external) == pod_address("web-2", 4 if external == EXTERNAL else 6)


def test_services_can_be_taken_away(lab: Lab) -> None:
    lab.apply("w1", service_snippet(cluster_node("w1", [])))
    service(lab, "c", VIP, 80, expect="fail", count=1)
    assert "numgen" not in lab.run("w1", ["nft", "list", "ruleset"]).stdout


def test_an_endpoint_shows_itself_to_a_browser(lab: Lab) -> None:
    for address in (VIP, f"[{VIP6}]"):
        asking = f"printf 'GET / HTTP/1.0\\r\\n\\r\\n' | socat -t 5 - TCP:{address}:80"
        done = lab.run("c", ["sh", "-c", asking], timeout_s=10.0)
        head, _, body = done.stdout.replace("\r", "").partition("\n\n")
        assert head.startswith("HTTP/1.0 200"), done.stderr
        assert body.strip() in ALL


@pytest.mark.parametrize("case", CASES)
def test_every_golden_can_be_loaded_and_loaded_again(case: str) -> None:
    load = f"nft -f {HERE}/{case}.nft && nft -f {HERE}/{case}.nft && nft list table inet services"
    done = subprocess.run(["unshare", "-Urn", "sh", "-c", load], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "chain services-prerouting" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")
def test_services_of_an_ordinary_user() -> None:
    chosen = ("endpoints_of_all_nodes_take_their_turns", "who_a_server_sees", "services_can_be_taken_away")
    check_as_nobody(*(f"cluster/test_services.py::test_{name}" for name in chosen))
