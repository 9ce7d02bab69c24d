"""`design_workloads()` and `design_services()`: what works inside of every Kubernetes cluster.

Which workloads and services those are, the design says (`expected_clusters`).
"""

from __future__ import annotations

from . import ip, service
from .base import CheckFailedError, Context, listed


def design_workloads(context: Context) -> str:
    """A pod or machine of a cluster reaches the next one: all of them answer when it is asked of all."""
    wanted = context.due.clusters.neighbors(context.node.name)
    silent = [f"{name} ({address})" for name, address in wanted if not ip.answers(context, str(address))]
    if silent:
        raise CheckFailedError(f"no answer from {listed(silent)}")
    return f"{listed(dict.fromkeys(name for name, _ in wanted))} answers" if wanted else ""


def design_services(context: Context) -> str:
    """Services of a cluster answer one of its pods or machines, and only endpoints of their own do."""
    wrong: list[str] = []
    wanted = context.due.clusters.services(context.node.name)
    for due in wanted:
        asked = due.service
        question = service.Question(str(asked.address), asked.port, asked.protocol, service.QUESTIONS)
        try:
            service.judge(question, service.ask(context, question), due.endpoints, spread=False)
        except CheckFailedError as error:
            wrong.append(f"{asked.service}: {error}")
    if wrong:
        raise CheckFailedError(listed(wrong))
    return f"{len(wanted)} service{'s answer' if len(wanted) > 1 else ' answers'}" if wanted else ""
