"""Every named check passes when it should and fails when it should, and says what it saw."""

from __future__ import annotations

import pytest

from netwright.addr import parse_address
from netwright.model import BgpRoute, BgpSessionState, OspfNeighborState, OspfRoute, Route, ServiceAddress
from netwright.model.kubernetes import NamespacedName

from .lab import result
from .test_engine import Bench, one


def check(call, state=None, node="r1", answers=None, dead=()):
    """(status, message) of one named check on one node."""
    bench = Bench({"t": {"nodes": [node], "plugin": call}})
    for key, values in (state or {}).items():
        bench.store[f"{node}/{key}"] = tuple(values)
    bench.runner.answers.update(answers or {})
    bench.runner.dead = set(dead)
    found = one(bench.run()).nodes[0]
    return found.status, "; ".join(found.messages), bench


def sessions(*items):
    return {"bgp_sessions": [BgpSessionState(remote_as=None, **i) for i in items]}


UP = {"peer": "10.0.0.2", "state": "Established", "families": ("ipv4",)}
DOWN = {"peer": "10.0.0.2", "state": "Active"}
LLA = {"peer": "fe80::1", "ifname": "eth1", "state": "Established", "families": ("ipv6",)}
N = "node.bgp.neighbors"
UNNUMBERED = "[{'name':'r2','ipv6':True,'local_if':'eth1'}]"


@pytest.mark.parametrize(
    ("call", "seen", "status", "words"),
    [
        (f"bgp_neighbor({N},'r2')", [UP], "passed", "is in state Established"),
        (f"bgp_neighbor({N},n_id='r2',af='ipv4')", [UP], "passed", "10.0.0.2"),
        (f"bgp_neighbor({N},'r2')", [DOWN], "failed", "is in state Active, expected Established"),
        (f"bgp_neighbor({N},'r2')", [], "failed", "there is no BGP session with r2 (10.0.0.2)"),
        (f"bgp_neighbor({N},'r2',state='Active')", [DOWN], "passed", ""),
        (f"bgp_neighbor({N},'r2',activate='ipv4')", [UP], "passed", "carries ipv4"),
        (f"bgp_neighbor({N},'r2',activate='evpn')", [UP], "failed", "does not carry evpn; it carries ipv4"),
        (f"bgp_neighbor({N},'r2',activate='evpn',state='missing')", [UP], "passed", "does not carry evpn"),
        (f"bgp_neighbor({N},'r2',activate='ipv4',state='missing')", [UP], "failed", "expected it not to"),
        (f"bgp_neighbor({N},'r2',state='missing')", [UP], "failed", "expected no session"),
        (f"bgp_neighbor({N},'r2',state='missing')", [DOWN], "passed", ""),
        (f"bgp_neighbor({N},'rr2')", [UP], "error", "no BGP neighbor rr2: did you mean `r2`?"),
        (f"bgp_neighbor({N},'r2',af='ipv6')", [UP], "error", "no ipv6 session with r2; there is ipv4"),
        (f"bgp_neighbor({N},'r2',af='ipx')", [UP], "error", "`af`"),
        ("bgp_neighbor('r2','r2')", [UP], "error", "list of neighbors"),
        (f"bgp_neighbor({N},'r2',vrf='red')", [UP], "failed", "there is no BGP session with r2"),
        (
            f"bgp_neighbor({UNNUMBERED},'r2',intf=node.interfaces[0].ifname,af='ipv6')",
            [LLA],
            "passed",
            "eth1",
        ),
        (f"bgp_neighbor({UNNUMBERED},'r2',intf='eth1')", [LLA], "failed", "does not carry ipv4"),
        (f"bgp_neighbor({UNNUMBERED},'r2',af='ipv6')", [LLA], "passed", ""),
        (
            f"bgp_neighbor({UNNUMBERED},'r2',intf='eth2',af='ipv6')",
            [LLA],
            "failed",
            "there is no BGP session",
        ),
        (f"bgp_neighbor_details({N},'r2',{{'state':'Established'}})", [UP], "passed", ""),
        (
            f"bgp_neighbor_details({N},'r2',{{'state':'Idle'}})",
            [UP],
            "failed",
            "expected state = 'Idle', found 'Est",
        ),
        (
            f"bgp_neighbor_details({N},'r2',{{'timers':{{'hold':9}}}})",
            [UP | {"details": {"timers": {"hold": 9}}}],
            "passed",
            "",
        ),
        (
            f"bgp_neighbor_details({N},'r2',{{'timers':{{'hold':9}}}})",
            [UP | {"details": {"timers": {"hold": 180}}}],
            "failed",
            "expected timers.hold = 9, found 180",
        ),
        (f"bgp_neighbor_details({N},'r2',present='bfd.status')", [UP], "failed", "has no `bfd.status`"),
    ],
)
def test_bgp_sessions(call, seen, status, words):
    found, message, _ = check(call, sessions(*seen))
    assert (found, words in message) == (status, True), message


