"""Guests of an ordinary user, also where it may not have namespaces (when these tests run as root)."""

from __future__ import annotations

import os

import pytest

from ..lab.test_ordinary_user import check_as_nobody

WITHOUT_NAMESPACES = (
    "unshare",
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    "echo 0 > /proc/sys/user/max_user_namespaces; "
    'exec setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs "$0" "$@"',
)
"""A user namespace that allows no further ones and whose root has no capabilities."""

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="these tests run as an ordinary user already")


def test_guests_of_an_ordinary_user() -> None:
    guest = "kernel/test_guest.py::"
    chosen = ("TestKernel", "TestPrograms::test_output_input_and_status", "TestPrograms::test_capture_into_a_file")
    check_as_nobody(*(guest + name for name in (*chosen, "TestChanges::test_files_snippets_and_links")))


def test_killing_guests_of_an_ordinary_user() -> None:
    check_as_nobody("kernel/test_guest_kill_drill.py", NETWRIGHT_GUEST_DRILL="3")


def test_guests_without_namespaces() -> None:
    check_as_nobody("kernel/test_guest_kill_drill.py", through=WITHOUT_NAMESPACES, NETWRIGHT_GUEST_DRILL="6")


def test_auto_means_a_guest_without_namespaces() -> None:
    check_as_nobody("kernel/refused.py", through=WITHOUT_NAMESPACES)
