"""Checks of services: `service`. Questions are asked by bash in the node, many at a time, with one program start.

Source: bash(1), redirections of /dev/tcp and /dev/udp; Kubernetes' documentation of services.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ...addr import parse_address
from ...errors import nearest
from ...model.cluster import ServiceProtocol
from .base import CheckArgumentError, CheckFailedError, Context, address_text, as_list, listed

TIMEOUT_S = 3
"""For all questions together: a lost first packet of TCP is sent again after 1 s."""
QUESTIONS = 10
QUESTIONS_EACH = 16
"""For every endpoint to answer: that one of three never gets its turn happens once in 200,000 times."""
MOST_QUESTIONS = 500
_ASK = r"""
ask() {
    exec 3<>"/dev/$1/$2/$3" || return
    if [ "$1" = udp ]; then
        for try in 1 2 3; do
            echo >&3; mapfile -t said < <(timeout 0.8 dd bs=65507 count=1 status=none <&3)
            [ ${#said[@]} -eq 0 ] || break
        done
    else
        printf 'GET / HTTP/1.0\r\n\r\n' >&3; mapfile -t said <&3
    fi
    [ ${#said[@]} -eq 0 ] || printf '= %s\n' "${said[-1]%$'\r'}"
}
for ((n = 0; n < $4; n++)); do ask "$@" & done
wait
"""
"""The last line of an answer says who gave it. A datagram may be lost: who asks by UDP asks again (RFC 1035 4.2.1)."""
_REASON = re.compile(r"(?m)^(?:.*/dev/(?:tcp|udp)/\S+|dd: .*): (.+)$")


class Question(NamedTuple):
    """What is asked, and how often."""

    address: str
    port: int
    protocol: ServiceProtocol
    times: int

    def __str__(self) -> str:
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{address}:{self.port}" + ("/udp" if self.protocol == "UDP" else "")


class Answers(NamedTuple):
    """Who answered how often, and what happened to the other questions."""

    names: Counter[str]
    reasons: Counter[str]
    """Errors of the node's own kernel; what got no word at all is not counted here."""

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in sorted(self.names.items()))


def service(
    context: Context,
    address: Any,
    port: int,
    backends: Any = None,
    spread: bool = False,
    protocol: str = "TCP",
    count: int | None = None,
    expect: str | None = None,
) -> str:
    """A service answers at an address and port, every time, and only endpoints of its own do.

    `backends` are names of nodes: workloads say theirs. Without it they are those of the design. With `spread` each of
    them has to answer at least once. `count` questions are asked at a time, each from a port of its own (10, or 16 for
    each endpoint with `spread`). `expect='fail'` wants no answer at all. `protocol` is 'TCP' or 'UDP'; by UDP what gets
    no answer is asked twice more.
    """
    if expect not in (None, "", "success", "pass", True, "fail", False):
        raise CheckArgumentError(f"`expect` must be 'success' or 'fail', found {expect!r}")
    where, by = address_text(address), _protocol(protocol)
    if expect in ("fail", False):
        return _silent(context, Question(where, _port(port), by, _count(count, QUESTIONS)))
    wanted = _backends(context, where, _port(port), by, backends)
    question = Question(where, port, by, _count(count, QUESTIONS_EACH * len(wanted) if spread else QUESTIONS))
    return judge(question, ask(context, question), wanted, spread=spread)


def judge(question: Question, answers: Answers, wanted: Iterable[str], *, spread: bool) -> str:
    """What was seen, in words. Raises CheckFailedError."""
    allowed = list(dict.fromkeys(wanted))
    lost = question.times - answers.names.total()
    if lost:
        raise CheckFailedError(f"{question}: {lost} of {question.times} questions had {_silence(answers)}")
    strangers = sorted(answers.names.keys() - set(allowed))
    if strangers:
        raise CheckFailedError(f"{question}: expected answers of {listed(allowed)} only, found {answers}")
    silent = [name for name in allowed if name not in answers.names]
    if spread and silent:
        raise CheckFailedError(f"{question}: {listed(silent)} did not answer once in {question.times} times: {answers}")
    return f"{question} answers: {answers}"


def _silent(context: Context, question: Question) -> str:
    answers = ask(context, question)
    if answers.names:
        raise CheckFailedError(f"{question} answers, expected no answer: {answers}")
    return f"{question} does not answer, as expected"


def _silence(answers: Answers) -> str:
    """Why there was no answer, and who gave the others."""
    why = f" ({', '.join(sorted(answers.reasons))})" if answers.reasons else ""
    return f"no answer{why}" + (f"; the others: {answers}" if answers.names else "")


def ask(context: Context, question: Question) -> Answers:
    """All questions side by side. Raises CheckFailedError when none could be asked."""
    arguments = [question.protocol.lower(), question.address, str(question.port), str(question.times)]
    done = context.run(
        ["env", "LC_ALL=C", "timeout", str(TIMEOUT_S), "bash", "-c", _ASK, "ask", *arguments], TIMEOUT_S + 10.0
    )
    if done.status in (126, 127):
        raise CheckFailedError(f"questions cannot be asked: {done.stderr.strip() or 'bash does not start'}")
    names = Counter(line[2:].strip() for line in done.stdout.splitlines() if line.startswith("= "))
    return Answers(names, Counter(_REASON.findall(done.stderr)))


def _protocol(value: Any) -> ServiceProtocol:
    if not isinstance(value, str) or value.upper() not in ("TCP", "UDP"):
        raise CheckArgumentError(f"`protocol` must be 'TCP' or 'UDP', found {value!r}")
    return "UDP" if value.upper() == "UDP" else "TCP"


def _port(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise CheckArgumentError(f"`port` must be a number from 1 to 65535, found {value!r}")
    return value


def _count(value: Any, usual: int) -> int:
    if value is None:
        return min(usual, MOST_QUESTIONS)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_QUESTIONS:
        raise CheckArgumentError(f"`count` must be a number from 1 to {MOST_QUESTIONS}, found {value!r}")
    return value


def _backends(context: Context, address: str, port: int, protocol: ServiceProtocol, given: Any) -> list[str]:
    """Names of nodes: those a user gives, or those the design has."""
    if given is None:
        place = parse_address(address), port, protocol
        found = [s for s in context.network.services if (s.address, s.port, s.protocol) == place]
        if not found or not found[0].backends:
            what = "has no endpoints" if found else "is not an address of a designed service"
            raise CheckArgumentError(f"{address}, port {port}, {what}: name its `backends`")
        return list(found[0].backends)
    names = as_list(given)
    for name in names:
        if name not in context.network.nodes:
            hint = nearest(str(name), context.network.nodes) or "they are names of nodes"
            raise CheckArgumentError(f"`backends`: there is no node {name!r}: {hint}")
    if not names:
        raise CheckArgumentError("`backends` names nobody; `expect='fail'` wants no answer at all")
    return [str(name) for name in names]


CHECKS: dict[str, Callable[..., str]] = {"service": service}