PATH = {
    "prefix": "172.42.42.0/24",
    "best": True,
    "valid": True,
    "peer": "10.1.0.6",
    "peer_router_id": "10.0.0.3",
    "next_hops": ("10.1.0.6",),
    "as_path": ("65000", "65101", "{65102,65103}"),
    "local_pref": 100,
    "med": 20,
    "weight": 0,
    "origin": "IGP",
    "originator_id": "10.0.0.3",
    "cluster_list": ("10.0.0.2",),
    "communities": ("65101:17", "65535:65281"),
    "large_communities": ("65101:101:43",),
    "extended_communities": ("LB:65000:12500000 (100.000 Mbps)",),
}
SECOND = PATH | {"best": False, "peer": "10.0.0.2", "peer_router_id": "10.0.0.2", "as_path": ("65101",)}
P = "'172.42.42.0/24'"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (P, "passed", "is in the BGP table (2 paths)"),
        ("prefix.beacon.ipv4", "passed", ""),
        ("pfx=prefix.beacon", "passed", ""),
        ("'172.42.42.1/24'", "passed", ""),
        ("'172.42.43.0/24'", "failed", "the prefix is not in the BGP table"),
        ("'172.42.43.0/24',state='missing'", "passed", "no path"),
        (
            f"{P},state='missing'",
            "failed",
            "expected no path to 172.42.42.0/24, found one from 10.0.0.3, 10.0.0.2",
        ),
        (f"{P},peer=nodes.x.bgp.router_id", "passed", ""),
        (f"{P},peer='x'", "passed", ""),
        (f"{P},peer='10.1.0.6'", "passed", ""),
        (f"{P},peer='10.0.0.9'", "failed", "with peer 10.0.0.9, found 10.0.0.3, 10.0.0.2"),
        (f"{P},peer='10.0.0.9',state='missing'", "passed", ""),
        (f"{P},nh='10.1.0.6/30'", "passed", ""),
        (f"{P},nh='10.1.0.7'", "failed", "with next hop 10.1.0.7, found 10.1.0.6"),
        (f"{P},best=True", "passed", "(1 path)"),
        (f"{P},state='best',peer='r2'", "failed", "a best path"),
        (f"{P},best='x'", "passed", ""),
        (f"{P},best='r2'", "failed", "the best path from r2"),
        (f"{P},clusterid='10.0.0.2'", "passed", ""),
        (f"{P},clusterid=['10.0.0.2','10.0.0.7']", "failed", "cluster id"),
        (f"{P},originatorid=nodes.x.loopback.ipv4", "passed", ""),
        (f"{P},originatorid='r1'", "failed", "originator id 10.0.0.1, found 10.0.0.3"),
        (f"{P},community={{'community':'65101:17'}}", "passed", ""),
        (f"{P},community={{'community':'65101:42'}}", "failed", "community 65101:42, found 65101:17"),
        (f"{P},community={{'community':'65101:42'}},state='missing'", "passed", ""),
        (f"{P},community={{'community':'65101:17'}},state='missing'", "failed", "community 65101:17"),
        (f"{P},community='no-export'", "passed", ""),
        (f"{P},community=['65101:17','65535:65281']", "passed", ""),
        (f"{P},community={{'largeCommunity':'65101:101:43'}}", "passed", ""),
        (f"{P},largecommunity='65101:101:42'", "failed", "large community 65101:101:42, found 65101:101:43"),
        (f"{P},community={{'extendedCommunity':'LB:65000:12500000'}}", "passed", ""),
        (f"{P},extcommunity='RT:1:1'", "failed", "extended community"),
        (f"{P},community={{'color':1}}", "error", "unknown kind of community `color`"),
        (f"{P},aspath='65101'", "passed", ""),
        (f"{P},aspath=65101", "passed", ""),
        (f"{P},aspath='65000'", "failed", "with AS path `65000`, found `65000 65101 {65102,65103}`, `65101`"),
        (f"{P},as_elements=[ 65000 ]", "passed", ""),
        (f"{P},as_elements=[65103]", "passed", ""),
        (f"{P},as_elements=[ 650 ]", "failed", "AS 650 in the AS path"),
        (f"{P},as_elements=[ 65000 ],state='missing'", "failed", "found one from 10.0.0.3"),
        (f"{P},locpref=100", "passed", ""),
        (f"{P},locpref=42", "failed", "with local preference 42, found 100"),
        (f"{P},med=20,weight=0,origin='igp'", "passed", ""),
        (f"{P},med=21", "failed", "with MED 21, found 20"),
        (f"{P},min_paths=2", "passed", ""),
        (f"{P},min_paths=3", "failed", "at least 3 paths"),
        (f"{P},max_paths=1", "failed", "at most 1 paths"),
        (f"{P},state='gone'", "error", "`state`"),
        (f"{P},af='ipv6'", "error", "not an ipv6 prefix"),
        ("5", "error", "expected an ipv4 prefix"),
        (f"{P},vrf='tenant'", "failed", "not in the BGP table"),
    ],
)
def test_bgp_prefix(arguments, status, words):
    state = {"bgp_routes/ipv4": [BgpRoute(**PATH), BgpRoute(**SECOND)]}
    found, message, _ = check(f"bgp_prefix({arguments})", state)
    assert (found, words in message) == (status, True), message


