"""What `image:` means: ours, another tool's, or a mistake; releases are known per node."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from netwright import InputError, LabError, create, load_topology, remove_image
from netwright.images import RECIPES, Manifest, Store
from netwright.workbench import build_image, building, list_images
from netwright.workbench.images import expected, recipes
from netwright.workbench.planning import plan

TWO = """
name: two
defaults.device: frr
{defaults}
nodes:
  a: {{ {a} }}
  b:
  h: {{ device: linux }}
links: [ a-b, b-h ]
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("NETWRIGHT_CACHE", str(tmp_path / "cache"))
    return Store.of_user()


def built(store: Store, name: str, **versions: str) -> None:
    new = store.base / ".new-x"
    (new / "root/usr/lib/frr").mkdir(parents=True)
    for daemon in ("mgmtd", "zebra", "staticd"):
        (new / "root/usr/lib/frr" / daemon).touch(0o755)
    recipe = RECIPES[name]
    manifest = Manifest(
        name=name,
        recipe=recipe.hash,
        suite=recipe.suite,
        architecture="x86_64",
        mirror="",
        built_at=0,
        packages={},
        versions=versions,
        size_bytes=0,
        digest="",
    )
    store.publish(new, manifest)


def topology(a: str = "", defaults: str = "") -> str:
    return TWO.format(a=a, defaults=defaults)


def problems(text: str) -> list[tuple[str, int, str]]:
    with pytest.raises(InputError) as raised:
        load_topology("-", text=text)
    return [(p.code, p.span.line, p.hint) for p in raised.value.problems if p.severity == "error"]


def test_a_node_or_its_device_picks_an_image() -> None:
    network = load_topology("-", text=topology("image: frr:10"))
    assert {node: recipe.name for node, recipe in recipes(network).items()} == {"a": "frr:10"}
    network = load_topology("-", text=topology("image: frr:8", "defaults.devices.frr.image: frr:10.3"))
    assert {node: recipe.name for node, recipe in recipes(network).items()} == {"a": "frr:8.4", "b": "frr:10"}
    network = load_topology("-", text=topology(), settings=["defaults.devices.frr.image=frr:10"])
    assert set(recipes(network)) == {"a", "b"}


def test_images_of_other_tools_are_ignored_with_one_notice() -> None:
    text = topology("image: quay.io/frrouting/frr:10.0.1", "defaults.devices.frr.image: quay.io/frrouting/frr:10.0.1")
    network = load_topology("-", text=text)
    assert recipes(network) == {}
    assert [notice for notice in network.notices if "quay.io" in notice] == [
        "<stdin>:6:15: notice: image `quay.io/frrouting/frr:10.0.1` is another tool's: "
        "its nodes run the programs of this host [foreign-image]"
    ]


def test_a_version_there_is_not_is_an_error_at_its_place() -> None:
    assert problems(topology("image: frr:9.1")) == [("unknown-image", 6, "there are frr:10, frr:8.4")]


def test_an_image_must_have_the_daemons_of_its_node() -> None:
    expected_hint = "images that have it: frr:10, frr:8.4"
    assert problems(topology("image: bird:3.1")) == [("image-without-daemons", 6, expected_hint)]
    network = load_topology("-", text=topology(defaults="defaults.devices.linux.image: bird:3.1"))
    assert set(recipes(network)) == {"h"}
    assert set(recipes(load_topology("-", text=topology("device: dnsmasq, image: bird:3.1")))) == {"a"}


def test_no_node_runs_on_an_image_of_parsers() -> None:
    others = "images that have frr: frr:10, frr:8.4"
    assert problems(topology("image: bird:1")) == [("image-of-no-node", 6, others)]
    others = "images that have bird: bird:3.1, bird:2.17, bird:2.0"
    assert problems(topology("device: bird, image: bird:1.6.8")) == [("image-of-no-node", 6, others)]
    others = "there are bird:3.1, bird:2.17, bird:2.0"
    assert problems(topology("device: linux, image: bird:1.6")) == [("image-of-no-node", 6, others)]
    assert problems(topology("device: bird, image: bird:1.5")) == [("unknown-image", 6, others)]


def test_what_is_only_written_needs_no_image(tmp_path: Path) -> None:
    network = load_topology("-", text=topology("image: frr:10"))
    made = create(network, tmp_path / "out")
    a, b, _h = made.plan.nodes
    assert next(daemon.name for daemon in a.daemons) == "mgmtd"
    assert (a.root, b.root) == (None, None)
    assert list_images() == ()


def test_a_built_image_is_the_root_and_says_its_release(cache: Store) -> None:
    built(cache, "frr:10", frr="10.3.1")
    network = load_topology("-", text=topology("image: frr:10"))
    assert expected(recipes(network))["a"].versions == {"frr": "10.3.1"}
    a, b, _h = plan(network, build=True).nodes
    assert a.root == str(cache.base / "frr-10" / "root")
    assert b.root is None


def test_limits_are_those_of_the_image() -> None:
    text = """
module: [ ospf ]
plugin: [ ospf.areas ]
defaults.device: frr
addressing.p2p.ipv6: 2001:db8::/48
nodes:
  a: { image: %s }
  b: { image: frr:10 }
links:
- { a: , b: , ospf.network_type: point-to-multipoint }
"""
    ((code, line, hint),) = problems(text % "frr:8.4")
    assert (code, line) == ("frr-version", 7)
    assert hint.startswith("FRR 10.0 can (`image: frr:10`)")
    load_topology("-", text=text % "frr:10")


def test_ospfv3_passwords_fit_between_bird_and_frr_10() -> None:
    text = """
module: [ospf]
nodes: {a: {device: bird, role: router}, b: {device: frr, image: 'frr:10'}}
addressing.p2p.ipv6: 2001:db8::/48
links: [{a: , b: , ospf.password: secret}]
"""
    assert not any("ospfv3-authentication" in notice for notice in load_topology("-", text=text).notices)
    notices = load_topology("-", text=text.replace("frr:10", "frr:8.4")).notices
    assert any("ospfv3-authentication" in notice for notice in notices)


def test_unknown_names() -> None:
    with pytest.raises(InputError, match=r"there is no image `frr:7`.*\n.*hint: there are frr:10, frr:8.4"):
        build_image("frr:7")
    with pytest.raises(InputError, match=r"image `frr:10` is not built.*\n.*built images: none"):
        remove_image("frr:10")


def test_an_image_in_use_stays(cache: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    built(cache, "frr:10", frr="10.3")

    class Running:
        name, directory, nodes = "two", "/labs/two", ()
        plan = plan(load_topology("-", text=topology("image: frr:10")), build=True)

    monkeypatch.setattr(building, "discover", lambda: (Running,))
    monkeypatch.setattr(building.Lab, "attach", lambda directory: Running)
    with pytest.raises(LabError, match="image frr:10 cannot be removed: lab two runs on it"):
        remove_image("frr:10.3")
    with pytest.raises(LabError, match="image frr:10 cannot be built again: lab two runs on it"):
        build_image("frr:10", again=True)
    assert build_image("frr:10").name == "frr:10"
    monkeypatch.setattr(building, "discover", lambda: ())
    remove_image("frr:10")
    assert list_images() == ()


def test_manifests_are_data(cache: Store) -> None:
    built(cache, "frr:10", frr="10.3")
    (image,) = list_images()
    assert msgspec.to_builtins(image.manifest)["versions"] == {"frr": "10.3"}
    assert os.path.isdir(image.root)
