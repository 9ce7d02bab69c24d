"""Which node runs on which image: what `image:` means.

Owns: the rule from a name to a recipe. Must not: build (see `building`), print.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..devices import NodeImage
from ..errors import NOWHERE, Problems, Span
from ..images import EVERYWHERE, Recipe, Store, find, hint, is_ours, providing
from ..model import Network, Node


def check_images(network: Network, problems: Problems, places: Mapping[str, Span] | None = None) -> None:
    """Problems of `image:`: names of ours that do not exist, images without a node's daemons.

    An image of another tool is no mistake: the node runs on the host's files, and a notice says so once.
    """
    told: set[str] = set()
    for node in network.nodes.values():
        if node.image is None:
            continue
        at = (places or {}).get(node.name, NOWHERE)
        recipe = find(node.image)
        if recipe is not None and not recipe.serves_nodes:
            _refuse(node, recipe, problems, at)
        elif recipe is not None:
            _check_daemons(node, recipe, problems, at)
        elif is_ours(node.image):
            problems.error("unknown-image", f"there is no image `{node.image}`", at, hint(node.image, for_nodes=True))
        elif node.image not in told:
            told.add(node.image)
            text = f"image `{node.image}` is another tool's: its nodes run the programs of this host"
            problems.notice("foreign-image", text, at)


def _refuse(node: Node, recipe: Recipe, problems: Problems, at: Span) -> None:
    """An image that is there to check texts with."""
    held = ", ".join(f"{name} {daemons.version}" for name, daemons in recipe.parsers.items())
    message = f"node {node.name}: image `{node.image}` checks configuration of {held}, which no device here runs"
    others = providing(node.device)
    advice = f"images that have {node.device}: {', '.join(others)}" if others else hint(recipe.name, for_nodes=True)
    problems.error("image-of-no-node", message, at, advice)


def _check_daemons(node: Node, recipe: Recipe, problems: Problems, at: Span) -> None:
    if node.device not in (*EVERYWHERE, *recipe.daemons):
        others = providing(node.device)
        advice = f"images that have it: {', '.join(others)}" if others else "leave `image` away"
        message = f"node {node.name}: image `{node.image}` has no {node.device}"
        problems.error("image-without-daemons", message, at, advice)


def recipes(network: Network) -> dict[str, Recipe]:
    """By node: the image it runs on; a node that is absent runs on the host's files."""
    found = {}
    for node in network.nodes.values():
        recipe = find(node.image) if node.image is not None else None
        if recipe is not None:
            found[node.name] = recipe
    return found


def expected(wanted: Mapping[str, Recipe]) -> dict[str, NodeImage]:
    """What nodes will run, without building anything: built images as they are, others as their recipes say."""
    store = Store.of_user()
    built = {recipe.name: store.ready(recipe) for recipe in wanted.values()}
    result = {}
    for node, recipe in wanted.items():
        image = built[recipe.name]
        result[node] = NodeImage(root=None, versions=image.manifest.versions if image else recipe.versions)
    return result