def test_bgp_prefix_ipv6():
    state = {"bgp_routes/ipv6": [BgpRoute(prefix="2001:db8:3::/64", best=True, valid=True)]}
    assert check("bgp_prefix(nodes.x.loopback.ipv6,af='ipv6')", state)[0] == "passed"
    assert check("bgp_prefix(nodes.r2.loopback.ipv6,af='ipv6')", state)[0] == "failed"


FULL = OspfNeighborState(router_id="10.0.0.2", state="Full", ifname="eth1")
INIT = OspfNeighborState(router_id="10.0.0.2", state="Init", ifname="eth1")


@pytest.mark.parametrize(("name", "family"), [("ospf_neighbor", "ipv4"), ("ospf6_neighbor", "ipv6")])
@pytest.mark.parametrize(
    ("arguments", "seen", "status", "words"),
    [
        ("nodes.r2.ospf.router_id", [FULL], "passed", "is in state Full"),
        ("'r2'", [FULL], "passed", ""),
        ("id='10.0.0.2'", [FULL], "passed", ""),
        ("'10.0.0.2'", [INIT], "failed", "is in state Init, expected Full"),
        ("'10.0.0.2',state='Init'", [INIT], "passed", ""),
        ("'10.0.0.2'", [], "failed", "neighbors: none"),
        ("'10.0.0.3'", [FULL], "failed", "neighbors: 10.0.0.2 (Full)"),
        ("'10.0.0.2',present=False", [], "passed", "is not there"),
        ("'10.0.0.2',present=False", [FULL], "failed", "expected no OSPF"),
        ("'10.0.0.2',vrf='red'", [FULL], "failed", "neighbors: none"),
        ("None", [FULL], "error", "expected an address"),
    ],
)
def test_ospf_neighbor(name, family, arguments, seen, status, words):
    found, message, _ = check(f"{name}({arguments})", {f"ospf_neighbors/{family}": seen})
    assert (found, words in message) == (status, True), message


