"""What reports say of networks that goldens do not show."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from netwright.draw import DrawOptions, make_picture
from netwright.errors import InputError, Problems
from netwright.model import Network
from netwright.reports import REPORTS, Selection, choose_tables, find_report, make
from netwright.reports.model import TableSpec
from netwright.workbench import load_topology, report_data

HEAD = "name: lab\ndefaults.device: frr\n"


def network(text: str) -> Network:
    return load_topology("lab.yml", text=HEAD + text)


def rows(designed: Network, name: str, table: str | None = None, **options) -> list[dict]:
    found = report_data(designed, name, tables=table or (), **options)
    return found.tables[0].records()


def test_every_report_has_names_of_its_own():
    names = [name for spec in REPORTS.values() for name in (spec.name, *spec.aliases)]
    assert len(names) == len(set(names))
    assert all(find_report(name) is not None for name in names)
    assert find_report("BGP_Neighbors") is REPORTS["bgp-neighbor"]


@pytest.mark.parametrize("spec", REPORTS.values(), ids=lambda spec: spec.name)
def test_columns_have_keys_and_meanings(spec):
    for table in spec.tables:
        keys = [column.key for column in table.columns]
        assert len(keys) == len(set(keys))
        assert all(key.isidentifier() and key.islower() for key in keys)
        assert all(column.title and column.meaning for column in table.columns)


def test_unnumbered_interfaces_and_sessions():
    designed = network(
        "module: [ bgp ]\naddressing.p2p: { ipv4: True, ipv6: True }\n"
        "nodes: { r1: { bgp.as: 65001 }, r2: { bgp.as: 65002 } }\nlinks: [ r1-r2 ]\n"
    )
    first = rows(designed, "addressing-node")[1]
    assert (first["interface"], first["ipv4"], first["ipv6"]) == ("eth1", "unnumbered", "link-local")
    session = rows(designed, "bgp-neighbor")[0]
    assert (session["interface"], session["ipv4"], session["ipv6"]) == ("eth1", "unnumbered", "link-local")
    assert rows(designed, "addressing-link")[0]["ipv4"] == "unnumbered"


@pytest.mark.parametrize(
    ("more", "families"),
    [
        (
            "module: [ bgp, isis, srv6, vrf ]\nsrv6.vpn: True\naddressing.loopback.ipv6: 2001:db8:1::/48\n",
            {"vpnv4", "vpnv6"},
        ),
        ("module: [ bgp, ospf, mpls ]\nmpls: { bgp: True }\n", {"ipv4", "ipv4-labelled"}),
    ],
)
def test_reports_and_diagrams_agree_on_families(more, families):
    designed = network(f"{more}bgp.as: 65000\nnodes: [ a, b ]\nlinks: [ a-b ]\n")
    told = rows(designed, "bgp-neighbor")[0]["families"]
    drawn = make_picture(designed, "bgp", DrawOptions(), Problems()).edges[0].detail["families"]
    assert families <= set(told)
    assert drawn == ", ".join(told)


def test_selection_keeps_rows_of_nodes_and_links_that_touch_them():
    designed = network("module: [ ospf ]\nnodes: [ r1, r2, r3 ]\nlinks: [ r1-r2, r2-r3 ]\n")
    assert {row["node"] for row in rows(designed, "addressing-node", nodes="r1")} == {"r1"}
    assert [row["link"] for row in rows(designed, "addressing-link", nodes="r1")] == [1]
    near = rows(designed, "ospf-areas", "interfaces", nodes=["r1"])
    assert [(row["node"], row["interface"], row["neighbors"]) for row in near][1] == ("r1", "eth1", ("r2",))
    with pytest.raises(InputError, match="unknown-node"):
        report_data(designed, "nodes", nodes="nosuch")


def test_ospf_neighbors_are_in_the_same_area():
    designed = network(
        "module: [ ospf ]\nnodes: [ r1, r2, r3 ]\nlinks: [ { r1: , r2: , r3: { ospf.area: 0.0.0.7 } } ]\n"
    )
    found = {row["node"]: row["neighbors"] for row in rows(designed, "ospf", "interfaces") if row["interface"] != "lo"}
    assert found == {"r1": ("r2",), "r2": ("r1",), "r3": ()}


def test_areas_are_ordered_as_numbers():
    designed = network(
        "module: [ ospf ]\nnodes: [ r1, r2 ]\n"
        "links: [ { r1: , r2: , ospf.area: 0.0.0.10 }, { r1: , r2: , ospf.area: 0.0.0.9 } ]\n"
    )
    assert [row["area"] for row in rows(designed, "ospf", "areas")] == ["0.0.0.0", "0.0.0.9", "0.0.0.10"]


def test_a_border_router_is_in_several_areas_of_one_family():
    designed = network(
        "module: [ ospf ]\nospf.af: [ ipv4, ipv6 ]\naddressing.loopback.ipv6: 2001:db8:1::/48\n"
        "nodes: [ r1, r2, r3 ]\n"
        "links:\n- { r1: , r2: , prefix: { ipv4: 10.1.0.0/24, ipv6: 2001:db8::/64 } }\n"
        "- { r1: , r3: , prefix.ipv4: 10.2.0.0/24, ospf.area: 0.0.0.10 }\n"
        "- { r1: , r3: , prefix.ipv4: 10.3.0.0/24, ospf.area: 0.0.0.9 }\n"
    )
    first = rows(designed, "ospf-areas", "routers")[0]
    assert (first["areas"], first["border"]) == (("0.0.0.0", "0.0.0.9", "0.0.0.10"), True)
    first = rows(designed, "ospfv3", "routers")[0]
    assert (first["areas"], first["border"]) == (("0.0.0.0",), False)


def test_interfaces_in_huge_subnets_name_no_neighbors():
    names = [f"n{i}" for i in range(300)]
    designed = network(
        f"module: [ ospf ]\naddressing.lan: {{ ipv4: 172.16.0.0/16, prefix: 20 }}\nnodes: [ {', '.join(names)} ]\n"
        f"links: [ {{ interfaces: [ {', '.join(names)} ] }} ]\n"
    )
    assert {row["neighbors"] for row in rows(designed, "ospf", "interfaces")} == {()}
    column = next(c for c in report_data(designed, "ospf", tables="interfaces").tables[0].columns if c.kind == "list")
    assert "more than 256" in column.meaning


def test_a_vrf_has_sessions_areas_and_interfaces_of_its_own():
    designed = network(
        "module: [ vrf, ospf, bgp ]\nbgp.as: 65000\nvrfs.red: { ospf.area: 0.0.0.3 }\n"
        "nodes: { pe: , ce: { module: [ ospf ] }, x: { module: [ bgp ], bgp.as: 65100 } }\n"
        "links: [ { pe: { vrf: red }, ce: }, { pe: { vrf: red }, x: } ]\n"
    )
    assert [row["vrf"] for row in rows(designed, "bgp-neighbor") if row["node"] == "pe"] == ["red"]
    found = [(r["area"], r["vrf"]) for r in rows(designed, "ospf", "interfaces") if r["node"] == "pe"]
    assert ("0.0.0.3", "red") in found
    vrf = rows(designed, "vrfs")[0]
    assert (vrf["rd"], vrf["interfaces"]) == ("65000:1", ("eth1", "eth2"))
    assert set(vrf["protocols"]) == {"bgp", "ospf"}


def test_substituted_devices_are_told():
    designed = network("nodes: { r1: { device: eos } }\n")
    assert [(r["device"], r["requested"]) for r in rows(designed, "devices")] == [("frr", "eos")]


def unwanted(selected: Selection) -> list[tuple[str, ...]]:
    raise AssertionError("a table nobody asked for is computed")


UNWANTED = TableSpec("unwanted", "Unwanted", (), unwanted)


def test_tables_of_one_report():
    designed = network("nodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n")
    assert [t.name for t in report_data(designed, "addressing", tables="links,interfaces").tables] == [
        "links",
        "interfaces",
    ]
    chosen = choose_tables(replace(REPORTS["addressing"], tables=(*REPORTS["addressing"].tables, UNWANTED)), ("links",))
    assert [table.name for table in make(chosen, Selection(designed)).tables] == ["links"]
    with pytest.raises(InputError, match="unknown-table"):
        report_data(designed, "addressing", tables=["nosuch"])
    with pytest.raises(InputError, match="did you mean `wiring`"):
        report_data(designed, "wirring")
