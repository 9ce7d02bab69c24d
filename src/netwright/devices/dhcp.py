"""DHCP on every device: dnsmasq as server, ISC dhclient as client, ISC dhcrelay as relay.

Owns: their files, command lines and the kernel routes they need. Must not: run anything.
None of these programs knows VRFs. They hear requests on interfaces of any VRF, and what they send to another node
through a VRF finds it by a host route of the main table that leads into the VRF's device.
Source: dnsmasq(8), dhclient(8), dhclient.conf(5), dhcrelay(8), RFC 3527 (link selection).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..addr import Address, Prefix
from ..model import DaemonPlan, DhcpPool, DhcpRelay, DhcpServer, FilePlan, Node, RoutePlan

SERVER_FILE = "/etc/netwright/dnsmasq.conf"
LEASES = "/var/lib/misc/dnsmasq.leases"
CLIENT_FILE = "/etc/netwright/dhclient.conf"
CLIENT_DIRECTORY = "/run/dhclient"
LEASE_TIME = "1h"
IPV6_RANGE = (0x1_0000, 0x1_FFFF)
"""Host parts that DHCPv6 hands out, where the prefix has room: beyond those of node ids."""
_HEAD = f"""\
# DHCP only
port=0
user=root
no-ping
dhcp-authoritative
dhcp-leasefile={LEASES}
"""
_CLIENT_HEAD = """\
timeout 20;
retry 2;
reboot 2;
initial-interval 1;
backoff-cutoff 3;
select-timeout 0;
send host-name = gethostname();
"""
_ANSWERS = "subnet-mask, broadcast-address, domain-name, domain-name-servers, interface-mtu"


class DhcpPlan(NamedTuple):
    """What DHCP adds to the plan of a node."""

    files: tuple[FilePlan, ...] = ()
    daemons: tuple[DaemonPlan, ...] = ()
    routes: tuple[RoutePlan, ...] = ()


def plan_dhcp(node: Node) -> DhcpPlan:
    """Server, client and relays of one node."""
    if node.skip_config:
        return DhcpPlan()
    parts = (*_server(node.dhcp), *_clients(node), *_relays(node))
    return DhcpPlan(
        tuple(p for p in parts if isinstance(p, FilePlan)),
        tuple(p for p in parts if isinstance(p, DaemonPlan)),
        tuple(dict.fromkeys(p for p in parts if isinstance(p, RoutePlan))),
    )


def _leak(address: Address, vrf: str) -> RoutePlan:
    """The main table's way to a node of a VRF."""
    return RoutePlan(prefix=Prefix(address.family, address.value, 32 if address.family == 4 else 128), ifname=vrf)


def _server(server: DhcpServer | None) -> Iterator[FilePlan | DaemonPlan | RoutePlan]:
    if server is None:
        return
    yield FilePlan(path=SERVER_FILE, content=server_configuration(server))
    yield DaemonPlan(
        name="dnsmasq",
        argv=(
            "/usr/sbin/dnsmasq",
            "--keep-in-foreground",
            f"--conf-file={SERVER_FILE}",
            "--log-facility=-",
            "--pid-file=",
        ),
        package="dnsmasq-base",
        start_files=(SERVER_FILE,),
        run_directories=(LEASES.rpartition("/")[0],),
    )
    for address, vrf in server.relays:
        yield _leak(address, vrf)


def server_configuration(server: DhcpServer) -> str:
    """One range a gap between addresses in use; dnsmasq finds the subnet by interface, relay or link selection."""
    lines = []
    for pool in server.pools:
        taken = {a.value for a in pool.excluded if a.family == 4}
        if pool.ipv4 is not None:
            mask = Address(4, (0xFFFFFFFF << pool.ipv4.bits) & 0xFFFFFFFF)
            for first, last in ranges(pool.ipv4, taken):
                lines.append(f"dhcp-range=set:{pool.tag},{first},{last},{mask},{LEASE_TIME}")
            if pool.gateway is not None:
                lines.append(f"dhcp-option=tag:{pool.tag},option:router,{pool.gateway}")
        if pool.ipv6 is not None:
            first, last = ipv6_range(pool)
            lines.append(f"dhcp-range=set:{pool.tag},{first},{last},{pool.ipv6.length},{LEASE_TIME}")
    return _HEAD + "".join(f"{line}\n" for line in lines)


