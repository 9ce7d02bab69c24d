"""Every `plugin`, `valid` and `show` of topologies nobody here wrote can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from netwright.check.named import CHECKS, FUTURE, mistake
from netwright.check.sandbox import Expression, Invocation
from netwright.check.spec import is_template
from netwright.errors import Problems
from netwright.model import copy_tree
from netwright.schema.types import read_attribute
from netwright.schema.validation import TEST

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"


def collect():
    for path in sorted([*CORPUS.glob("netlab-integration/**/*.yml"), *CORPUS.glob("bgplab/**/*.yml")]):
        data = yaml.safe_load(path.read_text())
        tests = data if path.name == "validate.yml" else (data or {}).get("validate")
        for name, test in (tests or {}).items() if isinstance(tests, dict) else ():
            if isinstance(test, dict):
                yield pytest.param(test, id=f"{path.relative_to(CORPUS)}:{name}")


TESTS = list(collect()) if CORPUS.is_dir() else []


@pytest.mark.skipif(not TESTS, reason="the corpus of foreign topologies is not beside the repository")
def test_there_are_many():
    assert len(TESTS) > 300


@pytest.mark.skipif(not TESTS, reason="the corpus of foreign topologies is not beside the repository")
@pytest.mark.parametrize("test", TESTS)
def test_every_form_can_be_read(test):
    assert {key.partition(".")[0] for key in test} <= set(TEST)
    problems, owner = Problems(), copy_tree(test)
    dotted = {key for key, value in test.items() if isinstance(value, dict) and any("." in k for k in value)}
    for key in (TEST.keys() & test.keys()) - dotted:
        read_attribute(owner, key, TEST[key].type, key, problems)
    assert [str(problem) for problem in problems] == []
    if "plugin" in test:
        call = Invocation(test["plugin"])
        assert call.name in CHECKS or call.name in FUTURE
        assert call.name in FUTURE or mistake(call.name, *call.shape) is None
    valid = test.get("valid", {})
    for text in valid.values() if isinstance(valid, dict) else [valid]:
        assert is_template(text) or Expression(text)
