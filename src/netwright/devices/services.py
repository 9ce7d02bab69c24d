"""Services of clusters as a node forwards them: an nftables ruleset that does what kube-proxy does.

Owns: the views and the text. Must not: decide which services there are (`cluster`), load anything.
A connection to a service gets one of its endpoints at random and keeps it; its source is hidden behind the node unless
the service preserves it, or the client is a workload of the node. A `Local` policy is for clients from outside: the
node and its workloads get all endpoints.
Source: nft(8); Kubernetes' documentation of virtual IPs and of `externalTrafficPolicy`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ..addr import Family, family_name
from ..model import Backend, ClusterNode, ServicePortal, Snippet
from ..render import environment

FEATURES = ("nftables",)
NAME = "services"
"""Of the piece of configuration, and of the table."""
PACKAGE = "nftables"
HIDE = "0x4000"
"""Bit of the mark of connections whose source is hidden: kube-proxy's own by default."""
_FAMILIES: tuple[Family, ...] = (4, 6)
_WORDS = {4: "ip", 6: "ip6"}


class FamilyView(NamedTuple):
    """What the ruleset holds for one family, as elements of maps and sets."""

    number: int
    word: str
    """`ip` or `ip6`."""
    type: str
    """Of its addresses."""
    services: tuple[str, ...]
    endpoints: tuple[str, ...]
    """Those of a service have numbers from 0."""
    unserved: tuple[str, ...]
    workloads: tuple[str, ...]
    themselves: tuple[str, ...]
    counts: tuple[int, ...]
    """Numbers of endpoints of services."""
    hiding_counts: tuple[int, ...]
    """The same of services that hide where connections come from."""
    split_counts: tuple[tuple[int, int], ...]
    """Of services with a `Local` policy: endpoints on this node, and all."""


def service_snippets(node: ClusterNode | None) -> tuple[Snippet, ...]:
    """What a node of a cluster is told; nothing when it forwards no services."""
    return (service_snippet(node),) if node is not None and node.portals else ()


def service_features(node: ClusterNode | None) -> tuple[str, ...]:
    """Kernel features it takes."""
    return FEATURES if node is not None and node.portals else ()


def service_snippet(node: ClusterNode) -> Snippet:
    """The same for a node that runs: applied again it replaces all that was there, also by nothing."""
    undo = ("nft", "delete", "table", "inet", NAME)
    return Snippet(name=NAME, kind="shell", text=ruleset(node), package=PACKAGE, undo=undo)


def ruleset(node: ClusterNode) -> str:
    """A script of nft: `nft -f` loads it in one transaction."""
    families = tuple(_family(node, family) for family in _FAMILIES)
    return _template().render(table=NAME, hide=HIDE, families=families, elements=_elements)


@cache
def _template() -> Template:
    return environment(PackageLoader(__package__)).get_template("services.nft.j2")


def _elements(items: Sequence[str]) -> str:
    """An empty map has no list of elements."""
    return "elements = {\n\t\t\t" + ",\n\t\t\t".join(items) + "\n\t\t}" if items else "# none"


def _family(node: ClusterNode, family: Family) -> FamilyView:
    known = {_place(p): p for p in reversed(node.portals) if p.address.family == family}
    """Of two services that claim the same address and port the first gets it."""
    portals = [known[place] for place in sorted(known)]
    served = [p for p in portals if _endpoints(p)]
    workloads = [str(a) for w in node.workloads for a in w.addresses if a.family == family]
    local = {b.address for p in served for b in _endpoints(p) if b.local}
    split = {_sizes(p) for p in served if p.inside}
    whole = {_sizes(p)[1] for p in served}
    return FamilyView(
        number=family,
        word=_WORDS[family],
        type=f"{family_name(family)}_addr",
        services=tuple(f"{_key(p)} : goto {_chain(p)}" for p in served),
        endpoints=tuple(
            f"{_key(p)} . {number} : {backend.address} . {backend.port}"
            for p in served
            for number, backend in enumerate(_endpoints(p))
        ),
        unserved=tuple(f"{_key(p)} : {_verdict(p)}" for p in portals if not p.backends),
        workloads=tuple(dict.fromkeys(workloads)),
        themselves=tuple(f"{a} . {a}" for a in sorted(local)),
        counts=tuple(sorted(whole | {own for own, _ in split if own})),
        hiding_counts=tuple(sorted({_sizes(p)[1] for p in served if p.inside or not p.preserve_source})),
        split_counts=tuple(sorted(split)),
    )


def _endpoints(portal: ServicePortal) -> tuple[Backend, ...]:
    """Those that serve everybody first: a smaller number chooses among them."""
    return tuple(dict.fromkeys((*portal.backends, *portal.inside)))


def _sizes(portal: ServicePortal) -> tuple[int, int]:
    """How many endpoints serve everybody, and how many there are."""
    return len(set(portal.backends)), len(_endpoints(portal))


def _verdict(portal: ServicePortal) -> str:
    """For packets nobody serves."""
    if portal.inside:
        return "goto drop-outside"
    return "drop" if portal.preserve_source else "goto refuse"


def _place(portal: ServicePortal) -> tuple[int, str, int]:
    return portal.address.value, portal.protocol, portal.port


def _key(portal: ServicePortal) -> str:
    return f"{portal.address} . {portal.protocol.lower()} . {portal.port}"


def _chain(portal: ServicePortal) -> str:
    family, (own, every) = family_name(portal.address.family), _sizes(portal)
    if portal.inside:
        return f"inside-{every}-outside-{own}-{family}"
    return f"{'' if portal.preserve_source else 'hiding-'}one-of-{every}-{family}"
