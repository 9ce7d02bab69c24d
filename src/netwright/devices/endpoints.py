"""What answers in a workload: a small server for each of its ports, which says the workload's name.

Owns: the answers and the command lines. Must not: run anything.
TCP gets an answer of HTTP, so that browsers and curl show it; UDP gets the bare name for each datagram. Both are served
over IPv4 and IPv6 by one process of 0.8 MB for each port. Source: socat(1), RFC 1945 section 6.
"""

from __future__ import annotations

from typing import NamedTuple

from ..model import DaemonPlan, FilePlan, Node
from ..model.cluster import ServiceProtocol

PACKAGE = "socat"
DIRECTORY = "/etc/netwright"
ANSWERS: dict[ServiceProtocol, str] = {"TCP": f"{DIRECTORY}/answer.http", "UDP": f"{DIRECTORY}/answer.txt"}
BACKLOG = 256
"""Connections that may wait: checks ask many questions at a time."""
_LISTEN: dict[ServiceProtocol, str] = {
    "TCP": f"TCP6-LISTEN:{{port}},fork,reuseaddr,ipv6-v6only=0,backlog={BACKLOG}",
    "UDP": "UDP6-RECVFROM:{port},fork,reuseaddr,ipv6-v6only=0",
}


class EndpointPlan(NamedTuple):
    """What the ports of a workload add to the plan of its node."""

    files: tuple[FilePlan, ...] = ()
    daemons: tuple[DaemonPlan, ...] = ()


def endpoint_daemons(node: Node) -> EndpointPlan:
    """Servers of a node that is a workload with ports; nothing for others."""
    ports = node.workload.ports if node.workload is not None and not node.skip_config else ()
    protocols = dict.fromkeys(protocol for protocol, _ in ports)
    files = tuple(FilePlan(path=ANSWERS[p], content=answer(node.name, p)) for p in protocols)
    return EndpointPlan(files, tuple(_daemon(protocol, port) for protocol, port in dict.fromkeys(ports)))


def answer(name: str, protocol: ServiceProtocol) -> str:
    """Its last line is the name."""
    body = f"{name}\n"
    if protocol == "UDP":
        return body
    head = ("HTTP/1.0 200 OK", "Content-Type: text/plain", f"Content-Length: {len(body.encode())}", "", "")
    return "\r\n".join(head) + body


def _daemon(protocol: ServiceProtocol, port: int) -> DaemonPlan:
    """What a client says is read and thrown away: with data unread the kernel would reset the connection."""
    listen = _LISTEN[protocol].format(port=port)
    answering = f"OPEN:{ANSWERS[protocol]},rdonly!!OPEN:/dev/null,wronly"
    return DaemonPlan(name=f"{protocol.lower()}-{port}", argv=("/usr/bin/socat", listen, answering), package=PACKAGE)
