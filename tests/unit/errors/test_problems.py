"""Problems are collected, kept once, and raised once."""

import pytest

from netwright.errors import InputError, NetwrightError, Problem, Problems, Span, nearest


def test_a_problem_names_its_place_its_code_and_a_hint():
    problem = Problem("unknown-key", "unknown key `as_`", Span("lab.yml", 12, 5), "did you mean `as`?")
    assert str(problem) == ("lab.yml:12:5: error: unknown key `as_` [unknown-key]\n  hint: did you mean `as`?")


def test_every_error_is_raised_in_one_go_and_warnings_alone_are_not():
    problems = Problems()
    problems.warning("odd", "odd")
    problems.raise_errors()
    problems.error("bad", "first")
    problems.error("bad", "second")
    problems.error("bad", "second")
    with pytest.raises(InputError) as caught:
        problems.raise_errors()
    assert [p.message for p in caught.value.problems] == ["odd", "first", "second"]
    assert isinstance(caught.value, NetwrightError)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("neighbours", "did you mean `neighbors`?"), ("ospff", "did you mean `ospf`?"), ("zzz", "")],
)
def test_did_you_mean(word, hint):
    assert nearest(word, ["neighbors", "ospf", "bgp"]) == hint
