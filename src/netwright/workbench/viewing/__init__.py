"""A running lab in the browser: a server for this machine's user that shows states as they change.

`watching` follows the lab, `server` speaks HTTP. Must not: print, know protocols or layouts.
"""

from __future__ import annotations

from .server import ViewServer, serve
from .watching import Watcher

__all__ = ["ViewServer", "Watcher", "serve"]
