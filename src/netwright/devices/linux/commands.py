"""Commands that topologies written for other Linux hosts use, for hosts whose addresses come from DHCP.

Owns: small scripts in the node. Must not: run anything. There systemd-networkd asks for leases and `sudo` is needed;
here dhclient does, and everybody is root.
"""

from __future__ import annotations

from ...model import FilePlan, Node
from ..dhcp import CLIENT_DIRECTORY, CLIENT_FILE

_SUDO = '#!/bin/sh\nexec "$@"\n'
_NETWORKCTL = f"""\
#!/bin/sh
# networkctl renew|forcerenew INTERFACE...: asks the DHCP server once more
case $1 in
    renew | forcerenew) shift ;;
    *) echo "networkctl: only renew and forcerenew are here" >&2; exit 1 ;;
esac
pid={CLIENT_DIRECTORY}/renew.pid
/sbin/dhclient -4 -1 -q -cf {CLIENT_FILE} -lf {CLIENT_DIRECTORY}/renew.leases -pf $pid "$@" || exit
kill "$(cat $pid)"
"""


def compatible_commands(node: Node) -> tuple[FilePlan, ...]:
    """Nothing on hosts with addresses of their own."""
    if node.skip_config or not any(i.dhcp_client is not None and i.dhcp_client.ipv4 for i in node.interfaces):
        return ()
    return (
        FilePlan(path="/usr/local/bin/sudo", content=_SUDO, mode=0o755),
        FilePlan(path="/usr/local/bin/networkctl", content=_NETWORKCTL, mode=0o755),
    )
