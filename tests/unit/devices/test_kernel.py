"""What `ip -j -d link show` says of bonds and bridges; the texts are shortened records of iproute2 6.1."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netwright.devices.base import StateError
from netwright.devices.kernel import aggregates, bridges


def bond(mode: str, **data: Any) -> dict[str, Any]:
    return {"ifname": "bond1", "linkinfo": {"info_kind": "bond", "info_data": {"mode": mode, **data}}}


def member(name: str, master: str, kind: str, **data: Any) -> dict[str, Any]:
    info = {"info_kind": "veth", "info_slave_kind": kind, "info_slave_data": data}
    return {"ifname": name, "master": master, "linkinfo": info}


def bridge(own: str, stp: int, root_port: int) -> dict[str, Any]:
    data = {"stp_state": stp, "bridge_id": own, "root_id": own, "root_port": root_port}
    return {"ifname": "vlan5", "linkinfo": {"info_kind": "bridge", "info_data": data}}


def test_members_that_collect_and_distribute_in_the_chosen_aggregator_are_in_use() -> None:
    links = [
        bond("802.3ad", ad_info={"aggregator": 1}),
        member("eth1", "bond1", "bond", ad_aggregator_id=1, ad_actor_oper_port_state=63),
        member("eth2", "bond1", "bond", ad_aggregator_id=2, ad_actor_oper_port_state=63),
        member("eth3", "bond1", "bond", ad_aggregator_id=1, ad_actor_oper_port_state=7),
        {"ifname": "lo"},
    ]
    (state,) = aggregates(json.dumps(links))
    assert (state.ifname, state.members, state.in_use) == ("bond1", ("eth1", "eth2", "eth3"), ("eth1",))


def test_without_lacp_members_that_are_up_are_in_use() -> None:
    links = [bond("balance-xor"), member("eth1", "bond1", "bond", mii_status="UP"), member("eth2", "bond1", "bond")]
    assert aggregates(json.dumps(links))[0].in_use == ("eth1",)


def test_the_root_of_a_tree_is_what_ports_say() -> None:
    ports = [
        member("eth1", "vlan5", "bridge", state="forwarding", root_id="1000.2:0:0:1:0:8"),
        member("eth2", "vlan5", "bridge", state="blocking", root_id="1000.2:0:0:1:0:8"),
    ]
    (state,) = bridges(json.dumps([bridge("2000.2:0:0:2:0:8", 1, 1), *ports]))
    assert (state.priority, state.root_priority, state.is_root) == (8192, 4096, False)
    assert state.ports == {"eth1": "forwarding", "eth2": "blocking"}


def test_a_bridge_without_a_root_port_is_the_root() -> None:
    (state,) = bridges(json.dumps([bridge("8000.2:0:0:2:0:8", 0, 0)]))
    assert (state.root_priority, state.is_root, state.spanning_tree) == (32768, True, False)


@pytest.mark.parametrize("text", ["", "nothing", '[{"ifname": "b", "linkinfo": {"info_kind": "bridge"}}]'])
def test_other_output_is_not_read(text: str) -> None:
    with pytest.raises(StateError):
        bridges(text)
