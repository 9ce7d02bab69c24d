"""What a BGPFilter does to routes: as its documentation says it, in plain Python, and as BIRD does it.

BIRD gets routes from a static protocol and passes them through the filter's function in a pipe: it has no kernel, no
device and no BGP protocol, so it touches no network.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from netwright.addr import Prefix
from netwright.cluster.bird import Dialect
from netwright.cluster.bird.names import Direction
from netwright.cluster.bird.rules import HIGHEST_PRIORITY, argument, directions, filter_functions
from netwright.cluster.resources import AddCommunity, BGPFilter, BGPFilterRule, PrependASPath

from ...unit.cluster.parsers import parser

UNDECIDED = (9, 9)
"""Community of a route that no rule matched."""
OWN_AS = 64512
"""Of the node that exports."""
START_S, STEP_S = 10.0, 0.02


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A route before or after a filter; its kernel metric and local preference say the same."""

    prefix: Prefix
    path: tuple[int, ...] = ()
    communities: frozenset[tuple[int, ...]] = frozenset()
    priority: int | None = None
    decided: bool = True
    """A rule accepted it."""


def as_filtered(route: Route, direction: Direction, dialect: Dialect, *, internal: bool) -> Route:
    """The route as the filter gets it: BIRD 1 puts the own AS into the path before an EBGP session's export filter."""
    prepended = direction == "export" and dialect == "bird1" and not internal
    return msgspec.structs.replace(route, path=(OWN_AS, *route.path)) if prepended else route


def expected(
    rules: Sequence[BGPFilterRule], route: Route, direction: Direction, dialect: Dialect, *, internal: bool
) -> Route | None:
    """The route as the filter leaves it, None when a rule rejects it. Rules see Calico's paths in both dialects."""
    seen = as_filtered(route, direction, "bird1", internal=internal)
    route = as_filtered(route, direction, dialect, internal=internal)
    own = len(seen.path) - len(route.path)
    for rule in rules:
        seen = msgspec.structs.replace(route, path=(OWN_AS,) * own + route.path)
        if _matches(rule, seen, internal):
            if rule.action == "Reject":
                return None
            for operation in rule.operations:
                if isinstance(operation, AddCommunity):
                    route = msgspec.structs.replace(route, communities=route.communities | {operation.value})
                elif isinstance(operation, PrependASPath):
                    route = msgspec.structs.replace(route, path=operation.prefix + route.path)
                else:
                    route = msgspec.structs.replace(route, priority=operation.value)
            return route
    return msgspec.structs.replace(route, decided=False)


def _matches(rule: BGPFilterRule, route: Route, internal: bool) -> bool:
    return (
        (
            rule.cidr is None
            or _is_in(rule, rule.cidr, route.prefix) is not (rule.match_operator in ("NotIn", "NotEqual"))
        )
        and (rule.peer_type is None or (rule.peer_type == "iBGP") is internal)
        and (rule.community is None or rule.community in route.communities)
        and rule.as_path_prefix == route.path[: len(rule.as_path_prefix)]
        and (rule.priority is None or rule.priority == route.priority)
    )


def _is_in(rule: BGPFilterRule, cidr: Prefix, prefix: Prefix) -> bool:
    low = rule.prefix_length.min if rule.prefix_length and rule.prefix_length.min is not None else cidr.length
    high = rule.prefix_length.max if rule.prefix_length and rule.prefix_length.max is not None else 32
    fits = low <= prefix.length <= high
    if rule.match_operator in ("Equal", "NotEqual"):
        return prefix == cidr and fits
    return cidr.contains(prefix) and fits


def observed(
    bgp_filter: BGPFilter, direction: Direction, routes: Sequence[Route], dialect: Dialect, *, internal: bool
) -> dict[Prefix, Route]:
    """Routes that BIRD lets through, as it leaves them."""
    with tempfile.TemporaryDirectory() as scratch:
        socket = Path(scratch) / "bird.ctl"
        configuration = Path(scratch) / "bird.conf"
        configuration.write_text(_configuration(bgp_filter, direction, routes, dialect, internal))
        daemon = parser(dialect, "bird.cfg")
        argv = [daemon, "-f", "-c", str(configuration), "-s", str(socket), "-P", str(Path(scratch) / "bird.pid")]
        with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                client = str(Path(daemon).with_name("birdc"))
                _wait(process, client, socket, len(routes))
                text = _ask(client, socket, "show route table after_rules all")
            finally:
                process.terminate()
    return {route.prefix: route for route in _read(text)}


