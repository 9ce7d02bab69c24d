"""Order, waiting, retrying, stopping, skipping, and the verdict."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from netwright.check import junit_xml, report_data, report_lines, run_checks
from netwright.errors import DaemonError, InputError
from netwright.model import BgpSessionState
from netwright.render import MemoryFinder

from .lab import FakeClock, FakeDriver, FakeRunner, Quiet, network, result


def session(peer, state="Established", families=("ipv4",)):
    return BgpSessionState(peer=peer, remote_as=None, state=state, families=families)


class Bench:
    """Runs a `validate` section over a recorded lab."""

    def __init__(self, validate=None, **more):
        self.network = network(validate, **more)
        self.runner, self.clock, self.observer = FakeRunner(), FakeClock(), Quiet()
        self.store = {}
        self.drivers = {d: FakeDriver(self.store) for d in ("frr", "linux")}

    def run(self, **options):
        return run_checks(self.network, self.runner, self.drivers, clock=self.clock, observer=self.observer, **options)


def counting(threshold, good="ok", bad="no"):
    """Answers `bad` until asked `threshold` times by a node."""
    seen = {}

    def answer(node):
        seen[node] = seen.get(node, 0) + 1
        return good if seen[node] >= threshold.get(node, 1) else bad

    return answer


def one(report, name="t"):
    return next(t for t in report.tests if t.name == name)


def test_only_nodes_that_have_not_passed_are_retried():
    bench = Bench({"t": {"nodes": ["r1", "r2", "x"], "exec": "probe", "valid": "'ok' in stdout", "wait": 10}})
    bench.runner.answers["sh probe"] = counting({"r1": 1, "r2": 3, "x": 2})
    report = bench.run()
    assert report.passed
    assert {n.node: n.attempts for n in one(report).nodes} == {"r1": 1, "r2": 3, "x": 2}
    assert sorted(n for n, _ in bench.runner.calls) == ["r1", "r2", "r2", "r2", "x", "x"]
    assert bench.clock.slept == [pytest.approx(0.3), pytest.approx(0.375)]


def test_polling_slows_down_and_ends_at_the_deadline():
    bench = Bench({"t": {"nodes": ["r1"], "exec": "probe", "valid": "'ok' in stdout", "wait": 10}})
    report = bench.run()
    assert not report.passed
    assert one(report).nodes[0].status == "failed"
    assert sum(bench.clock.slept) == pytest.approx(10)
    assert max(bench.clock.slept) == 1.0
    assert one(report).nodes[0].attempts == len(bench.clock.slept) + 1
    assert bench.observer.said == ["test t: waiting up to 10 s"]


def test_without_wait_there_is_one_attempt():
    bench = Bench({"t": {"nodes": ["r1"], "exec": "probe", "valid": "'ok' in stdout"}})
    assert one(bench.run()).nodes[0].attempts == 1
    assert bench.clock.slept == []


@pytest.mark.parametrize(
    ("defaults", "wait", "expected"),
    [
        ({"const": {"validate": {"slow": 7}}}, "slow", 7),
        ({"const": {"validate": {"slow": 7, "frr": {"slow": 9}}}}, "slow", 9),
        ({"const": {"validate": {"slow": 7, "frr": {"slow": 4}}}}, "slow", 7),
        ({"const": {"validate": {"slow": 7, "xr": {"slow": 90}}}}, "slow", 7),
        ({"devices": {"frr": {"netlab_validate": {"t": {"wait": 12}}}}}, 3, 12),
        ({"devices": {"frr": {"netlab_validate": {"other": {"wait": 12}}}}}, 3, 3),
        ({}, "5", 5),
        ({}, 2.5, 2.5),
    ],
)
def test_wait_names_and_overrides(defaults, wait, expected):
    test = {"nodes": ["r1"], "exec": "probe", "valid": "'ok' in stdout", "wait": wait}
    bench = Bench({"t": test}, defaults=defaults)
    bench.run()
    assert sum(bench.clock.slept) == pytest.approx(expected)


def test_a_test_of_wait_alone_waits():
    bench = Bench({"w": {"wait": 15, "description": "patience"}})
    report = bench.run()
    assert bench.clock.slept == [15]
    assert bench.observer.said == ["patience"]
    assert one(report, "w").status == "passed"
    assert not report.passed, "waiting is not a check"
    assert not report.executed


def test_skip_wait():
    bench = Bench({"w": {"wait": 15}, "t": {"nodes": ["r1"], "exec": "x", "valid": "False", "wait": 5}})
    bench.run(skip_wait=True)
    assert bench.clock.slept == []


def test_stop_on_error():
    bench = Bench(
        {
            "t": {"nodes": ["r1"], "exec": "probe", "valid": "False", "stop_on_error": True},
            "u": {"nodes": ["r1"], "exec": "probe", "valid": "True"},
            "w": {"wait": 60},
        }
    )
    report = bench.run()
    assert [t.status for t in report.tests] == ["failed", "skipped", "skipped"]
    assert one(report, "u").nodes[0].messages == ("not run: test t failed",)
    assert bench.clock.slept == []
    assert len(bench.runner.calls) == 1


def test_failure_barrier():
    validate = {
        "t": {"nodes": ["r1"], "exec": "probe", "valid": "False"},
        "b": {"wait": 0, "stop_on_error": True},
        "u": {"nodes": ["r1"], "exec": "probe", "valid": "True"},
    }
    report = Bench(validate).run()
    assert [t.status for t in report.tests] == ["failed", "failed", "skipped"]
    validate["t"]["valid"] = "True"
    report = Bench(validate).run()
    assert [t.status for t in report.tests] == ["passed", "passed", "passed"]


def test_level_warning_does_not_fail_the_run():
    validate = {
        "t": {"nodes": ["r1"], "exec": "probe", "valid": "False", "level": "warning", "stop_on_error": True},
        "u": {"nodes": ["r1"], "exec": "probe", "valid": "True"},
    }
    report = Bench(validate).run()
    assert report.passed
    assert [t.status for t in report.tests] == ["warning", "passed"]


def test_pass_and_fail_messages():
    validate = {"t": {"nodes": ["r1"], "exec": "p", "valid": "'ok' in stdout", "pass": "fine", "fail": "broken"}}
    bench = Bench(validate)
    bench.runner.answers["sh p"] = "last line"
    messages = one(bench.run()).nodes[0].messages
    assert messages[0] == "broken"
    assert "last line" in messages[1]
    bench.runner.answers["sh p"] = "ok"
    assert one(bench.run()).nodes[0].messages == ("fine",)


def test_show_gives_its_json_as_variables():
    validate = {
        "t": {
            "nodes": ["r1"],
            "show": {"frr": "ip ospf neighbor {{ hostvars.r2.router_id }} json"},
            "valid": 'default["{{ hostvars.r2.router_id }}"][0].nbrPriority == 200',
        }
    }
    bench = Bench(validate)
    key = "show ip ospf neighbor 10.0.0.2 json"
    bench.runner.answers[key] = json.dumps({"default": {"10.0.0.2": [{"nbrPriority": 200}]}})
    assert bench.run().passed
    bench.runner.answers[key] = json.dumps({"default": {}})
    report = bench.run()
    assert not report.passed
    assert "there is no `10.0.0.2` in `default`" in one(report).nodes[0].messages[0]
    bench.runner.answers[key] = "% OSPF is not enabled"
    assert "did not print JSON" in one(bench.run()).nodes[0].messages[0]


def test_exec_without_valid_needs_exit_status_zero():
    bench = Bench({"t": {"nodes": ["h"], "devices": ["linux"], "exec": "ip link set eth1 down"}})
    report = bench.run()
    assert one(report).status == "passed"
    assert not report.executed
    bench.runner.answers["sh ip link set eth1 down"] = result("", status=2, stderr="Cannot find device")
    assert "exit status 2: Cannot find device" in one(bench.run()).nodes[0].messages[0]


def test_templates_see_the_node():
    bench = Bench({"t": {"nodes": ["r1"], "exec": "ip addr show dev {{ interfaces[0].ifname }}", "valid": "True"}})
    bench.run()
    assert bench.runner.calls == [("r1", "sh ip addr show dev eth1")]


def test_a_template_that_fails_is_an_error_and_is_not_retried():
    bench = Bench({"t": {"nodes": ["r1"], "exec": "x {{ nothing.at.all }}", "valid": "True", "wait": 9}})
    report = bench.run()
    assert one(report).status == "error"
    assert not report.passed
    assert bench.clock.slept == []


@pytest.mark.parametrize(
    "test",
    [
        {"devices": ["eos"], "exec": "show lacp", "valid": "True"},
        {"show": {"eos": "bgp"}, "valid": {"eos": "True"}},
        {"exec": "true", "valid": {"eos": "True"}},
        {"suzieq": "bgp show", "valid": "state == 'Established'"},
    ],
)
def test_what_does_not_fit_a_device_is_skipped_with_a_notice_and_is_no_pass(test):
    report = Bench({"t": {"nodes": ["r1"], **test}}).run()
    assert one(report).status == "skipped"
    assert report.notices
    assert report.notices[0].startswith("test t skipped on r1: ")
    assert not report.passed
    assert report.verdict == "nothing was checked (1 skipped)"


def test_a_device_that_lacks_a_check_is_skipped():
    bench = Bench({"t": {"nodes": ["r1", "h"], "plugin": "ospf_neighbor('10.0.0.2')"}})
    bench.drivers["linux"] = FakeDriver(bench.store, lacks=["ospf_neighbors"])
    report = bench.run()
    assert {n.node: n.status for n in one(report).nodes} == {"r1": "failed", "h": "skipped"}
    assert "device linux has no OSPF neighbors" in report.notices[0]


def test_no_nodes_is_not_a_pass():
    report = Bench({"t": {"nodes": [], "exec": "true", "valid": "True"}}).run()
    assert one(report).status == "skipped"
    assert not report.passed


def test_substituted_devices():
    nodes = dict(network().nodes)
    import msgspec

    nodes["r1"] = msgspec.structs.replace(nodes["r1"], requested_device="cumulus")
    nodes["r2"] = msgspec.structs.replace(nodes["r2"], requested_device="eos")
    validate = {"t": {"nodes": ["r1", "r2"], "devices": ["cumulus", "eos"], "exec": "probe", "valid": "True"}}
    report = Bench(validate, nodes=nodes).run()
    assert {n.node: n.status for n in one(report).nodes} == {"r1": "passed", "r2": "skipped"}
    assert "r2 runs frr in place of eos" in report.notices[0]


def test_config_template_and_variables():
    validate = {"t": {"nodes": ["x"], "config": {"template": "df", "variable": {"df_state": "off"}}}}
    bench = Bench(validate)
    finder = MemoryFinder({".": {"df.j2": "router bgp {{ bgp.as }}\n{{ df_state|default('on') }}"}})
    report = bench.run(finder=finder)
    assert one(report).status == "passed"
    ((node, snippet),) = bench.runner.applied
    assert (node, snippet.kind, snippet.text) == ("x", "vtysh", "router bgp 65100\noff")
    bench.runner.refuse = True
    assert "Unknown command" in one(bench.run(finder=finder)).nodes[0].messages[0]
    assert one(bench.run()).status == "error", "no such template"


def test_inline_config():
    text = "#!/bin/bash\nip link set lo down"
    bench = Bench({"t": {"nodes": ["x", "h"], "config": {"inline": {"frr": text}}, "pass": "down"}})
    report = bench.run()
    assert [(n, s.kind) for n, s in bench.runner.applied] == [("x", "shell")]
    statuses = {n.node: (n.status, n.messages) for n in one(report).nodes}
    assert statuses["x"] == ("passed", ("down",))
    assert statuses["h"][0] == "error", "there is no text for linux"
    bench = Bench({"t": {"nodes": ["x"], "config": {"inline": "hostname {{ name }}"}}})
    bench.run()
    assert bench.runner.applied[0][1].text == "hostname x"


def test_a_command_that_hangs_is_a_failure():
    bench = Bench({"t": {"nodes": ["r1"], "exec": "sleep 100", "valid": "True"}})

    def hang(node):
        raise DaemonError("`sleep 100` did not end within 60 s")

    bench.runner.answers["sh sleep 100"] = hang
    assert "did not end" in one(bench.run()).nodes[0].messages[0]


def test_only_and_nodes():
    validate = {
        "a": {"nodes": ["r1", "r2"], "exec": "a", "valid": "True"},
        "b": {"nodes": ["r1"], "exec": "b", "valid": "True"},
    }
    bench = Bench(validate)
    assert [t.name for t in bench.run(only=["b"]).tests] == ["b"]
    report = bench.run(nodes=["r2"])
    assert [(t.name, [n.node for n in t.nodes]) for t in report.tests] == [("a", ["r2"])]
    with pytest.raises(InputError, match="no test `bb`"):
        bench.run(only=["bb"])
    with pytest.raises(InputError, match="no node `r9`"):
        bench.run(nodes=["r9"])


def test_an_argument_that_cannot_be_evaluated_is_an_error():
    report = Bench({"t": {"nodes": ["r1"], "plugin": "ping(nodes.r7.loopback.ipv4)", "wait": 5}}).run()
    assert one(report).status == "error"
    assert "no `r7` in `nodes`" in one(report).nodes[0].messages[0]


def test_outputs():
    validate = {
        "a": {"nodes": ["r1"], "exec": "a", "valid": "True"},
        "b": {"nodes": ["r1"], "exec": "b", "valid": "False", "description": "b & <c>"},
        "c": {"nodes": ["r1"], "devices": ["eos"], "exec": "c"},
        "w": {"wait": 1},
    }
    report = Bench(validate).run()
    lines = report_lines(report)
    assert [line.split()[0] for line in lines[:-1]] == ["PASS", "FAIL", "SKIP", "PASS"]
    assert lines[-1] == "failed: 2 passed, 1 failed, 1 skipped"
    assert len(report_lines(report, only_errors=True)) == 2
    data = json.loads(json.dumps(report_data(report)))
    assert data["passed"] is False
    assert data["tests"][1]["nodes"][0]["status"] == "failed"
    root = ElementTree.fromstring(junit_xml([report]).partition("\n")[2])
    assert root.attrib["tests"] == "4"
    assert root.attrib["failures"] == "1"
    assert root.find(".//testcase[@name='b[r1]']/failure").text == "b & <c>"
    nothing = Bench({"w": {"wait": 1}}).run()
    assert ElementTree.fromstring(junit_xml([nothing]).partition("\n")[2]).attrib["errors"] == "1"
    assert "\x00" not in junit_xml([report])