@pytest.mark.parametrize(
    ("name", "family", "prefix", "other"),
    [
        ("ospf_prefix", "ipv4", "10.42.1.0/24", "10.42.2.0/24"),
        ("ospf6_prefix", "ipv6", "2001:db8:1::/64", "2001:db8:2::/64"),
        ("ospf_prefix", "ipv4", "0.0.0.0/0", "10.0.0.0/8"),
        ("ospf6_prefix", "ipv6", "::/0", "2001:db8::/32"),
    ],
)
@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ("", "passed", "cost 25"),
        (",cost=25", "passed", ""),
        (",cost=26", "failed", "with cost 26, found External-2 cost 25"),
        (",cost=26,state='missing'", "passed", ""),
        (",cost=25,state='missing'", "failed", "expected no OSPF"),
        (",rt='External-2'", "passed", ""),
        (",rt='E2'", "passed", ""),
        (",rt='Intra-Area'", "failed", "of type Intra-Area"),
        (",rt='Intra-Area',state='missing'", "passed", ""),
        (",state='missing'", "failed", "expected no OSPF"),
        (",nh='10.1.0.2/30'", "passed", ""),
        (",nh='10.1.0.3'", "failed", "via 10.1.0.3"),
    ],
)
def test_ospf_prefix(name, family, prefix, other, arguments, status, words):
    route = OspfRoute(prefix=prefix, cost=25, route_type="External-2", next_hops=("10.1.0.2",))
    state = {f"ospf_routes/{family}": [route]}
    found, message, _ = check(f"{name}('{prefix}'{arguments})", state)
    assert (found, words in message) == (status, True), message
    assert check(f"{name}('{other}')", state)[0] == "failed"
    assert check(f"{name}(pfx='{other}',state='missing')", state)[0] == "passed"


ROUTE = Route(prefix="2001:db8:cafe:1::/64", protocol="ospf6", metric=25, next_hops=("fe80::2",), ifnames=("eth1",))


@pytest.mark.parametrize("name", ["ipv6_route", "route", "rt_prefix"])
@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ("'2001:db8:cafe:1::/64',proto='ospf6'", "passed", "ospf6 cost 25 via fe80::2"),
        ("'2001:db8:cafe:1::/64',proto='ospf'", "passed", ""),
        ("'2001:db8:cafe:1::/64',proto='bgp'", "failed", "from bgp, found ospf6"),
        ("'2001:db8:cafe:2::/64'", "failed", "found none"),
        ("'2001:db8:cafe:2::/64',state='missing'", "passed", ""),
        ("'2001:db8:cafe:1::/64',state='missing'", "failed", "expected no route"),
    ],
)
def test_routes(name, arguments, status, words):
    extra = ",af='ipv6'" if name == "rt_prefix" else ""
    found, message, _ = check(f"{name}({arguments}{extra})", {"routes/ipv6": [ROUTE]})
    assert (found, words in message) == (status, True), message


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("cost=25", "passed"),
        ("cost=35", "failed"),
        ("nh='fe80::2'", "passed"),
        ("nh='fe80::3'", "failed"),
        ("intf='eth1'", "passed"),
        ("intf='eth2'", "failed"),
    ],
)
def test_route_attributes(arguments, status):
    state = {"routes/ipv6": [ROUTE]}
    assert check(f"ipv6_route('2001:db8:cafe:1::/64',{arguments})", state)[0] == status


def test_ipv4_route_wants_ipv4():
    assert check("ipv4_route('2001:db8::/64')")[0] == "error"
    state = {"routes/ipv4": [Route(prefix="10.0.0.2/32", protocol="bgp", selected=False)]}
    assert check("ipv4_route(nodes.r2.loopback.ipv4)", state)[0] == "failed"


REFUSED = "bash: connect: Connection refused\nbash: line 3: /dev/tcp/10.0.0.9/80: Connection refused\n"
REFUSED_UDP = "dd: error reading 'standard input': Connection refused\n"
REPLY = "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.05 ms\n"
SILENCE = result("1 packets transmitted, 0 received, 100% packet loss", status=1)
UNKNOWN = result("", status=2, stderr="ping: h7: Name or service not known")
UNREACHABLE = result("", status=2, stderr="ping: connect: Network is unreachable")


