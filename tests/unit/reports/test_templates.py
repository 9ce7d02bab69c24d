"""Reports of a user's own: where templates are found, what they see, how they fail."""

from __future__ import annotations

import pytest

from netwright.errors import InputError
from netwright.workbench import load_topology, report

TOPOLOGY = "name: lab\ndefaults.device: frr\nmodule: [ ospf ]\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "reports").mkdir()
    (tmp_path / "topology.yml").write_text(TOPOLOGY)
    return tmp_path


def test_a_template_sees_the_inventory_and_the_reports(place):
    (place / "mine.j2").write_text(
        "{% for name, node in nodes.items() %}{{ name }} {{ node.loopback.ipv4 }}\n{% endfor %}"
        "{{ reports['ospf'].interfaces | length }} {{ reports.wiring.point_to_point[0].origin }} {{ report }}"
        " {{ hostvars.r2.id }} {{ links | length }}\n"
    )
    network = load_topology()
    assert report(network, "mine") == "r1 10.0.0.1/32\nr2 10.0.0.2/32\n4 r1 mine 2 1\n"
    assert report(network, "mine", nodes="r1").startswith("r1 10.0.0.1/32\n2 r1 mine 2")
    assert report(network, "./mine.j2") == report(network, str(place / "mine.j2")).replace(str(place), ".")


def test_by_name_beside_the_topology_in_reports_and_at_home(place):
    network = load_topology()
    home = place / "home/.netlab/reports"
    home.mkdir(parents=True)
    (home / "mine.j2").write_text("home")
    assert report(network, "mine") == "home"
    (place / "mine.j2").write_text("beside")
    assert report(network, "mine") == "beside"
    (place / "reports/mine.j2").write_text("in reports")
    assert report(network, "mine") == "in reports"
    assert report(network, "mine.csv") == "in reports"
    (place / "reports/mine.csv.j2").write_text("csv")
    assert report(network, "mine.csv") == "csv"


def test_a_path_is_also_sought_beside_the_topology(place, monkeypatch):
    (place / "mine.j2").write_text("beside {% include 'part.j2' %}")
    (place / "part.j2").write_text("part")
    network = load_topology()
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    assert report(network, "mine.j2") == "beside part"


def test_only_a_template_in_reports_takes_the_place_of_a_report(place):
    network = load_topology()
    (place / "nodes.j2").write_text("custom configuration of that name")
    assert report(network, "nodes").startswith("Nodes: lab\n")
    (place / "reports/nodes.j2").write_text("mine")
    assert report(network, "nodes") == "mine"
    assert report(network, "nodes", "csv").startswith("node,id,")


def test_a_template_in_the_topology(place):
    setting = "defaults.outputs.report.mine: '{{ name }}: {{ nodes | length }}'\n"
    assert report(load_topology("x.yml", text=TOPOLOGY + setting), "mine") == "lab: 2"


def test_html_templates_get_a_page(place):
    network = load_topology()
    (place / "mine.html.j2").write_text("<p>{{ name }}</p>\n")
    text = report(network, "mine.html")
    assert text.startswith("<!doctype html>")
    assert "<p>lab</p>" in text
    assert "<title>mine: lab</title>" in text
    (place / "mine.html.j2").write_text("<html><body>{{ name }}</body></html>\n")
    assert report(network, "mine.html.j2") == "<html><body>lab</body></html>\n"


@pytest.mark.parametrize(
    ("source", "place_of", "message"),
    [
        ("a\n{{ nosuch }}\n", "bad.j2:2:1", "'nosuch' is undefined"),
        ("a\n\n{% if %}\n", "bad.j2:3:1", "Expected an expression"),
        ("{% include 'nosuch.j2' %}", "bad.j2:1:1", "no template `nosuch.j2`"),
        ("{{ ''.__class__.__mro__ }}", "bad.j2:1:1", "unsafe"),
        ("{{ reports['nosuch'].x }}", "bad.j2:1:1", "there is no report `nosuch`"),
        ("{{ 'x' * 99999999 }}", "bad.j2:1:1", "too large"),
    ],
)
def test_failures_have_a_place(place, source, place_of, message):
    (place / "bad.j2").write_text(source)
    with pytest.raises(InputError) as caught:
        report(load_topology(), "bad.j2")
    text = str(caught.value)
    assert place_of in text
    assert message in text
    assert "[report-template-error]" in text


def test_names_that_lead_nowhere(place):
    network = load_topology()
    for name in ("nosuch", "../topology", "./nosuch.j2", "/nosuch/x.j2"):
        with pytest.raises(InputError, match="unknown-report"):
            report(network, name)
    with pytest.raises(InputError, match="unknown-format"):
        report(network, "nodes", "pdf")
