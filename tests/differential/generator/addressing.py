"""Pools and named prefixes.

Prefixes written by hand come from ranges of their own, so that no topology has overlapping prefixes: those are
errors here and silently accepted by netlab.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import chance, some

LOOPBACKS: list[Any] = [
    {"ipv6": "2001:db8:1::/48"},
    {"ipv4": "10.99.0.0/24"},
    {"ipv4": "10.99.0.0/16", "ipv6": "2001:db8:1::/48"},
    {"ipv4": False, "ipv6": "2001:db8:1::/48"},
    {"ipv6": "2001:db8:1::/48", "prefix6": 128},
]
P2P: list[Any] = [
    {"ipv6": "2001:db8:2::/48"},
    {"prefix": 31},
    {"ipv4": "10.11.0.0/16", "prefix": 29},
    {"ipv4": "10.11.0.0/16", "ipv6": "2001:db8:2::/48", "prefix6": 127},
    {"ipv4": False, "ipv6": "2001:db8:2::/48"},
    {"unnumbered": True},
    {"ipv4": True},
    {"ipv4": True, "ipv6": True},
    {"allocation": "sequential"},
    {"ipv4": "10.11.0.0/16", "prefix": 24, "allocation": "id_based"},
]
LAN: list[Any] = [
    {"ipv6": "2001:db8:3::/48"},
    {"prefix": 26},
    {"ipv4": "172.20.0.0/16", "prefix": 28},
    {"ipv4": False, "ipv6": "2001:db8:3::/48"},
    {"ipv4": "172.20.0.0/16", "ipv6": "2001:db8:3::/48", "allocation": "sequential"},
    {"ipv6": "2001:db8:3::/56", "prefix6": 80},
]
OPTIONAL: dict[str, Any] = {
    "stub": {"ipv4": "172.30.0.0/16", "prefix": 25},
    "core": {"unnumbered": True},
    "dual": {"ipv4": "10.77.0.0/16", "ipv6": "2001:db8:77::/48", "prefix": 24},
    "lla": {"ipv6": True},
    "unnum4": {"ipv4": True, "ipv6": "2001:db8:78::/48"},
    "seq": {"ipv4": "10.79.0.0/16", "prefix": 24, "allocation": "sequential"},
    "six": {"ipv6": "2001:db8:80::/48"},
    "byid": {"ipv4": "10.81.0.0/16", "prefix": 24, "allocation": "id_based"},
    "host30": {"ipv4": "10.82.0.0/24", "prefix": 30},
    "p2palloc": {"ipv4": "10.83.0.0/16", "prefix": 24, "allocation": "p2p"},
    "both0": {"ipv4": True, "ipv6": True},
    "external": {"ipv4": "10.84.0.0/16", "prefix": 28, "ipv6": "2001:db8:84::/48"},
}
NAMED: dict[str, Any] = {
    "px": {"ipv4": "10.200.1.0/24"},
    "py": {"ipv4": "10.200.2.0/24", "ipv6": "2001:db8:202::/64"},
    "pz": {"pool": "lan"},
    "pa": {"ipv4": "10.200.3.0/24", "allocation": "sequential"},
    "p6": {"ipv6": "2001:db8:204::/64"},
    "pp": {"pool": "p2p"},
}


@st.composite
def addressing_sections(draw: st.DrawFn) -> tuple[list[str], list[str], dict[str, Any]]:
    """Names of pools links may ask for, those of them that give addresses, and the `addressing` section."""
    addressing: dict[str, Any] = {}
    for name, values, one_in in (("loopback", LOOPBACKS, 2), ("p2p", P2P, 2), ("lan", LAN, 2)):
        if draw(chance(one_in)):
            addressing[name] = draw(st.sampled_from(values))
    if draw(chance(10)):
        addressing["mgmt"] = draw(
            st.sampled_from([{"start": 20}, {"ipv4": "172.31.5.0/24"}, {"mac": "0A-00-11-00-00-00"}])
        )
    addressing.update(draw(some(OPTIONAL, 4)))
    names = [name for name in addressing if name in OPTIONAL and name not in ("stub", "external")]
    pools = [*names, "lan", "p2p", "l2only"]
    return pools, [name for name in pools if _numbered(addressing.get(name, {}))], addressing


def _numbered(pool: dict[str, Any]) -> bool:
    """False when an interface borrows its address, or has a link-local one only."""
    return "unnumbered" not in pool and True not in (pool.get("ipv4"), pool.get("ipv6"))


def named_prefixes(numbered: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """The `prefix` section: prefixes of their own, and from pools that have some."""
    return some({name: value for name, value in NAMED.items() if value.get("pool", "lan") in numbered}, 3)
