"""The pytest plugin: which topology, brought up once per module, always taken down."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import pytest

import netwright

pytest_plugins = ["pytester"]

CONFTEST = """
    import netwright.workbench as workbench

    class Lab:
        def __init__(self, path, options):
            self.path, self.options = path, options
            print("UP", path.name, options)
        def down(self):
            print("DOWN", self.path.name)

    workbench.up = lambda path, **options: Lab(path, options)
"""


@pytest.fixture
def project(pytester, monkeypatch):
    import netwright.workbench as workbench

    monkeypatch.setattr(workbench, "up", None, raising=False)
    pytester.makeconftest(CONFTEST)
    pytester.makefile(".yml", topology="nodes: [a]", other="nodes: [b]")
    return pytester


def run(project, text):
    project.makepyfile(text)
    installed = [e.value for e in entry_points(group="pytest11")]
    plugin = [] if "netwright.testing.plugin" in installed else ["-p", "netwright.testing.plugin"]
    return project.runpytest_inprocess("-s", "-p", "no:cacheprovider", *plugin)


def test_topology_beside_the_test_is_started_once(project):
    done = run(
        project,
        """
        def test_a(lab):
            assert lab.path.name == "topology.yml"
        def test_b(lab):
            pass
        """,
    )
    done.assert_outcomes(passed=2)
    text = done.stdout.str()
    assert text.count("UP topology.yml {}") == 1
    assert text.count("DOWN topology.yml") == 1


def test_marker_and_options(project):
    done = run(
        project,
        """
        import pytest
        @pytest.mark.topology("other.yml", device="bird")
        def test_a(lab):
            assert lab.options == {"device": "bird"}
        """,
    )
    done.assert_outcomes(passed=1)
    assert "DOWN other.yml" in done.stdout.str()


def test_module_variable(project):
    done = run(
        project,
        """
        TOPOLOGY = "other.yml"
        def test_a(lab):
            assert lab.path.name == "other.yml"
        """,
    )
    done.assert_outcomes(passed=1)


def test_a_failing_test_takes_its_lab_down(project):
    done = run(
        project,
        """
        def test_a(lab):
            raise RuntimeError("broken")
        """,
    )
    done.assert_outcomes(failed=1)
    assert "DOWN topology.yml" in done.stdout.str()


def test_no_topology(project):
    done = run(
        project,
        """
        TOPOLOGY = "missing.yml"
        def test_a(lab):
            pass
        """,
    )
    done.assert_outcomes(errors=1)
    assert "missing.yml does not exist" in done.stdout.str()


def test_every_lab_is_taken_down_when_one_refuses():
    from netwright.errors import LabError
    from netwright.testing.plugin import _Labs

    down = []

    def refuse():
        down.append("a")
        raise LabError("no")

    labs = _Labs()
    labs.running = {
        ("a", ""): SimpleNamespace(down=refuse),
        ("b", ""): SimpleNamespace(down=lambda: down.append("b")),
    }
    with pytest.raises(LabError):
        labs.close()
    assert sorted(down) == ["a", "b"]


def test_importing_the_plugin_imports_nothing_heavy():
    code = (
        "import sys, pytest; before = set(sys.modules); import netwright.testing.plugin; "
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('netwright.testing')))"
    )
    source = str(Path(netwright.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "jinja2" not in done.stdout
    assert "pyroute2" not in done.stdout
    assert "yaml" not in done.stdout
