"""Tables of the format: complete, consistent, usable for documentation."""

from __future__ import annotations

import pytest

from netwright.schema import FUTURE_MODULES, FUTURE_PLUGINS, MODULES, PLUGINS, all_names, module_table, plain_tables
from netwright.schema import plugin_of as plugin
from netwright.schema.tables import LEVELS, MODULE_TABLES, PLUGIN_TABLES, levels_of


def test_every_module_has_tables() -> None:
    assert set(MODULE_TABLES) == set(MODULES)
    assert all({"global", "node"} <= set(levels) <= set(LEVELS) for levels in MODULE_TABLES.values())


def test_supported_and_future_do_not_overlap() -> None:
    assert not set(MODULES) & set(FUTURE_MODULES)
    assert not set(PLUGINS) & set(FUTURE_PLUGINS)
    assert set(PLUGIN_TABLES) <= set(PLUGINS)


def test_every_attribute_is_described() -> None:
    tables = plain_tables()
    assert {"node", "link", "interface", "global", "cluster.machine", "bgp.node", "ospf.areas.global"} <= set(tables)
    for name, table in tables.items():
        for key, (expected, description) in table.items():
            assert expected, f"{name}.{key}"
            assert description, f"{name}.{key}"


@pytest.mark.parametrize(
    ("module", "level", "key", "expected"),
    [
        ("bgp", "interface", "gtsm", "bgp.session"),
        ("bgp", "node", "locpref", "bgp.policy"),
        ("bgp", "global", "multihop", "ebgp.multihop"),
        ("ospf", "node", "areas", "ospf.areas"),
        ("bgp", "node", "rr", None),
    ],
)
def test_plugins_of_attributes(module: str, level: str, key: str, expected: str | None) -> None:
    assert plugin(module, level, key) == expected
    if expected:
        assert key in module_table(module, level, (expected,))
        assert key not in module_table(module, level, ())


def test_places_of_attributes() -> None:
    assert levels_of("ospf", "cost", ()) == ["link", "interface", "vrf"]
    assert levels_of("bgp", "med", ("bgp.policy",)) == ["link", "interface", "vrf"]
    assert levels_of("bgp", "nothing", ()) == []


def test_link_names_hold_modules() -> None:
    assert {"ospf", "vlan", "mtu"} <= all_names("link")