def _configuration(
    bgp_filter: BGPFilter, direction: Direction, routes: Sequence[Route], dialect: Dialect, internal: bool
) -> str:
    functions = dict(
        zip(
            (d for d, rules in directions(bgp_filter, 4) if rules),
            filter_functions(bgp_filter, 4, dialect),
            strict=True,
        )
    )
    function = functions[direction]
    body = "\n".join(
        f"  if {r.condition or 'true'} then {{ {' '.join(s + ';' for s in r.statements)} }}" for r in function.rules
    )
    routes = [as_filtered(route, direction, dialect, internal=internal) for route in routes]
    attributes = "\n".join(f"    if net = {route.prefix} then {{ {_attributes(route)} }}" for route in routes)
    given = argument(direction, dialect, internal=internal, local_as=OWN_AS)
    table, mode = ("table master;", "mode transparent;") if dialect == "bird1" else ("table master4;", "")
    return f"""
router id 192.0.2.1;
{"" if dialect == "bird1" else "ipv4 "}table after_rules;
function {function.name}({function.parameter}) {{
{body}
}}
protocol static {{
  {"" if dialect == "bird1" else "ipv4;"}
{"".join(f"  route {route.prefix} blackhole;{chr(10)}" for route in routes)}}}
protocol pipe {{
  {table} {mode} peer table after_rules;
  import none;
  export filter {{
{attributes}
    {function.name}({given});
    bgp_community.add(({UNDECIDED[0]},{UNDECIDED[1]}));
    accept;
  }};
}}
"""


def _attributes(route: Route) -> str:
    statements = ["bgp_path = +empty+;", *(f"bgp_path.prepend({number});" for number in reversed(route.path))]
    for community in sorted(route.communities):
        name = "bgp_community" if len(community) == 2 else "bgp_large_community"
        statements.append(f"{name}.add(({','.join(map(str, community))}));")
    if route.priority is not None:
        statements += [f"krt_metric = {route.priority};", f"bgp_local_pref = {HIGHEST_PRIORITY - route.priority};"]
    return " ".join(statements)


def _wait(process: subprocess.Popen[bytes], client: str, socket: Path, count: int) -> None:
    """Until all routes are there and the pipe has passed them on."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        answer = _ask(client, socket, "show protocols all pipe1") if socket.exists() else ""
        seen = re.search(r"Export updates:\s+(\d+)", answer)
        if seen is not None and int(seen.group(1)) >= count:
            return
        time.sleep(STEP_S)
    raise AssertionError("BIRD did not pass on its routes")


def _ask(client: str, socket: Path, command: str) -> str:
    argv = [client, "-s", str(socket), *command.split()]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=START_S).stdout


_ENTRY = re.compile(r"^(\d+\.\d+\.\d+\.\d+)/(\d+) ")


def _read(text: str) -> list[Route]:
    found: list[Route] = []
    for part in re.split(r"\n(?=\d)", text):
        entry = _ENTRY.match(part)
        if entry is None:
            continue
        value = int.from_bytes(bytes(map(int, entry.group(1).split("."))), "big")
        communities = {
            tuple(map(int, numbers.split(",")))
            for line in re.findall(r"BGP\.(?:large_)?community: (.*)", part)
            for numbers in re.findall(r"\(([\d, ]+)\)", line)
        }
        path = re.search(r"BGP\.as_path: ?(.*)", part)
        preference = re.search(r"BGP\.local_pref: (\d+)", part)
        found.append(
            Route(
                prefix=Prefix(4, value, int(entry.group(2))),
                path=tuple(map(int, path.group(1).split())) if path else (),
                communities=frozenset(communities - {UNDECIDED}),
                priority=HIGHEST_PRIORITY - int(preference.group(1)) if preference else None,
                decided=UNDECIDED not in communities,
            )
        )
    return found
