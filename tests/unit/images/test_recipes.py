"""Names of images: ours, aliases, other tools'."""

from __future__ import annotations

import pytest

from netwright.devices import DEVICES
from netwright.devices.frr.versions import IMAGE, parse_version
from netwright.images import RECIPES, find, hint, is_ours, providing
from netwright.images.recipes import SERVICES, SUITES, TOOLS


@pytest.mark.parametrize(
    ("name", "recipe"),
    [
        ("frr:10", "frr:10"),
        ("frr:10.3", "frr:10"),
        ("frr", "frr:10"),
        ("frr:latest", "frr:10"),
        ("frr:8", "frr:8.4"),
        ("bird:3", "bird:3.1"),
        ("bird:2", "bird:2.17"),
        ("bird:2.0", "bird:2.0"),
        ("bird:1", "bird:1.6"),
    ],
)
def test_names_and_aliases(name: str, recipe: str) -> None:
    found = find(name)
    assert found is not None
    assert found.name == recipe
    assert is_ours(name)


@pytest.mark.parametrize("name", ["frr:9.1", "bird:1.5", "frr:10.0.1"])
def test_versions_there_are_not(name: str) -> None:
    assert find(name) is None
    assert is_ours(name)
    suite = name.partition(":")[0]
    assert all(known.startswith(suite) for known in hint(name).removeprefix("there are ").split(", "))


@pytest.mark.parametrize(
    "name",
    ["quay.io/frrouting/frr:10.0.1", "frrouting/frr", "ceos:4.32", "python:3.13-alpine", "localhost:5000/frr:10"],
)
def test_names_of_other_tools(name: str) -> None:
    assert find(name) is None
    assert not is_ours(name)


def test_misspelt_names_have_a_hint() -> None:
    assert "frr:10" in hint("fr:10")
    assert hint("something/else")


def test_every_recipe_is_complete() -> None:
    names = [name for recipe in RECIPES.values() for name in (recipe.name, *recipe.aliases)]
    assert len(set(names)) == len(names), "a name means one image"
    assert len({recipe.hash for recipe in RECIPES.values()}) == len(RECIPES)
    for recipe in RECIPES.values():
        assert set(recipe.daemons) <= set(DEVICES)
        assert {*TOOLS, *SERVICES} < set(recipe.packages) or not recipe.serves_nodes
        assert recipe.suites
        assert recipe.name.partition(":")[0] in SUITES


def test_an_image_of_parsers_serves_no_node() -> None:
    recipe = RECIPES["bird:1.6"]
    assert not recipe.serves_nodes
    assert recipe.packages == ("bird",)
    assert recipe.versions == {"bird": "1.6"}
    assert recipe.name not in providing("bird")
    assert recipe.name in hint("bird:1.5")
    assert recipe.name not in hint("bird:1.5", for_nodes=True)


def test_the_hash_follows_the_packages_and_not_the_aliases() -> None:
    from msgspec.structs import replace

    from netwright.images.recipes import Daemons

    recipe = RECIPES["bird:3.1"]
    assert replace(recipe, aliases=("x",)).hash == recipe.hash
    assert replace(recipe, suite="forky").hash != recipe.hash
    assert replace(recipe, daemons={"bird": Daemons("bird2", "2.17")}).hash != recipe.hash


def test_hints_of_frr_name_the_newest_image() -> None:
    releases = {name: parse_version(RECIPES[name].versions["frr"]) for name in providing("frr")}
    newest = RECIPES[max(releases, key=lambda name: releases[name])]
    assert newest.name == IMAGE
