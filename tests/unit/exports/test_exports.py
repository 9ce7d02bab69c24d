"""Formats, writing, and inventories that other programs read as they are meant."""

from __future__ import annotations

import configparser
import json

import pytest
import yaml

from netwright.errors import InputError
from netwright.exports import FORMATS, find_format
from netwright.render import inventory
from netwright.workbench import create, export, load_topology

TOPOLOGY = """\
name: lab
defaults.device: frr
module: [ bgp, vrf ]
bgp.as: 65000
vrfs.red.rd: "65000:10"
groups:
  core: { members: [ r1 ], vars: { level: "1e3", answer: "no", nested: { target: "65000:20" } } }
  all.vars.site: "010"
nodes:
  r1:
  r2: { device: linux, module: [] }
links: [ r1-r2, { r1: { vrf: red } } ]
"""


@pytest.fixture(scope="module")
def network():
    return load_topology("lab.yml", text=TOPOLOGY)


def test_names_and_aliases():
    names = [name for each in FORMATS.values() for name in (each.name, *each.aliases)]
    assert len(names) == len(set(names))
    assert find_format("CLAB").name == "containerlab"
    with pytest.raises(InputError, match="did you mean `ansible`"):
        find_format("ansibel")
    with pytest.raises(InputError, match="there are containerlab, ansible"):
        find_format("terraform")


def test_yaml_and_json_are_the_inventory(network):
    plain = json.loads(json.dumps(inventory(network), default=str))
    assert json.loads(export(network, "json").text) == plain
    assert yaml.safe_load(export(network, "yaml").text) == plain


def test_json_is_what_create_writes(network, tmp_path):
    create(network, tmp_path)
    assert (tmp_path / "network.json").read_text() == export(network, "json").text


def test_ansible_yaml(network):
    files = {file.path: file.content for file in export(network, "ansible").export.files}
    hosts = yaml.safe_load(files["hosts.yml"])["all"]
    assert hosts["hosts"]["r1"] == {"ansible_host": "clab-lab-r1", "id": 1}
    assert set(hosts["children"]["core"]["hosts"]) == {"r1"}
    assert set(hosts["children"]["module_bgp"]["hosts"]) == {"r1"}
    assert yaml.safe_load(files["group_vars/core.yml"]) == {
        "level": "1e3",
        "answer": "no",
        "nested": {"target": "65000:20"},
    }
    assert yaml.safe_load(files["group_vars/all.yml"])["site"] == "010"
    host = yaml.safe_load(files["host_vars/r1.yml"])
    assert host["vrfs"]["red"]["rd"] == "65000:10"
    assert (host["ansible_network_os"], host["bgp"]["as"]) == ("frr", 65000)
    assert "level: '1e3'" in files["group_vars/core.yml"]


def test_ansible_ini(network):
    files = {file.path: file.content for file in export(network, "ansible-ini").export.files}
    parsed = configparser.ConfigParser(allow_no_value=True, delimiters=("\0",))
    parsed.read_string("[all]\n" + files["hosts.ini"])
    assert parsed.options("all") == ["r1 ansible_host=clab-lab-r1 id=1", "r2 ansible_host=clab-lab-r2 id=2"]
    assert parsed.options("core") == ["r1"]
    assert "inventory = hosts.ini" in files["ansible.cfg"]
    assert "host_vars/r1.yml" in files


def test_hosts(network):
    assert "10.0.0.1 r1\n" in export(network, "hosts").text


def test_files_and_directories(network, tmp_path):
    single = export(network, "hosts", tmp_path / "etc-hosts")
    assert [path.name for path in single.written] == ["etc-hosts"]
    (tmp_path / "out").mkdir()
    assert [path.name for path in export(network, "yaml", tmp_path / "out").written] == ["network.yml"]
    tree = export(network, "containerlab", tmp_path / "lab")
    assert (tmp_path / "lab/lab.clab.yml").read_text() == tree.text
    assert (tmp_path / "lab/nodes/r1/setup.sh").stat().st_mode & 0o111
    assert {path.relative_to(tmp_path / "lab").as_posix() for path in tree.written} == {
        file.path for file in tree.export.files
    }
    assert export(network, "clab").written == ()


def test_data_needs_no_templates():
    broken = load_topology("lab.yml", text="defaults.device: frr\nnodes: { r1: { config: [ nosuch ] } }\n")
    for format in ("json", "yaml", "hosts", "ansible"):
        assert export(broken, format).text
    with pytest.raises(InputError, match="custom-config-missing"):
        export(broken, "containerlab")
