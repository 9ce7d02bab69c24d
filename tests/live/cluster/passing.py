"""Routes through functions of BIRD's filter language, in a real daemon.

BIRD gets routes from a static protocol and passes them on through a pipe: it has no kernel, no device and no BGP
protocol, so it touches no network.
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
from netwright.cluster.bird.rules import HIGHEST_PRIORITY
from netwright.cluster.bird.views import Function

from .parsers import BIRD1, BIRD2

RELEASES = {"bird1": BIRD1, "bird2": BIRD2}
DIALECTS: tuple[Dialect, ...] = ("bird2", "bird1")
UNDECIDED = (9, 9)
"""Community of a route that no function accepted or rejected."""
START_S, STEP_S = 10.0, 0.02


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A route before or after a filter; its kernel metric and local preference say the same."""

    prefix: Prefix
    path: tuple[int, ...] = ()
    communities: frozenset[tuple[int, ...]] = frozenset()
    priority: int | None = None
    decided: bool = True
    """A rule accepted it."""


def passed(
    functions: Sequence[Function], calls: Sequence[str], routes: Sequence[Route], dialect: Dialect
) -> dict[Prefix, Route]:
    """Routes that calls of functions let through, as they leave them; calls go on until one accepts or rejects."""
    with tempfile.TemporaryDirectory() as scratch:
        socket = Path(scratch) / "bird.ctl"
        configuration = Path(scratch) / "bird.conf"
        configuration.write_text(_configuration(functions, calls, routes, dialect))
        release = RELEASES[dialect]
        argv = [
            *release.command("bird"),
            "-f",
            "-c",
            str(configuration),
            "-s",
            str(socket),
            "-P",
            str(Path(scratch) / "bird.pid"),
        ]
        with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                client = release.command("birdc")
                _wait(process, client, socket, len(routes))
                text = _ask(client, socket, "show route table after_rules all")
            finally:
                process.terminate()
    return {route.prefix: route for route in _read(text)}


def _configuration(
    functions: Sequence[Function], calls: Sequence[str], routes: Sequence[Route], dialect: Dialect
) -> str:
    attributes = "\n".join(f"    if net = {route.prefix} then {{ {_attributes(route)} }}" for route in routes)
    table, mode = ("table master;", "mode transparent;") if dialect == "bird1" else ("table master4;", "")
    called = "\n".join(f"    {call};" for call in calls)
    return f"""
router id 192.0.2.1;
{"" if dialect == "bird1" else "ipv4 "}table after_rules;
{"".join(map(_definition, functions))}
protocol static {{
  {"" if dialect == "bird1" else "ipv4;"}
{"".join(f"  route {route.prefix} blackhole;{chr(10)}" for route in routes)}}}
protocol pipe {{
  {table} {mode} peer table after_rules;
  import none;
  export filter {{
{attributes}
{called}
    bgp_community.add(({UNDECIDED[0]},{UNDECIDED[1]}));
    accept;
  }};
}}
"""


def _definition(function: Function) -> str:
    body = "\n".join(
        f"  if {rule.condition or 'true'} then {{ {' '.join(s + ';' for s in rule.statements)} }}"
        for rule in function.rules
    )
    return f"function {function.name}({function.parameter}) {{\n{body}\n}}\n"


def _attributes(route: Route) -> str:
    statements = ["bgp_path = +empty+;", *(f"bgp_path.prepend({number});" for number in reversed(route.path))]
    for community in sorted(route.communities):
        name = "bgp_community" if len(community) == 2 else "bgp_large_community"
        statements.append(f"{name}.add(({','.join(map(str, community))}));")
    if route.priority is not None:
        statements += [f"krt_metric = {route.priority};", f"bgp_local_pref = {HIGHEST_PRIORITY - route.priority};"]
    return " ".join(statements)


def _wait(process: subprocess.Popen[bytes], client: list[str], socket: Path, count: int) -> None:
    """Until all routes are there and the pipe has passed them on."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        answer = _ask(client, socket, "show protocols all pipe1") if socket.exists() else ""
        seen = re.search(r"Export updates:\s+(\d+)", answer)
        if seen is not None and int(seen.group(1)) >= count:
            return
        time.sleep(STEP_S)
    raise AssertionError("BIRD did not pass on its routes")


def _ask(client: list[str], socket: Path, command: str) -> str:
    argv = [*client, "-s", str(socket), *command.split()]
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
