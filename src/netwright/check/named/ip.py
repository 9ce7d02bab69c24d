"""Checks of plain IP: `ping`, `default6`. They run the tools of Linux, on every device.

Source: RFC 792, RFC 4443 (echo), RFC 4861 section 6.3.4 (default routers).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .base import CheckArgumentError, CheckFailedError, Context, address_text, family_of, table

_REPLY = re.compile(r"(?m)^\d+ bytes from ")
_BROKEN = re.compile(
    r"(?i)name or service not known|name resolution|unknown host|usage:|invalid option"
    r"|cannot assign requested address|unknown iface|bind:|socket.*operation not permitted"
)
_HEADERS = {"ipv4": 28, "ipv6": 48}
"""IP and ICMP header, bytes."""


def ping(
    context: Context,
    host: Any,
    src: Any = None,
    af: str | None = None,
    count: int = 5,
    expect: str | None = None,
    size: int | None = None,
    pkt_len: int | None = None,
    ttl: int | None = None,
    vrf: str | None = None,
) -> str:
    """Echo requests to a node or address; one reply is enough, `expect='fail'` wants none at all.

    `size` is the ICMP payload in bytes; `pkt_len` the whole packet, not to be fragmented.
    `vrf`: requests leave from that VRF of the node.
    """
    name = table(context, vrf)
    target, options = _arguments(context, host, src, af, size, pkt_len, ttl)
    if name is not None:
        options += ["-I", name]
    _limits(count, expect)
    wanted = expect not in ("fail", False)
    shown = host if isinstance(host, str) and host == target else target
    if wanted:
        if answers(context, target, options, count):
            return f"{shown} answers"
        raise CheckFailedError(f"{shown} does not answer: expected a reply to one of {count} echo requests")
    if _echo(context, [*options, "-c", str(count), "-i", "0.2", "-W", "1", target]):
        raise CheckFailedError(f"{shown} answers, expected no reply")
    return f"{shown} does not answer, as expected"


def answers(context: Context, target: str, options: Sequence[str] = (), count: int = 2) -> bool:
    """The first reply decides; only when it does not come are the others sent.

    Raises CheckFailedError when ping could not even send.
    """
    return _echo(context, [*options, "-c", "1", "-W", "1", target]) or (
        count > 1 and _echo(context, [*options, "-c", str(count - 1), "-i", "0.2", "-W", "1", target])
    )


def _limits(count: Any, expect: Any) -> None:
    if not isinstance(count, int) or not 1 <= count <= 1000:
        raise CheckArgumentError(f"`count` must be a number from 1 to 1000, found {count!r}")
    if expect not in (None, "", "success", "pass", True, "fail", False):
        raise CheckArgumentError(f"`expect` must be 'success' or 'fail', found {expect!r}")


def _arguments(
    context: Context, host: Any, src: Any, af: Any, size: Any, pkt_len: Any, ttl: Any
) -> tuple[str, list[str]]:
    options: list[str] = []
    if isinstance(host, str) and host in context.network.nodes:
        target = host
    elif isinstance(host, str) and not re.search(r"[:/]|^[\d.]+$", host):
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", host):
            raise CheckArgumentError(f"expected a node or an address, found {host!r}")
        target = host
    else:
        target = address_text(host, af)
        af = af or family_of(None, target)
    if af is not None:
        options.append("-6" if family_of(af) == "ipv6" else "-4")
    if src is not None:
        options += ["-I", address_text(src, af)]
    if pkt_len is not None:
        size = int(pkt_len) - _HEADERS[family_of(af)]
        options += ["-M", "do"]
    for flag, value in (("-s", size), ("-t", ttl)):
        if value is not None:
            if not isinstance(value, int) or not 0 <= value <= 65507:
                raise CheckArgumentError(f"packet size and TTL must be numbers, found {value!r}")
            options += [flag, str(value)]
    return target, options


def _echo(context: Context, arguments: list[str]) -> bool:
    """Some reply came. Raises CheckFailedError when ping could not even send."""
    count = int(arguments[arguments.index("-c") + 1])
    done = context.run(["ping", "-n", *arguments], 5.0 + 1.5 * count)
    if _REPLY.search(done.stdout):
        return True
    said = (done.stderr or done.stdout).strip()
    if done.status >= 126 or (done.status != 1 and _BROKEN.search(said)):
        last = said.splitlines()[-1] if said else f"exit status {done.status}"
        raise CheckFailedError(f"ping could not run: {last}")
    return False


def default6(context: Context, state: str = "present") -> str:
    """The node has an IPv6 default route (a host learns it from router advertisements)."""
    done = context.run(["ip", "-6", "route", "show", "default"], 10.0)
    if done.status:
        raise CheckFailedError(f"cannot read IPv6 routes: {done.stderr.strip()}")
    routes = [line.strip() for line in done.stdout.splitlines() if line.startswith("default")]
    usable = [line for line in routes if " via " in line or " nhid " in line or "nexthop" in done.stdout]
    if state == "missing":
        if routes:
            raise CheckFailedError(f"expected no IPv6 default route, found `{routes[0]}`")
        return "there is no IPv6 default route"
    if not usable:
        seen = f"found `{routes[0]}`" if routes else "found none"
        raise CheckFailedError(f"expected an IPv6 default route through a router, {seen}")
    return f"IPv6 default route: {' '.join(usable[0].split()[:5])}"


CHECKS: dict[str, Callable[..., str]] = {"ping": ping, "default6": default6}
