"""The JSON Schema: shorthands, dotted keys, ranges, names, declared attributes, what editors show."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from netwright.errors import Problems
from netwright.model.tree import to_plain
from netwright.schema import MODULES, types
from netwright.schema.export import json_schema
from netwright.schema.export.alternatives import NULL, union
from netwright.schema.export.elements import elements
from netwright.schema.export.emit import Emitter
from netwright.schema.export.scalars import PLAIN, SPECIAL
from netwright.schema.export.shapes import FREE_NAME, Entry, Leaf, Mapped, Names, Ref, Shapes
from netwright.schema.tables import MODULE_TABLES
from netwright.source.yaml import read_yaml


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


@pytest.fixture(autouse=True)
def remember_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(re, "_MAXCACHE", 20_000)


def fits(text: str) -> bool:
    return validator().is_valid(to_plain(read_yaml(text, "t.yml", Problems())))


GOOD = (
    "nodes: r1",
    "nodes: [ r1, { name: r2, mtu: 1500 }, { r3: { id: 7 } } ]",
    "nodes: { r1: , r2: { bgp.as: 65000, bgp: { rr: True } } }",
    "nodes: { r1.bgp.as: 1.10, r1.loopback.ipv4: 10.0.0.1/32 }",
    "nodes.r1.vrfs.red.rd: '65000:1'",
    "nodes: [ a, b ]\nlinks: [ a-b, [ a, b ], { a: { ipv4: 10.0.0.1/24 }, b: , mtu: 1400 }, a ]",
    "nodes: [ a, b ]\nlinks: { core: [ a-b ], edge: [ { a.ospf.cost: 5, b: , prefix.ipv4: 10.1.0.0/24 } ] }",
    "nodes: [ a, b ]\nlinks: [ { group: x, members: [ a-b ], ospf.cost: 5 }, { interfaces: [ a, { node: b } ] } ]",
    "nodes: [ a, b ]\nlinks: [ { a: { ospf: False }, b: , bgp: True } ]",
    "groups: { _auto_create: True, g: [ a ], h: { members: a, bgp.as: 1 }, v: { type: vlan, members: [ red ] } }",
    "groups.all.mtu: 1500\nnodes: [ a ]",
    "nodes: [ a ]\nvlans: { red: , blue: { id: 7, links: [ a ], ospf.cost: 5 } }\nvlans.green.mode: bridge",
    "nodes: [ a ]\naddressing: { lan: 172.20.0.0/16, p2p: { ipv4: 10.1.0.0/16, prefix: 31 }, x: False }",
    "nodes: [ a ]\naddressing.lan.ipv4: 10.0.0.0/8\nprefix.site: 10.0.0.0/24\nprefix.other.ipv6: 2001:db8::/32",
    "nodes: [ a ]\nbgp.community.ebgp: [ standard ]\nmodule: bgp\nplugin: [ bgp.session, mine.own ]",
    "nodes: [ a ]\n_include: [ x.yml ]\nbgp: { _include: y.yml }",
    "nodes: [ a ]\ncomponents: { c: { nodes: [ x, y ], links: [ x-y ], mtu: 1500 } }",
    "nodes: [ a ]\nvalidate: { t: { nodes: [ a ], plugin: ping('b'), wait: 30 }, u.wait: 5 }",
    "nodes: [ a ]\nlinks: [ { a: , vlan.trunk: [ red ] }, { a: , vlan: { trunk: { red: { ospf.cost: 1 }, blue: } } } ]",
    "nodes: [ a ]\nlinks: [ { a: , lag.members: [ a-b, a-b ] } ]",
    "defaults: { device: bird, bgp.as: anything, whatever: 1 }\nnodes: [ a ]",
    "defaults.attributes.node.rack: int\nnodes: { a: { rack: 5 } }",
    "defaults: { bgp: { attributes: { node: [ colour ] } } }\nnodes: { a: { bgp.colour: red } }",
    "nodes: { a: { frr: { debug: [ x ] }, eos: { anything: 1 }, _x: 1, ansible_user: me } }",
)
BAD = (
    "nodes: [ 9a ]",
    "nodes: [ a, a ]",
    "node: [ a ]",
    "module: [ bgp ]",
    "nodes: { a: { mtu: 63 } }",
    "nodes: { a: { bgp.ass: 1 } }",
    "nodes: { a.bgp.ass: 1 }",
    "nodes.a.bgp.ass: 1",
    "nodes: { a: { device: fr } }",
    "nodes: [ a ]\nlinks: [ { a: 3 } ]",
    "nodes: [ a ]\nlinks: [ { a.ospf.cost: 0 } ]",
    "nodes: [ a ]\nlinks: [ { a: , prefix.ipv4: 10.1.0.0/33 } ]",
    "nodes: [ a ]\nlinks: [ {} ]",
    "nodes: [ a ]\nlinks: [ { group: x } ]",
    "nodes: [ a ]\nlinks: [ 5 ]",
    "nodes: [ a ]\nmodule: [ bpg ]",
    "nodes: [ a ]\nplugin: [ mlag.vtep ]",
    "nodes: [ a ]\nvlans.red.id: 4095",
    "nodes: [ a ]\nvrfs: { 'my vrf': }",
    "nodes: [ a ]\ngroups: { 'the edge': [ a ] }",
    "nodes: [ a ]\ngroups: { all: [ a ] }",
    "nodes: [ a ]\nbgp: True",
    "nodes: [ a ]\nbgp.as: 4294967296",
    "nodes: [ a ]\nvalidate: { t: { plugn: x } }",
    "nodes: [ a ]\nisis.area: '49.0001.0'",
    "nodes: [ a ]\ndefaults: 3",
)


@pytest.mark.parametrize("text", GOOD)
def test_accepts(text: str) -> None:
    assert fits(text)


@pytest.mark.parametrize("text", BAD)
def test_rejects(text: str) -> None:
    assert not fits(text)


def test_every_type_of_the_format_has_a_shape() -> None:
    """`write` raises for a type that nobody told it of."""
    definitions: dict[str, Any] = {}
    Emitter(elements(), definitions).element("topology")
    assert {"node", "link-mapping", "interface", "vlan", "vrf", "groups"} <= set(definitions)
    assert all(any(name.startswith(f"{module}-of-") for name in definitions) for module in MODULES)


def test_editors_get_texts_and_words() -> None:
    definitions = json_schema()["$defs"]
    asn = definitions["node"]["properties"]["bgp.as"]
    assert asn["description"] == "AS number"
    mode = definitions["link-mapping"]["properties"]["vlan.mode"]
    assert "irb" in str(mode)
    assert "bgp" in definitions["topology"]["properties"]


def test_a_type_nobody_told_of_is_named() -> None:
    with pytest.raises(TypeError, match="a new thing"):
        Shapes().of(types.Scalar("a new thing", str))


def test_references_lead_somewhere() -> None:
    document = json_schema()
    wanted = set(re.findall(r"'\$ref': '#/\$defs/([^']+)'", repr(document)))
    assert wanted <= set(document["$defs"])


def test_the_same_schema_every_time() -> None:
    assert repr(json_schema()) == repr(json_schema())


def test_only_words_of_draft_7_beside_definitions() -> None:
    """Editors that know older drafts only check as much."""
    later = {"unevaluatedProperties", "dependentRequired", "prefixItems", "$dynamicRef", "minContains"}
    assert not later & set(re.findall(r"'([$a-zA-Z]+)':", repr(json_schema())))


def test_size() -> None:
    assert len(repr(json_schema())) < 1_500_000


def test_dotted_keys_of_names_and_mappings() -> None:
    shapes = Shapes()
    inner = Mapped({"x": Entry(shapes.of(types.BOOL), "a switch"), "deep": Entry(Mapped({"y": Entry(Leaf({}))}))})
    outer = Mapped({"a": Entry(inner)}, Names(FREE_NAME, Entry(Ref("inner"))), name="outer")
    definitions: dict[str, Any] = {}
    Emitter({"outer": outer, "inner": inner}, definitions).element("outer")
    made = definitions["outer"]
    assert {"a", "a.x", "a.deep", "a.deep.y"} <= set(made["properties"])
    check = Draft202012Validator({"$ref": "#/$defs/outer", "$defs": definitions})
    assert check.is_valid({"b": {"x": True}, "b.x": True, "c.deep.y": 5, "a.x": None})
    assert not check.is_valid({"b.x": 3})
    assert not check.is_valid({"b.z": True})
    assert not check.is_valid({"a.z": True})


SAMPLES = (
    "10.0.0.1", "10.0.0.1/24", "10.0.0.0/255.255.255.0", "10.0.0.256", "10.0.0.0/33", "2001:db8::/64", "2001:db8::1",
    "::", "::1", "::ffff:10.0.0.1", "1::2:3", "fe80::1%eth0", "::/0", "::/129", 0, 1, -1, 63, 65535, 65536, 4294967295,
    4294967296, 1.10, 1.5, "1.10", "65000", "65000:1", "10.0.0.1:5", "1.10:7", "02:00:ca:fe:00:ff", "0200.cafe.00ff",
    "0200-cafe-00ff", "49", "49.0001", "49.0001.0000.0000.0001.00", "x", "", "red_vrf", "0.0.0.1", True, False,
)  # fmt: skip
SCALARS = {id(kind): kind for kind in (*SPECIAL, *PLAIN)} | {
    id(a.type): a.type
    for levels in MODULE_TABLES.values()
    for table in levels.values()
    for a in table.values()
    if isinstance(a.type, (types.Int, types.Nsap, types.Word))
}


@pytest.mark.parametrize("kind", SCALARS.values(), ids=lambda kind: kind.expected[:40])
def test_a_scalar_accepts_what_its_type_accepts(kind: types.Type) -> None:
    """And little else: a pattern says less of IPv6 addresses, of numbers in quotes, and of asdot."""
    check = Draft202012Validator(Emitter({}, {}).write(Shapes().of(kind)))
    for value in SAMPLES:
        meant = kind.convert(value) is not types.INVALID
        if meant or not (isinstance(value, str) and (":" in value or value.isdigit())):
            assert check.is_valid(value) == meant or (isinstance(value, float) and kind is types.ASN), value


def test_alternatives_of_different_types_are_one_schema() -> None:
    made = union([{"type": "boolean"}, {"type": "integer", "minimum": 1}, {"type": "string", "pattern": "x"}, NULL])
    assert made == {"type": ["boolean", "integer", "string", "null"], "minimum": 1, "pattern": "x"}
    assert union([{"enum": ["a", 0]}, {"type": ["boolean", "null"]}]) == {"enum": ["a", 0, True, False, None]}
    assert union([{"type": "number"}, {"type": "integer", "minimum": 1}]) == {
        "anyOf": [{"type": "number"}, {"type": "integer", "minimum": 1}]
    }
    assert union([{"type": "string"}, {}]) == {}
    assert union([{"$ref": "#/x"}, {"anyOf": [{"$ref": "#/x"}, NULL]}]) == {"anyOf": [{"$ref": "#/x"}, NULL]}
