"""Which container image a node runs on in containerlab.

Owns: the rule and the names. Must not: build or pull anything.

FRR's own image serves FRR, containerlab's tool image serves hosts. What these lack (BIRD, DHCP programs) comes from an
image that the user builds once from Debian's packages: the export brings its Dockerfile.
"""

from __future__ import annotations

import msgspec

from ..model import Node, NodePlan
from .model import Release

FRR_IMAGE = "quay.io/frrouting/frr:{tag}"
FRR_TAGS = {"10": "10.3.1", "8": "8.4.2"}
"""Published tag of the release that configuration is printed for, by major version."""
TOOLS_IMAGE = "ghcr.io/srl-labs/network-multitool:latest"
SUITE = "trixie"
"""Debian release of images that are built, unless a node's image says otherwise."""
VERSIONS = {"frr": "10.3", "bird": "2.17"}
"""Releases that run when a node names none."""
TOOLS = ("iproute2", "iputils-ping", "procps", "tcpdump", "traceroute")
BIRD = ("bird2", "bird3")


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


def choose_image(node: Node, planned: NodePlan, release: Release | None) -> ContainerImage:
    """What a node runs on. `release` is what its `image` means when that is one of Netwright's own."""
    if node.image is not None and release is None:
        return ContainerImage(name=node.image)
    needed = sorted({daemon.package for daemon in planned.daemons})
    if release is not None:
        needed = [release.package if _same(package, release.package) else package for package in needed]
    if needed == ["frr"]:
        return ContainerImage(name=FRR_IMAGE.format(tag=FRR_TAGS["8" if _is_old(release) else "10"]))
    if not needed:
        return ContainerImage(name=TOOLS_IMAGE)
    suite = release.suite if release is not None else SUITE
    return ContainerImage(name=f"netwright/{'-'.join(needed)}:{suite}", suite=suite, packages=tuple(needed))


def _is_old(release: Release | None) -> bool:
    return release is not None and release.suite == "bookworm"


def _same(package: str, other: str) -> bool:
    """Packages that bring the same daemon."""
    return package == other or (package in BIRD and other in BIRD)


def dockerfile(image: ContainerImage) -> str:
    """Debian with the packages, doing nothing until the setup script starts the daemons."""
    packages = " ".join(sorted({*image.packages, *TOOLS}))
    return (
        f"FROM debian:{image.suite}-slim\n"
        "RUN apt-get update \\\n"
        f" && apt-get install -y --no-install-recommends {packages} \\\n"
        " && rm -rf /var/lib/apt/lists/*\n"
        'CMD ["sleep", "infinity"]\n'
    )
