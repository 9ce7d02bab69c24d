"""Whose kernel runs a lab: the host's when it can, else that of a User-mode Linux guest.

Owns: the choice and what it says. Must not: start anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from ..errors import HostError
from ..model import LabPlan
from . import probe
from .features import FEATURES, missing_feature, plan_needs
from .guest import uml
from .host import names, refused_namespaces
from .messages import Kernel

Wanted = Literal["auto", "host", "uml"]
LEAST_MEMORY_MB = 64
ORDINARY = frozenset({"veth", "bridge"})
"""Every host with namespaces has these: no reason to ask it."""


class Choice(NamedTuple):
    """Which kernel, and why when it is not the host's."""

    kernel: Kernel
    reason: str = ""


class Kernels(NamedTuple):
    """What this machine offers, each asked only when it matters."""

    host: Callable[[], frozenset[str]] = probe.kernel_features
    """Raises HostError when it allows no namespaces."""
    guest: Callable[[], frozenset[str]] = uml.guest_features
    """Empty when User-mode Linux is not installed."""
    refused: Callable[[], HostError | None] = refused_namespaces
    """Why this user certainly may not have namespaces."""


HERE = Kernels()


def choose(plan: LabPlan, wanted: Wanted, kernels: Kernels = HERE) -> Choice:
    """The kernel for a plan. Raises HostError that names what is missing and what to install."""
    if wanted == "host":
        return Choice("host")
    needs = plan_needs(plan)
    if wanted == "uml":
        _check_guest(needs, kernels.guest())
        return Choice("uml", "the lab runs in a User-mode Linux guest, as asked")
    try:
        refused = kernels.refused()
        if refused is not None:
            raise refused
        missing = [] if needs.keys() <= ORDINARY else [name for name in needs if name not in kernels.host()]
    except HostError as error:
        return _instead(needs, kernels, error, error.missing)
    if not missing:
        return Choice("host")
    first = missing[0]
    return _instead(needs, kernels, missing_feature(first, needs[first]), f"this kernel has no {names(missing)}")


def _instead(needs: Mapping[str, str], kernels: Kernels, error: HostError, why: str) -> Choice:
    """A guest, or the reason why the host will not do together with the way to a guest."""
    guest = kernels.guest()
    if not guest:
        told = uml.PACKAGE in error.remedy
        remedy = error.remedy if told else "; or ".join(filter(None, (error.remedy, uml.REMEDY)))
        raise HostError(error.missing, needed_by=error.needed_by, remedy=remedy)
    _check_guest(needs, guest, f"{why}, and ")
    return Choice("uml", f"{why}: the lab runs in a User-mode Linux guest")


def _check_guest(needs: Mapping[str, str], guest: frozenset[str], before: str = "") -> None:
    """Raises HostError."""
    if not guest:
        raise HostError("User-mode Linux is not installed", needed_by="a lab with its own kernel", remedy=uml.REMEDY)
    for name, who in needs.items():
        if name not in guest:
            raise HostError(
                f"{before}User-mode Linux has no {name} ({FEATURES[name].config}) either"
                if before
                else f"User-mode Linux has no {name} ({FEATURES[name].config})",
                needed_by=who,
                remedy=f"use a host kernel with it: `{FEATURES[name].modprobe}`",
            )


class KernelSettings(NamedTuple):
    """What is asked for about the kernel of a lab."""

    kernel: Wanted = "auto"
    memory_mb: int | None = None
    """Of a guest; None = what the lab needs."""

    def choose(self, plan: LabPlan) -> Choice:
        """Raises HostError."""
        return choose(plan, self.kernel)


AUTOMATIC = KernelSettings()
