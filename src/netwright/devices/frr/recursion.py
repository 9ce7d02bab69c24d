"""Static routes whose next hop another static route reaches.

zebra (seen in 8.4) tells staticd of such a next hop when it has chosen the other route, before the kernel has it. Now
and then it so looks at staticd's route too early, calls it inactive, and no later change makes it look again.
Owns: a script that sets such routes again. Must not: touch routes whose next hop a routing protocol may find later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Node, Snippet, StaticRoute
from .zebra import over_ipv6, static_line

_ROUTE = """\
i=0
while [ $i -lt 20 ]; do
  case "$(vtysh -c 'show {word} route {table}{prefix}' 2>/dev/null)" in
    *inactive*) vtysh -c 'configure terminal' {inside}-c 'no {line}' -c '{line}' >/dev/null ;;
    *Known*) break ;;
  esac
  sleep 0.1
  i=$((i + 1))
done
"""


def recursion_snippets(node: Node) -> tuple[Snippet, ...]:
    """Run when daemons serve; without such routes there is none. A route that stays inactive, because its interface is
    down, say, is no failure: the script gives up after some seconds."""
    text = "".join(map(_again, _recursive(node)))
    return (Snippet(name="recursive-static-routes", kind="shell", text="#!/bin/sh\n" + text),) if text else ()


def _again(route: StaticRoute) -> str:
    return _ROUTE.format(
        word="ip" if route.prefix.family == 4 else "ipv6",
        table=f"vrf {route.vrf} " if route.vrf is not None else "",
        inside=f"-c 'vrf {route.vrf}' " if route.vrf is not None else "",
        prefix=route.prefix,
        line=static_line(route),
    )


def _recursive(node: Node) -> Iterator[StaticRoute]:
    for route in node.static_routes:
        if route.next_hop is None or route.ifname is not None or over_ipv6(route):
            continue
        table = None if route.next_hop_vrf == "default" else route.next_hop_vrf or route.vrf
        others = (other for other in node.static_routes if other is not route and other.vrf == table)
        if any(_reaches(other, route) for other in others):
            yield route


def _reaches(other: StaticRoute, route: StaticRoute) -> bool:
    """Next hops are not looked for in default routes (`ip nht resolve-via-default`)."""
    hop = route.next_hop
    return hop is not None and not other.discard and other.prefix.length > 0 and other.prefix.contains(hop)
