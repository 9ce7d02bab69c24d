"""What is asked for about a lab's kernel: the caller's word, else the topology's defaults.

Owns: `defaults.kernel` and `defaults.kernel_memory`. Must not: choose (see `lab.kernels`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast, get_args

from ..errors import NOWHERE, InputError, Problem, Span, nearest
from ..lab import KernelSettings, Wanted
from ..lab.kernels import LEAST_MEMORY_MB
from ..model import Network
from ..model.tree import Map

KERNELS: tuple[str, ...] = get_args(Wanted)


class KernelRequest(NamedTuple):
    """What a caller says; None = what the topology says."""

    kernel: str | None = None
    memory_mb: int | None = None

    def or_else(self, other: KernelRequest) -> KernelRequest:
        """What is not said here is as there."""
        return KernelRequest(self.kernel or other.kernel, self.memory_mb or other.memory_mb)


UNSAID = KernelRequest()


def kernel_settings(network: Network, request: KernelRequest) -> KernelSettings:
    """Both together, checked. Raises InputError."""
    defaults = network.defaults
    kernel, kernel_at = request.kernel, Span("--kernel")
    if kernel is None:
        kernel, kernel_at = defaults.get("kernel", "auto"), _place(defaults, "kernel")
    memory, memory_at = request.memory_mb, Span("--memory")
    if memory is None:
        memory, memory_at = defaults.get("kernel_memory"), _place(defaults, "kernel_memory")
    if kernel not in KERNELS:
        hint = nearest(str(kernel), KERNELS) or f"there are {', '.join(KERNELS)}"
        raise InputError([Problem("unknown-kernel", f"there is no kernel `{kernel}`", kernel_at, hint)])
    if memory is not None and (not isinstance(memory, int) or memory < LEAST_MEMORY_MB):
        text = f"`{memory}` is no size of a guest's memory"
        hint = f"a number of megabytes, {LEAST_MEMORY_MB} or more"
        raise InputError([Problem("kernel-memory", text, memory_at, hint)])
    return KernelSettings(cast(Wanted, kernel), memory)


def _place(defaults: Mapping[str, Any], key: str) -> Span:
    return defaults.at(key) if isinstance(defaults, Map) else NOWHERE
