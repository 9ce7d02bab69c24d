"""Included files, layers of defaults, the environment and the command line."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.errors import Problems
from netwright.model import to_plain
from netwright.source import MemoryFiles, ReadRequest, read_topology

from .reading import attempt, problems_of, read

NODES = "nodes: [ r1 ]\n"


def test_included_file_is_put_under_its_base_name() -> None:
    files = {"parts/bgp.yml": "as: 65000\n"}
    topology = read("module: [ bgp ]\n_include: [ parts/bgp.yml ]\n" + NODES, files)
    assert to_plain(topology.settings["bgp"]) == {"as": 65000}
    assert topology.source_files == ("/lab/topology.yml", "/lab/parts/bgp.yml")


def test_one_name_and_places_inside_the_included_file() -> None:
    _, problems = attempt(f"{NODES}module: [ bgp ]\n_include: bgp.yml\n", {"bgp.yml": "\nas: x\n"})
    (problem,) = [p for p in problems if p.code == "wrong-type"]
    assert (problem.span.file, problem.span.line, problem.span.column) == ("/lab/bgp.yml", 2, 5)


def test_include_inside_a_mapping_and_relative_to_the_including_file() -> None:
    files = {"a/r2.yml": "_include: [ sub/loopback.yml ]\n", "a/sub/loopback.yml": "{ ipv4: 10.9.9.9/32 }\n"}
    topology = read("nodes:\n  r1:\n  _include: [ a/r2.yml ]\n", files)
    assert to_plain(topology.nodes["r2"]["loopback"]) == {"ipv4": "10.9.9.9/32"}


def test_dotted_keys_in_included_files_expand() -> None:
    topology = read(
        f"{NODES}module: [ bgp ]\n_include: [ bgp.yml ]\n", {"bgp.yml": "as: 1\ncommunity.ebgp: [ large ]\n"}
    )
    assert to_plain(topology.settings["bgp"]) == {"as": 1, "community": {"ebgp": ["large"]}}


@pytest.mark.parametrize(
    ("text", "files", "problem"),
    [
        ("_include: [ no.yml ]\n", {}, "missing-file"),
        ("_include: [ a.yml ]\n", {"a.yml": "_include: [ b.yml ]\n", "b.yml": "_include: a.yml\n"}, "include-cycle"),
        ("_include: [ topology.yml ]\n", {}, "include-cycle"),
        ("_include: 3\n", {}, "wrong-type"),
        ("_include: [ [ a ] ]\n", {}, "wrong-type"),
        ("module: [ bgp ]\nbgp.as: 1\n_include: [ bgp.yml ]\n", {"bgp.yml": "as: 2\n"}, "duplicate-key"),
        ("_include: [ list.yml ]\n", {"list.yml": "[ a ]\n"}, "wrong-type"),
        ("_include: [ bad.yml ]\n", {"bad.yml": "a: [\n"}, "yaml-syntax"),
    ],
)
def test_what_cannot_be_included(text: str, files: dict[str, str], problem: str) -> None:
    assert problem in [p.split()[1] for p in problems_of(NODES + text, files)]


def test_layers_of_defaults_from_highest_to_lowest() -> None:
    names = ("topology", "extra", "lab", "home", "home2", "system")
    layers = {
        "x.yml": "v: { topology: 2, extra: 2 }\n",
        "topology-defaults.yml": "v: { extra: 3, lab: 3 }\n",
        "/home/me/.netlab.yml": "v: { lab: 4, home: 4 }\n",
        "/home/me/topology-defaults.yml": "v: { home: 5, home2: 5 }\n",
        "/etc/netlab/defaults.yml": "v: { home2: 6, system: 6 }\n",
    }
    text = f"{NODES}defaults.sources.extra: [ x.yml ]\ndefaults.v.topology: 1\n"
    problems = Problems()
    named = {name if name.startswith("/") else f"/lab/{name}": body for name, body in layers.items()}
    request = ReadRequest(path="/lab/topology.yml", home="/home/me")
    topology = read_topology(request, MemoryFiles({"/lab/topology.yml": text, **named}), problems)
    assert topology is not None
    assert not len(problems)
    assert [topology.defaults["v"][name] for name in names] == [1, 2, 3, 4, 5, 6]


def test_locations_of_defaults_can_be_replaced() -> None:
    files = {"topology-defaults.yml": "v: 1\n", "mine.yml": "w: 2\n"}
    defaults = read(f"{NODES}defaults.sources.user: [ mine.yml ]\n", files).defaults
    assert ("v" in defaults, defaults["w"]) == (False, 2)
    defaults = read(f"{NODES}defaults.sources.list: [ mine.yml, 'package:topology-defaults.yml' ]\n", files).defaults
    assert ("v" in defaults, defaults["w"], defaults["device"]) == (False, 2, "frr")


def test_a_missing_extra_defaults_file_is_a_mistake() -> None:
    assert problems_of(f"{NODES}defaults.sources.extra: [ no.yml ]\n") == ["2:27 missing-file"]


def test_lists_of_defaults_do_not_merge_mappings_do() -> None:
    files = {"topology-defaults.yml": "{ a: { b: [ 1 ], c: 2 } }\n"}
    defaults = read(f"{NODES}defaults.a.b: [ 3 ]\n", files).defaults
    assert to_plain(defaults["a"]) == {"b": [3], "c": 2}


def test_elements_of_the_topology_can_stand_in_defaults() -> None:
    files = {"topology-defaults.yml": "module: [ ospf ]\nprefix.p.ipv4: 10.9.0.0/24\nname: shared\n"}
    topology = read(NODES, files)
    assert topology.modules == ("ospf",)
    assert topology.name == "shared"
    assert to_plain(topology.settings["prefix"]) == {"p": {"ipv4": "10.9.0.0/24"}}


def settings(*values: str) -> Any:
    return read(f"module: [ bgp ]\nbgp.as: 1\n{NODES}", settings=values)


def test_settings_overwrite_the_file() -> None:
    assert settings("bgp.as=65000").settings["bgp"]["as"] == 65000
    assert settings("nodes.r1.bgp.as=7").nodes["r1"]["bgp"]["as"] == 7
    assert list(settings("nodes.r2.id=7").nodes) == ["r1", "r2"]
    assert to_plain(settings("bgp.community.ebgp=[standard, large]").settings["bgp"]["community"]) == {
        "ebgp": ["standard", "large"]
    }
    assert settings("message=a=b").settings["message"] == "a=b"


@pytest.mark.parametrize("setting", ["bgp", "=3", "a..b=1", "bgp.as.x=3", "bgp.as=["])
def test_bad_settings(setting: str) -> None:
    _, problems = attempt(f"module: [ bgp ]\nbgp.as: 1\n{NODES}", settings=(setting,))
    assert [p.span.file for p in problems if p.severity == "error"][:1] == ["<command line>"]


def test_device_and_provider_of_the_command_line() -> None:
    topology = read(f"{NODES}defaults.device: eos\nprovider: libvirt\n", device="bird", provider="clab")
    assert topology.defaults["device"] == "bird"
    assert topology.settings["provider"] == "clab"


def test_plugins_of_the_command_line() -> None:
    assert read(f"{NODES}plugin: [ files ]\n", plugins=("bgp.policy",)).plugins == ("files", "bgp.policy")
    assert read(f"{NODES}plugin: files\n", plugins=("files",)).plugins == ("files",)
    assert read(NODES, plugins=("ospf.areas",)).plugins == ("ospf.areas",)


def test_environment_overrides_files_and_yields_to_the_command_line() -> None:
    environment = {"NETLAB_DEVICE": "bird", "netlab_bgp_as": "65001", "NETLAB_A_B__C": "x", "PATH": "/bin"}
    defaults = read(f"{NODES}defaults.device: eos\n", environment=environment).defaults
    assert defaults["device"] == "bird"
    assert defaults["bgp"]["as"] == 65001
    assert defaults["a"]["b_c"] == "x"
    assert read(NODES, environment=environment, device="frr").defaults["device"] == "frr"


def test_standard_input() -> None:
    problems = Problems()
    request = ReadRequest(
        path="-", text="nodes: [ r1 ]\n_include: [ bgp.yml ]\nmodule: [ bgp ]\n", working_directory="/w"
    )
    topology = read_topology(request, MemoryFiles({"/w/bgp.yml": "as: x\n"}), problems)
    assert topology is not None
    assert (topology.path, topology.directory, topology.name) == ("-", "/w", "w")
    assert [str(p.span) for p in problems] == ["/w/bgp.yml:1:5"]
    problems = Problems()
    assert read_topology(ReadRequest(path="-", text="a: ["), MemoryFiles({}), problems) is None
    assert [p.span.file for p in problems] == ["<stdin>"]


def test_a_missing_topology() -> None:
    problems = Problems()
    assert read_topology(ReadRequest(path="/no/such.yml"), MemoryFiles({}), problems) is None
    assert [p.code for p in problems] == ["missing-file"]


@pytest.mark.parametrize(
    ("line", "name"), [("", "lab"), ("name: my lab/x", "my_lab_x"), ("name: 12", "12"), ("name: ''", "lab")]
)
def test_name(line: str, name: str) -> None:
    assert read(f"{NODES}{line}\n").name == name