@pytest.mark.parametrize(
    ("arguments", "answer", "status", "words"),
    [
        ("'r2'", REPLY, "passed", "r2 answers"),
        ("'r2'", SILENCE, "failed", "does not answer: expected a reply to one of 5"),
        ("'r2'", UNREACHABLE, "failed", "does not answer"),
        ("'h7'", UNKNOWN, "failed", "Name or service not known"),
        ("'r2',expect='fail'", REPLY, "failed", "expected no reply"),
        ("'r2',expect='fail'", SILENCE, "passed", "as expected"),
        ("'r2',expect='fail'", UNREACHABLE, "passed", "as expected"),
        ("'h7',expect='fail'", UNKNOWN, "failed", "ping could not run"),
        ("'r2',expect='fail'", result("", status=127, stderr="ping: not found"), "failed", "could not run"),
        ("'r2',expect='maybe'", REPLY, "error", "`expect`"),
        ("'r2',count='x'", REPLY, "error", "`count`"),
        ("'-c9999 r2'", REPLY, "error", "expected a node or an address"),
        ("True", REPLY, "error", "expected an address"),
    ],
)
def test_ping(arguments, answer, status, words):
    def run(node):
        return answer if not isinstance(answer, str) else result(answer)

    bench = Bench({"t": {"nodes": ["h"], "plugin": f"ping({arguments})"}})
    bench.runner.run_original = bench.runner.run
    bench.runner.run = lambda node, argv, **more: bench.runner.calls.append((node, " ".join(argv))) or run(node)
    found = one(bench.run()).nodes[0]
    message = "; ".join(found.messages)
    assert (found.status, words in message) == (status, True), message


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ("'r2'", "ping -n -c 1 -W 1 r2"),
        ("'r2',af='ipv6'", "ping -n -6 -c 1 -W 1 r2"),
        ("nodes.r2.loopback.ipv4", "ping -n -4 -c 1 -W 1 10.0.0.2"),
        ("nodes.r2.loopback.ipv6", "ping -n -6 -c 1 -W 1 2001:db8:2::1"),
        ("'r2',src=nodes.r1.loopback.ipv4,count=2", "ping -n -I 10.0.0.1 -c 1 -W 1 r2"),
        ("'r2',expect='fail',count=3", "ping -n -c 3 -i 0.2 -W 1 r2"),
        ("'r2',af='ipv4',pkt_len=1500", "ping -n -4 -M do -s 1472 -c 1 -W 1 r2"),
        ("'r2',size=100,ttl=3", "ping -n -s 100 -t 3 -c 1 -W 1 r2"),
    ],
)
def test_ping_commands(arguments, command):
    _, _, bench = check(f"ping({arguments})", node="r1", answers={command: REPLY})
    assert bench.runner.calls == [("r1", command)]


@pytest.mark.parametrize(
    ("arguments", "printed", "said", "status", "words"),
    [
        ("backends='r1',count=2", "= r1\n= r1\n", "", "passed", "10.0.0.9:80 answers: r1 2"),
        ("backends=['r1','r2'],count=2", "= r1\n= r1\n", "", "passed", "r1 2"),
        ("backends=['r1','r2'],count=3,spread=True", "= r2\n= r1\n= r2\n", "", "passed", "r1 1, r2 2"),
        ("backends=['r1','r2'],count=2,spread=True", "= r1\n= r1\n", "", "failed", "r2 did not answer once in 2 times"),
        ("backends=['r1'],count=2", "= r1\n= x\n", "", "failed", "expected answers of r1 only, found r1 1, x 1"),
        ("backends=['r1'],count=2", "= r1\n", "", "failed", "1 of 2 questions had no answer; the others: r1 1"),
        ("backends=['r1'],count=1", "", REFUSED, "failed", "1 of 1 questions had no answer (Connection refused)"),
        ("backends=['r1'],protocol='udp',count=1", "= r1\n", "", "passed", "10.0.0.9:80/udp answers"),
        ("backends=['r1'],protocol='udp',count=1", "", REFUSED_UDP, "failed", "(Connection refused)"),
        ("backends=['r1'],count=1", "", "bash: not found", "failed", "1 of 1 questions had no answer"),
        ("expect='fail'", "", REFUSED, "passed", "does not answer, as expected"),
        ("expect='fail'", "= r1\n", "", "failed", "answers, expected no answer: r1 1"),
        ("expect='maybe'", "", "", "error", "`expect`"),
        ("backends=['r7']", "", "", "error", "there is no node 'r7'"),
        ("backends=[]", "", "", "error", "names nobody"),
        ("", "", "", "error", "is not an address of a designed service"),
        ("backends='r1',protocol='sctp'", "", "", "error", "`protocol`"),
        ("backends='r1',count=501", "", "", "error", "`count` must be a number from 1 to 500"),
    ],
)
def test_service(arguments, printed, said, status, words):
    call = f"service('10.0.0.9',80,{arguments})" if arguments else "service('10.0.0.9',80)"
    bench = Bench({"t": {"nodes": ["h"], "plugin": call}})
    bench.runner.run = lambda node, argv, **more: result(printed, stderr=said)
    found = one(bench.run()).nodes[0]
    message = "; ".join(found.messages)
    assert (found.status, words in message) == (status, True), message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("'10.0.0.9',80,'r1'", ["tcp", "10.0.0.9", "80", "10"]),
        ("'10.0.0.9',80,'r1',count=3", ["tcp", "10.0.0.9", "80", "3"]),
        ("'10.0.0.9',80,['r1','r2'],spread=True", ["tcp", "10.0.0.9", "80", "32"]),
        ("'2001:db8::9',53,'r1',protocol='UDP'", ["udp", "2001:db8::9", "53", "10"]),
    ],
)
def test_service_asks_everything_with_one_program(arguments, words):
    bench, asked = Bench({"t": {"nodes": ["h"], "plugin": f"service({arguments})"}}), []
    bench.runner.run = lambda node, argv, **more: asked.append(list(argv)) or result("= r1\n" * int(argv[-1]))
    bench.run()
    assert [argv[-4:] for argv in asked] == [words]
    assert asked[0][0] == "env"


