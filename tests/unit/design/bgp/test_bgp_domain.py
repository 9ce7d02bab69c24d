"""Several copies of one AS: the plugin `bgp.domain`."""

from __future__ import annotations

import pytest

from ..reading import codes, network

CUSTOMERS = """
{plugin}
module: [ospf, bgp]
bgp.as: 65000
nodes:
  a1: {{bgp.domain: a}}
  a2: {{bgp.domain: a, bgp.rr: {rr}}}
  b: {{bgp.domain: b}}
  c:
  d:
links: [a1-a2-b-c-d]
"""
PLUGIN = "plugin: [bgp.domain]"


@pytest.mark.parametrize(
    ("rr", "expected"),
    [
        (False, {"a1": ["a2"], "a2": ["a1"], "b": [], "c": ["d"], "d": ["c"]}),
        (True, {"a1": ["a2"], "a2": ["a1"], "b": [], "c": ["d"], "d": ["c"]}),
    ],
)
def test_sessions_stay_within_a_domain(rr: bool, expected: dict[str, list[str]]) -> None:
    designed = network(CUSTOMERS.format(plugin=PLUGIN, rr=rr))
    found = {n.name: [s.name for s in n.bgp.neighbors] for n in designed.nodes.values() if n.bgp is not None}
    assert found == expected


def test_a_domain_needs_the_plugin() -> None:
    assert "plugin-needed" in codes(CUSTOMERS.format(plugin="", rr=False))
