"""Kernel routes of a metric that BIRD has given up.

The kernel keeps routes to one prefix apart by their metrics. BIRD 2.0 replaces a route whose metric changed, as when a
machine has arrived (512 -> 1024), and leaves the old one, which is preferred; seen in 2.0.12. BIRD 1.6 and 2.17 do not.
Owns: a daemon that removes the old one. Must not: touch routes that are not BIRD's.
"""

from __future__ import annotations

from ...model import DaemonPlan, Node
from ..bird.plan import DAEMON as BIRD

_SCRIPT = r"""
tell() {
  ip -o monitor route &
  ip -o -4 route show proto bird
  ip -o -6 route show proto bird
  wait
}
tell | while read -r line; do
  case $line in *' proto bird '*'metric '*) ;; *) continue ;; esac
  metric=${line##* metric }
  metric=${metric%% *}
  route=${line#Deleted }
  for kind in unreachable blackhole prohibit; do route=${route#"$kind" }; done
  prefix=${route%% *}
  name=m
  IFS=./:
  for part in $prefix; do name=${name}_$part; done
  unset IFS
  eval "old=\${$name:-}"
  case $line in
    Deleted*) [ "$old" != "$metric" ] || unset "$name"; continue ;;
  esac
  if [ -n "$old" ] && [ "$old" != "$metric" ]; then
    ip route del "$prefix" proto bird metric "$old"
  fi
  eval "$name=\$metric"
done
"""


def metric_daemons(node: Node) -> tuple[DaemonPlan, ...]:
    """For nodes that hear of priorities: they are told within an AS alone (RFC 4271 section 5.1.5)."""
    own = node.cluster
    if own is None or not any(peer.internal for peer in own.bgp.peers):
        return ()
    return (DaemonPlan(name="metrics", argv=("/bin/sh", "-c", _SCRIPT), package="iproute2", after=(BIRD.name,)),)
