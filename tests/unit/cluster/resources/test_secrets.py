"""Passwords reach what needs them, and nothing else."""

from __future__ import annotations

import json

import msgspec
import pytest

from netwright.cluster.resources import SecretKeyRef, SecretValue

from ..reading import calico, codes, good, read

SECRET = """apiVersion: v1
kind: Secret
metadata:
  name: bgp
  namespace: calico-system
  annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"a":"hunter2"}}' }
data: { a: aHVudGVyMg==, b: /w== }
stringData: { c: hunter3 }
type: Opaque
immutable: false
"""
PEER = "---\n" + calico(
    "BGPPeer", "{ peerIP: 192.0.2.1, asNumber: 1, password: { secretKeyRef: { name: bgp, key: KEY } } }"
)


def test_values_are_decoded() -> None:
    resources = good(SECRET)
    for key, text in (("a", "hunter2"), ("b", "\udcff"), ("c", "hunter3")):
        value = resources.secret_value(SecretKeyRef(name="bgp", key=key))
        assert value is not None
        assert value.reveal() == text
    assert resources.secret_value(SecretKeyRef(name="bgp", key="d")) is None
    assert resources.secret_value(SecretKeyRef(name="other", key="a")) is None


def test_values_are_not_shown() -> None:
    resources = good(SECRET)
    assert "hunter" not in repr(resources)
    assert "hunter" not in str(resources.secrets)
    with pytest.raises(TypeError):
        msgspec.json.encode(resources.secrets)
    with pytest.raises(TypeError):
        json.dumps([SecretValue(b"hunter2")])
    assert SecretValue(b"a") == SecretValue(b"a") != SecretValue(b"b")


@pytest.mark.parametrize(
    "data",
    [
        "data: hunter2",
        "data: [ hunter2 ]",
        "data: { a: hunter2 }",
        "data: { a: [ hunter2 ] }",
        "stringData: hunter2",
        "stringData: { a: { b: hunter2 } }",
        "stringData: { a: 2024 }",
        "date: { a: hunter2 }",
    ],
)
def test_no_message_shows_a_value(data: str) -> None:
    _, problems = read(f"apiVersion: v1\nkind: Secret\nmetadata: {{ name: bgp }}\n{data}\n")
    assert len(problems.errors) == 1
    assert not any(word in str(problem) for problem in problems for word in ("hunter", "2024"))


def test_a_peer_may_use_a_good_password() -> None:
    assert codes(SECRET + PEER.replace("KEY", "a")) == []


@pytest.mark.parametrize(("key", "code"), [("b", "password-characters"), ("d", "unknown-secret")])
def test_a_peer_may_not_use_others(key: str, code: str) -> None:
    assert codes(SECRET + PEER.replace("KEY", key)) == [code]


def test_a_missing_secret_may_be_optional() -> None:
    text = PEER.replace("KEY", "a, optional: true")
    assert codes(text) == []
    assert codes(PEER) == ["unknown-secret"]


def test_a_broken_secret_is_one_problem() -> None:
    assert codes(SECRET.replace("aHVudGVyMg==", "hunter2") + PEER.replace("KEY", "a")) == ["bad-secret"]


@pytest.mark.parametrize(
    "password", ["hunter2", "2024", "[ hunter2 ]", "{ secretKeyRef: hunter2 }", "{ value: hunter2 }"]
)
def test_a_password_in_the_wrong_place_is_not_shown(password: str) -> None:
    _, problems = read(calico("BGPPeer", f"{{ peerIP: 192.0.2.1, asNumber: 1, password: {password} }}"))
    assert problems.errors
    assert not any(word in str(problem) for problem in problems for word in ("hunter", "2024"))
