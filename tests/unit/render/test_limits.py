"""Templates of users end, whatever they do."""

from __future__ import annotations

import time

import pytest

from netwright.errors import InputError, Problems
from netwright.render import MemoryFinder, custom_snippets, environment, limits

from .test_custom import _network, _node


@pytest.mark.parametrize("text", ["{{ 'x' * 100000000 }}", "{{ [1] * 100000000 }}", "{{ 10 ** 100000 }}"])
def test_operators_make_nothing_huge(text: str) -> None:
    with pytest.raises(limits.TooMuchError):
        environment(sandbox=True).from_string(text).render()


def test_ordinary_operators() -> None:
    assert environment(sandbox=True).from_string("{{ 'ab' * 2 }} {{ 2 ** 10 }} {{ 3 * 4 }}").render() == "abab 1024 12"


def test_work_without_end_is_ended() -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    since = time.monotonic()
    with pytest.raises(limits.TooMuchError), limits.limited(0.2):
        environment(sandbox=True).from_string(endless).render()
    assert time.monotonic() - since < 5


def test_an_endless_template_is_rendered_for_one_node_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.1)
    node = _node("x")
    source = "{% for a in range(9) %}{{ 'x' * 100000000 }}{% endfor %}"
    problems = Problems()
    with pytest.raises(InputError) as caught:
        custom_snippets(_network(node), node, MemoryFinder({".": {"x.j2": source}}), problems)
    assert "too large" in str(caught.value)


def test_a_missing_include_is_named() -> None:
    node, problems = _node("x"), Problems()
    custom_snippets(_network(node), node, MemoryFinder({".": {"x.j2": "a\n{% include 'y.j2' %}"}}), problems)
    (problem,) = problems
    assert "there is no template `y.j2` to include" in problem.message
    assert problem.span.line == 2