def ranges(prefix: Prefix, taken: set[int]) -> Iterator[tuple[Address, Address]]:
    """Runs of hosts of an IPv4 prefix without the addresses in use."""
    size = 1 << prefix.bits
    lowest, highest = prefix.network + (size > 2), prefix.network + size - 1 - (size > 2)
    start = lowest
    for stop in [*sorted(value for value in taken if lowest <= value <= highest), highest + 1]:
        if start < stop:
            yield Address(4, start), Address(4, stop - 1)
        start = stop + 1


def ipv6_range(pool: DhcpPool) -> tuple[Address, Address]:
    """Hosts of an IPv6 prefix that DHCPv6 hands out: those after the highest address in use in a small prefix."""
    prefix = pool.ipv6
    assert prefix is not None
    if prefix.bits > 17:
        return Address(6, prefix.network + IPV6_RANGE[0]), Address(6, prefix.network + IPV6_RANGE[1])
    used = [a.value for a in pool.excluded if a.family == 6]
    return Address(6, max(used, default=prefix.network) + 1), Address(6, prefix.network + (1 << prefix.bits) - 1)


def _clients(node: Node) -> Iterator[FilePlan | DaemonPlan]:
    clients = [(i, i.dhcp_client) for i in node.interfaces if i.dhcp_client is not None]
    if not clients:
        return
    text = _CLIENT_HEAD + f"request {_ANSWERS}, routers;\n"
    for interface, client in clients:
        if not client.default or interface.vrf is not None:
            text += f'interface "{interface.ifname}" {{\n  request {_ANSWERS};\n}}\n'
    yield FilePlan(path=CLIENT_FILE, content=text)
    for family in (4, 6):
        names = tuple(i.ifname for i, c in clients if (c.ipv4 if family == 4 else c.ipv6))
        if names:
            files = f"{CLIENT_DIRECTORY}/v{family}"
            yield DaemonPlan(
                name=f"dhclient{family}",
                argv=(
                    "/sbin/dhclient",
                    f"-{family}",
                    "-d",
                    "-cf",
                    CLIENT_FILE,
                    "-lf",
                    f"{files}.leases",
                    "-pf",
                    f"{files}.pid",
                    *names,
                ),
                package="isc-dhcp-client",
                start_files=(CLIENT_FILE,),
                run_directories=(CLIENT_DIRECTORY,),
            )


def _relays(node: Node) -> Iterator[DaemonPlan | RoutePlan]:
    """For IPv4 a process for each interface, with its own servers; for IPv6 one for all: only one gets the replies."""
    relays = [(i.ifname, i.dhcp_relay) for i in node.interfaces if i.dhcp_relay is not None]
    for ifname, relay in relays:
        servers = [a for a in relay.servers if a.family == 4]
        if servers:
            yield _relay(f"dhcrelay4-{ifname}", "-4", _relay4(ifname, servers, relay))
        if relay.vrf is not None:
            yield from (_leak(server, relay.vrf) for server in relay.servers)
    lower = [(ifname, relay) for ifname, relay in relays if any(a.family == 6 for a in relay.servers)]
    if lower:
        yield _relay("dhcrelay6", "-6", _relay6(lower))


def _relay(name: str, family: str, argv: Iterable[str]) -> DaemonPlan:
    return DaemonPlan(name=name, argv=("/usr/sbin/dhcrelay", family, "-d", "--no-pid", *argv), package="isc-dhcp-relay")


def _relay4(ifname: str, servers: list[Address], relay: DhcpRelay) -> Iterator[str]:
    yield from ("-id", ifname)
    for upstream in relay.upstream:
        yield from ("-iu", upstream)
    if relay.foreign and relay.upstream:
        yield from ("-a", "-U", relay.upstream[0])
    yield from (str(server) for server in servers)


def _relay6(lower: list[tuple[str, DhcpRelay]]) -> Iterator[str]:
    """A server is asked through every interface it may be behind."""
    yield "-I"
    for ifname, _ in lower:
        yield from ("-l", ifname)
    ways = [(a, up) for _, relay in lower for a in relay.servers if a.family == 6 for up in relay.upstream]
    for server, upstream in dict.fromkeys(ways):
        yield from ("-u", f"{server}%{upstream}")
