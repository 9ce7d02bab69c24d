"""Rule `unused-plugin`: every plugin that brings attributes is told apart from one that is used."""

from __future__ import annotations

import pytest

from netwright import lint_topology
from netwright.schema.modules import PLUGINS
from netwright.schema.tables import GENERATING

TEXT = """\
module: [ bgp, vrf ]
bgp.as: 65000
vrfs: { x: }
nodes: [ r1, r2 ]
links: [ r1-r2, r1-r2, { r1: { vrf: x } } ]
"""
SILENT = GENERATING | {"check.config"}
"""Plugins whose use cannot be seen: their attributes are gone by then, or they have none."""
USES = {
    "bonding": "links: [ { r1: { bonding.ifindex: 1 }, r2: }, { r1: { bonding.ifindex: 1 }, r2: } ]\n",
    "files": 'configlets: { x: "!" }\n',
    "proxy_arp": "vrfs: { x: { proxy_arp: True } }\n",
}


def found(plugin: str, more: str = "") -> list[str]:
    left = "".join(f"{line}\n" for line in TEXT.splitlines() if line.split(":")[0] != more.split(":")[0])
    text = f"plugin: [ {plugin} ]\n{left}{more}"
    return [str(problem) for problem in lint_topology("topology.yml", text=text, select=["unused-plugin"])]


@pytest.mark.parametrize("plugin", sorted(frozenset(PLUGINS) - SILENT))
def test_a_plugin_that_is_only_listed(plugin: str) -> None:
    message = f"plugin `{plugin}` is listed, but nothing uses it"
    assert found(plugin) == [f"topology.yml:1:1: warning: {message} [unused-plugin]\n  hint: remove it"]


@pytest.mark.parametrize("plugin", USES)
def test_a_plugin_whose_attributes_are_given(plugin: str) -> None:
    assert found(plugin, USES[plugin]) == []
