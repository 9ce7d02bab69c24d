"""Which container image a node runs on in containerlab.

Owns: the rule and the names. Must not: build or pull anything, know which releases there are (a `Source` says so).

FRR's own image serves FRR, containerlab's tool image serves hosts. What these lack (BIRD, DHCP programs) comes from an
image that the user builds once from Debian's packages: the export brings its Dockerfile.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..errors import NOWHERE, InputError, Problem
from ..model import Node, NodePlan
from .model import Release, Source

FRR_IMAGE = "quay.io/frrouting/frr:{tag}"
FRR_TAGS = {"10.3": "10.3.1", "8.4": "8.4.2"}
"""Published tag of the release that configuration is printed for."""
TOOLS_IMAGE = "ghcr.io/srl-labs/network-multitool:latest"


class ContainerImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image of a registry, or one that is built from packages."""

    name: str
    suite: str | None = None
    """Debian release it is built from; None = it is pulled."""
    packages: tuple[str, ...] = ()

    @property
    def directory(self) -> str:
        """Of its Dockerfile."""
        return "images/" + self.name.rpartition("/")[2].replace(":", "-")

    @property
    def starts_daemons(self) -> bool:
        """Its entry point starts them; in built images the setup script does."""
        return self.suite is None


def choose_image(source: Source, node: Node, planned: NodePlan) -> ContainerImage:
    """What a node runs on. Raises InputError for a release of FRR that nobody publishes."""
    named = source.releases.get(node.name)
    if node.image is not None and named is None:
        return ContainerImage(name=node.image)
    release = named or source.usual.get(node.device) or Release(source.suite)
    packages = {daemon.package for daemon in planned.daemons} | {s.package for s in planned.snippets if s.package}
    needed = sorted({_package(package, release) for package in packages})
    if needed == ["frr"]:
        return ContainerImage(name=_frr_image(node, release))
    if not needed:
        return ContainerImage(name=TOOLS_IMAGE)
    suite = release.suite
    return ContainerImage(name=f"netwright/{'-'.join(needed)}:{suite}", suite=suite, packages=tuple(needed))


def _package(package: str, release: Release) -> str:
    return release.package if package in release.in_place_of else package


def _frr_image(node: Node, release: Release) -> str:
    tag = FRR_TAGS.get(release.version)
    if tag is None:
        message = f"node {node.name}: no published image of FRR {release.version} is known"
        hint = "name one: `image: quay.io/frrouting/frr:TAG`"
        raise InputError([Problem("no-container-image", message, NOWHERE, hint)])
    return FRR_IMAGE.format(tag=tag)


def dockerfile(image: ContainerImage, tools: Iterable[str]) -> str:
    """Debian with the packages, doing nothing until the setup script starts the daemons."""
    packages = " ".join(sorted({*image.packages, *tools}))
    return (
        f"FROM debian:{image.suite}-slim\n"
        "RUN apt-get update \\\n"
        f" && apt-get install -y --no-install-recommends {packages} \\\n"
        " && rm -rf /var/lib/apt/lists/*\n"
        'CMD ["sleep", "infinity"]\n'
    )