def test_service_of_the_design():
    service = ServiceAddress(
        cluster="parent",
        service=NamespacedName("default", "web"),
        address=parse_address("10.0.0.9"),
        port=80,
        protocol="TCP",
        backends=("r1", "r2"),
        advertised=True,
    )
    bench = Bench({"t": {"nodes": ["h"], "plugin": "service('10.0.0.9',port=80,spread=True)"}}, services=(service,))
    bench.runner.run = lambda node, argv, **more: result("= r1\n= r2\n" * 16)
    assert one(bench.run()).nodes[0].status == "passed"
    bench.runner.run = lambda node, argv, **more: result("= r1\n" * 32)
    assert "r2 did not answer once" in one(bench.run()).nodes[0].messages[0]


def test_service_without_bash():
    bench = Bench({"t": {"nodes": ["h"], "plugin": "service('10.0.0.9',80,'r1')"}})
    bench.runner.run = lambda node, argv, **more: result("", status=127, stderr="timeout: failed to run command 'bash'")
    assert "failed to run command" in one(bench.run()).nodes[0].messages[0]


@pytest.mark.parametrize(
    ("printed", "arguments", "status", "words"),
    [
        ("default via fe80::1 dev eth1 proto ra metric 1024\n", "", "passed", "via fe80::1 dev eth1"),
        ("default proto ra metric 1024\n\tnexthop via fe80::1 dev eth1\n", "", "passed", ""),
        ("", "", "failed", "found none"),
        ("default dev eth1 metric 1024\n", "", "failed", "found `default dev eth1"),
        ("", "state='missing'", "passed", ""),
        ("default via fe80::1 dev eth1\n", "state='missing'", "failed", "expected no IPv6 default route"),
    ],
)
def test_default6(printed, arguments, status, words):
    found, message, _ = check(f"default6({arguments})", node="h", answers={"ip -6 route show default": printed})
    assert (found, words in message) == (status, True), message


@pytest.mark.parametrize(
    "call",
    [
        f"bgp_neighbor({N},'r2')",
        "bgp_prefix('10.0.0.2/32')",
        "bgp_prefix('10.0.0.2/32',state='missing')",
        "ospf_neighbor('r2')",
        "ospf_neighbor('r2',present=False)",
        "ospf6_prefix('::/0',state='missing')",
        "ipv6_route('::/0',state='missing')",
        "design()",
    ],
)
def test_a_dead_daemon_never_passes(call):
    found, message, _ = check(call, dead=["r1"])
    assert found == "failed"
    assert "the daemon does not answer" in message
