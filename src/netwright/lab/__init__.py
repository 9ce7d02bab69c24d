"""Runs a `LabPlan` in Linux namespaces: one supervisor process per lab, any number of labs side by side. Where the
host's kernel lacks something, supervisor and namespaces live in a guest kernel (`guest`).

    lab = Lab.start(plan, directory, observer=None, timeout_s=300.0, settings=KernelSettings())
                                                                        build, start daemons, apply snippets
    with launch_early() as waiting: Lab.start(..., waiting=waiting)     its program loads while the caller designs
    lab = Lab.attach(directory)                                         LabError when none was started there
    discover() -> tuple[LabStatus, ...]                                 running labs of this user

    lab.run(node, argv, stdin="", timeout_s=30.0) -> CommandResult      DaemonError on timeout; 127 no program
    lab.run_many([(node, argv), ...], timeout_s=30.0, limit=None) -> tuple[CommandResult, ...]
    lab.stream(node, argv, stdin=0, stdout=1, stderr=2) -> status       on the caller's own descriptors
    lab.console(node, argv, stdin=0, stdout=1) -> status                interactive, on a pty
    lab.capture(node, ifname, args=(), stdout=1, stderr=2) -> status    tcpdump; `-w FILE` as the caller
    lab.apply(node, snippet) -> CommandResult                           DaemonError when it is not taken
    lab.apply_many([(node, snippet), ...]) -> tuple[CommandResult, ...] in parallel
    lab.write_file(node, path, content, mode=0o644)
    lab.set_link(node, ifname, up), lab.impair(node, ifname, Impairment | None)
    lab.kill_daemon(node, name, signal=SIGKILL), lab.restart_daemon(node, name)
    lab.change(plan, reloads=None, files=None, observer=None) -> notices   what is in both plans is left alone
    refuse(before, after); compare(before, after) -> PlanChange; sentences(change)
    lab.status(nodes=None) -> LabStatus; lab.stop(cleanup=False); lab.restart(observer=None, ...)
    lab.plan, lab.nodes, lab.name, lab.directory, lab.pid, lab.log_path(node, daemon)
    KernelSettings("auto" | "host" | "uml", memory_mb=None)               whose kernel runs it; see `kernels`
    has_feature("netem") -> bool; kernel_features() -> frozenset[str]

A lab directory holds `.netwright/` (lock, plan.json, state.json, control socket, supervisor.log), which
`stop()` removes, and `logs/<node>/<daemon>.log`; in a node its own part of the logs is /var/log/netwright.
Inside a node the host's files are read-only; /etc, /run, /tmp, /var/tmp, /var/log and /root are private.
"""

from __future__ import annotations

from .changes import NodeChange, PlanChange, compare, refuse
from .client import Lab, discover
from .kernels import KernelSettings, Wanted
from .launching import WaitingSupervisor, launch_early
from .messages import DaemonStatus, LabStatus, LinkStatus, NodeStatus
from .probe import has_feature, kernel_features
from .telling import sentences

__all__ = [
    "DaemonStatus",
    "KernelSettings",
    "Lab",
    "LabStatus",
    "LinkStatus",
    "NodeChange",
    "NodeStatus",
    "PlanChange",
    "WaitingSupervisor",
    "Wanted",
    "compare",
    "discover",
    "has_feature",
    "kernel_features",
    "launch_early",
    "refuse",
    "sentences",
]
