"""Exceptions as messages to whoever asked.

Owns: which fields travel. Must not: send.
"""

from __future__ import annotations

from ...errors import DaemonError, HostError, LabError, NetwrightError
from .. import messages


def failure(error: NetwrightError) -> messages.Failed:
    """An exception as a message."""
    if isinstance(error, HostError):
        return messages.Failed(kind="host", message=error.missing, needed_by=error.needed_by, remedy=error.remedy)
    if isinstance(error, DaemonError):
        text = str(error).split("\n", 1)[0].removesuffix(f" (exit status {error.status})")
        return messages.Failed(kind="daemon", message=text, argv=error.argv, status=error.status, log=error.log)
    hint = error.hint if isinstance(error, LabError) else ""
    return messages.Failed(kind="lab", message=str(error).split("\n", 1)[0], remedy=hint)
