"""What to read: the topology and everything the command line adds to it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class ReadRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One topology to read."""

    path: str
    """Topology file; `-` is standard input (give `text`)."""
    text: str | None = None
    """Content, when it does not come from the file."""
    working_directory: str = "."
    home: str | None = None
    """Home directory for user defaults; None = no user defaults."""
    system_defaults: str | None = "/etc/netlab/defaults.yml"
    device: str | None = None
    """`-d`: default device."""
    provider: str | None = None
    """`-p`: accepted; every provider means "run it here"."""
    settings: tuple[str, ...] = ()
    """`-s key=value`, dotted keys."""
    plugins: tuple[str, ...] = ()
    """Plugins added by the command line."""
    environment: Mapping[str, str] = {}
    """`NETLAB_...` variables set defaults (`NETLAB_DEVICE`, `NETLAB_BGP_AS`); everything else is ignored."""
