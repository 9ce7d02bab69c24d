"""Images by name, as data, and the rule that tells our names from those of container registries.

Owns: the table and the rule. Must not: touch files. Source: the package lists of Debian 12 and 13.

The rule: a name whose part before the colon is the name of a daemon suite (`frr`, `bird`), without registry or path,
is ours; it must be in the table. Any other name (`quay.io/frrouting/frr:10.0.1`, `ceos:4.32`) is another tool's.
"""

from __future__ import annotations

import hashlib

import msgspec

from ..errors import nearest

TOOLS = ("iproute2", "iputils-ping", "net-tools", "procps", "tcpdump", "traceroute")
"""What a user and the checks expect in every node beside the shell."""
SERVICES = ("dnsmasq-base", "isc-dhcp-client", "isc-dhcp-relay")
"""What modules run beside the routing daemons: DHCP."""
EVERYWHERE = ("linux", "dnsmasq")
"""Devices that every image serves."""
EXCLUDED = (
    "/usr/share/bug/*",
    "/usr/share/doc/*",
    "/usr/share/info/*",
    "/usr/share/lintian/*",
    "/usr/share/locale/*",
    "/usr/share/man/*",
)
"""Files of packages that are left out."""
VARIANT = "essential"
"""mmdebstrap: essential packages and those asked for; no package manager."""


class Daemons(msgspec.Struct, frozen=True):
    """A daemon suite in an image."""

    package: str
    version: str
    """Release of the Debian suite; the package's version begins with it."""


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How an image is made."""

    name: str
    suite: str
    """Debian release."""
    daemons: dict[str, Daemons]
    """By device: what an image of this recipe can run, beside what all can."""
    parsers: dict[str, Daemons] = {}
    """Daemons whose language no device here speaks: an image of nothing else checks texts, and no node runs on it."""
    aliases: tuple[str, ...] = ()

    @property
    def serves_nodes(self) -> bool:
        return bool(self.daemons)

    @property
    def suites(self) -> dict[str, Daemons]:
        """All daemon suites in it, by name."""
        return {**self.daemons, **self.parsers}

    @property
    def packages(self) -> tuple[str, ...]:
        """What is asked for by name; what it depends on comes with it."""
        wanted = sorted(daemons.package for daemons in self.suites.values())
        return (*wanted, *TOOLS, *SERVICES) if self.serves_nodes else tuple(wanted)

    @property
    def hash(self) -> str:
        """Changes whenever an image would be made otherwise."""
        parts = (self.name, self.suite, self.packages, EXCLUDED, VARIANT)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]

    @property
    def versions(self) -> dict[str, str]:
        """Expected version of each daemon suite."""
        return {name: daemons.version for name, daemons in self.suites.items()}


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            name="frr:10",
            suite="trixie",
            daemons={"frr": Daemons("frr", "10.3")},
            aliases=("frr", "frr:latest", "frr:10.3"),
        ),
        Recipe(
            name="frr:8.4", suite="bookworm", daemons={"frr": Daemons("frr", "8.4")}, aliases=("frr:8", "frr:8.4.4")
        ),
        Recipe(
            name="bird:3.1",
            suite="trixie",
            daemons={"bird": Daemons("bird3", "3.1")},
            aliases=("bird", "bird:latest", "bird:3"),
        ),
        Recipe(name="bird:2.17", suite="trixie", daemons={"bird": Daemons("bird2", "2.17")}, aliases=("bird:2",)),
        Recipe(name="bird:2.0", suite="bookworm", daemons={"bird": Daemons("bird2", "2.0")}, aliases=("bird:2.0.12",)),
        Recipe(
            name="bird:1.6",
            suite="bookworm",
            daemons={},
            parsers={"bird": Daemons("bird", "1.6")},
            aliases=("bird:1", "bird:1.6.8"),
        ),
    )
}
USUAL = tuple(RECIPES[name] for name in ("frr:10", "bird:2.17"))
"""What runs where every node has an image and a router names none: the packages a host of today has."""
SUITES = frozenset(device for recipe in RECIPES.values() for device in recipe.daemons)
_BY_NAME = {name: recipe for recipe in RECIPES.values() for name in (recipe.name, *recipe.aliases)}


def find(name: str) -> Recipe | None:
    """The recipe of an image name; None when there is none."""
    return _BY_NAME.get(name)


def is_ours(name: str) -> bool:
    """Whether a name can only mean one of our images."""
    return name.partition(":")[0] in SUITES


def hint(name: str, *, for_nodes: bool = False) -> str:
    """What to write in place of a name that has no recipe; `for_nodes` leaves out images no node runs on."""
    known = {known: recipe for known, recipe in _BY_NAME.items() if recipe.serves_nodes or not for_nodes}
    suite = name.partition(":")[0]
    same = dict.fromkeys(recipe.name for recipe in known.values() if recipe.name.partition(":")[0] == suite)
    return f"there are {', '.join(same)}" if same else nearest(name, known) or hint("frr")


def packages_of(device: str) -> frozenset[str]:
    """Packages that bring a device's daemons, one in place of another."""
    return frozenset(recipe.daemons[device].package for recipe in RECIPES.values() if device in recipe.daemons)


def providing(device: str) -> list[str]:
    """Names of the images that have a device's daemons."""
    return [recipe.name for recipe in RECIPES.values() if device in recipe.daemons]
