"""`CalicoNode` -> configuration of BIRD, in two dialects.

`bird2` is what laboratories run: one daemon, both families. `bird1` is for comparison with what Calico itself writes:
BIRD 1.6, a daemon and file per family; its `krt_tunnel` (pools with IPIP that BIRD programs) is known to Calico's
BIRD alone. Owns: text. Must not: derive, run BIRD.

    Renderer(dialect).files(node) -> {file name: text}
    report_limits(nodes, dialect, problems)
"""

from __future__ import annotations

from .limits import report_limits
from .names import Dialect
from .rendering import CONNECT_DELAY_S, FILES, Renderer, render_node

__all__ = ["CONNECT_DELAY_S", "FILES", "Dialect", "Renderer", "render_node", "report_limits"]
