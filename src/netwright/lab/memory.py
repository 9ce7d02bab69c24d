"""Memory of the kernel a lab runs in.

Owns: asking. Must not: decide. Source: proc_meminfo(5).
"""

from __future__ import annotations


def available_mb() -> int:
    """What could be used without swapping, in MiB."""
    with open("/proc/meminfo") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) >> 10
    return 0
