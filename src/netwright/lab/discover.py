"""Finding the running labs of this user by looking at processes; there is no registry that could go stale.

Owns: scanning /proc for supervisors. Must not: connect to them.
"""

from __future__ import annotations

import os
from pathlib import Path

MARKER = "netwright.lab.supervisor"
GUEST_MARKER = "netwright.lab.guest"
"""Modules that run as the process of a lab: on the host's kernel, with a guest's."""

WATCHED = "netwright-guest"
"""The name of the process that holds a guest."""


def supervisors() -> dict[int, str]:
    """Process id on this host -> lab directory, of every supervisor of the current user."""
    user = os.getuid()
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        directory = _lab_directory(int(entry), user)
        if directory is not None:
            found[int(entry)] = directory
    return found


def _lab_directory(pid: int, user: int) -> str | None:
    try:
        argv = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        marker = next((word for word in (MARKER.encode(), GUEST_MARKER.encode()) if word in argv), None)
        if marker is None:
            return None
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    if int(fields["Uid"].split()[0]) != user or "Z" in fields["State"]:
        return None
    numbers = fields.get("NSpid", "1").split()
    watched = fields["Name"].strip() == WATCHED and len(numbers) == 1  # where PID namespaces are not allowed
    if numbers[-1] != "1" and not watched:
        return None  # about to become one, or a child before its program starts
    place = argv.index(marker) + 1
    name = os.fsdecode(argv[place])
    return name if name.startswith("/") else None
