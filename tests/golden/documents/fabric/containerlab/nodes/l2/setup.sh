#!/bin/sh
# Network of node l2, run once in its container.
set -e
may() { [ ! -e "/proc/sys/net/$1" ] || echo "$2" >"/proc/sys/net/$1"; }
put() {
    if [ -e "/proc/sys/net/$1" ]; then echo "$2" >"/proc/sys/net/$1"; else echo "no setting net/$1 here" >&2; fi
}
may ipv6/conf/all/accept_dad 0
may ipv6/conf/default/accept_dad 0
may ipv6/conf/default/addr_gen_mode 0
may ipv6/conf/all/disable_ipv6 0
may ipv6/conf/default/disable_ipv6 0
may ipv6/conf/lo/disable_ipv6 0
may ipv4/ip_forward 0
may ipv4/conf/all/rp_filter 0
may ipv4/conf/default/rp_filter 0
may ipv4/ping_group_range '0 0'
may bridge/bridge-nf-call-iptables 0
may bridge/bridge-nf-call-ip6tables 0
may bridge/bridge-nf-call-arptables 0
may ipv6/conf/eth1/accept_dad 0
may ipv6/conf/eth1/addr_gen_mode 0
may ipv6/conf/eth1/disable_ipv6 0
may ipv4/conf/eth1/rp_filter 0
may ipv6/conf/eth2/accept_dad 0
may ipv6/conf/eth2/addr_gen_mode 0
may ipv6/conf/eth2/disable_ipv6 0
may ipv4/conf/eth2/rp_filter 0
may ipv6/conf/eth3/accept_dad 0
may ipv6/conf/eth3/addr_gen_mode 0
may ipv6/conf/eth3/disable_ipv6 0
may ipv4/conf/eth3/rp_filter 0
put ipv4/ip_forward 1
put ipv6/conf/all/forwarding 1
put ipv6/conf/default/forwarding 1
put ipv4/fib_multipath_hash_policy 1
put ipv6/fib_multipath_hash_policy 1
ip link add name tenant type vrf table 100
ip link add name vlan1000 address ca:f4:00:03:00:00 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link add name vlan1001 address ca:f4:00:03:00:01 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev eth1 down mtu 1500
ip link set dev eth2 down mtu 1500
ip link set dev eth3 down mtu 1500
ip link add name vxlan101000 mtu 1500 type vxlan id 101000 local 10.0.0.3 dstport 4789 nolearning
ip link add name vxlan101001 mtu 1500 type vxlan id 101001 local 10.0.0.3 dstport 4789 nolearning
ip link add name l3v200000 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link add name vxlan200000 mtu 1500 type vxlan id 200000 local 10.0.0.3 dstport 4789 nolearning
put ipv6/conf/vlan1000/disable_ipv6 1
put ipv6/conf/vlan1001/disable_ipv6 1
put ipv6/conf/eth1/disable_ipv6 1
put ipv6/conf/eth2/disable_ipv6 1
put ipv6/conf/eth3/disable_ipv6 1
put ipv6/conf/vxlan101000/disable_ipv6 1
put ipv6/conf/vxlan101001/disable_ipv6 1
put ipv6/conf/l3v200000/addr_gen_mode 1
put ipv6/conf/vxlan200000/disable_ipv6 1
may ipv4/tcp_l3mdev_accept 1
may ipv4/udp_l3mdev_accept 1
may vrf/strict_mode 1
ip link set dev vlan1001 master tenant
ip link set dev eth2 master vlan1000
ip link set dev eth2 type bridge_slave learning on
ip link set dev eth3 master vlan1001
ip link set dev eth3 type bridge_slave learning on
ip link set dev vxlan101000 master vlan1000
ip link set dev vxlan101000 type bridge_slave learning off
ip link set dev vxlan101001 master vlan1001
ip link set dev vxlan101001 type bridge_slave learning off
ip link set dev l3v200000 master tenant
ip link set dev vxlan200000 master l3v200000
ip link set dev vxlan200000 type bridge_slave learning off
ip link set dev vlan1001 mtu 1500
ip link set dev l3v200000 mtu 1500
ip -4 rule add pref 32765 table local
ip -4 rule delete pref 0
ip -4 rule add pref 1001 l3mdev unreachable
ip -6 rule add pref 32765 table local
ip -6 rule delete pref 0
ip -6 rule add pref 1001 l3mdev unreachable
ip link set dev lo up
ip link set dev tenant alias 'VRF tenant'
ip link set dev tenant up
ip link set dev vlan1000 alias 'VLAN red (1000) -> [h1,l1,h2]'
ip link set dev vlan1000 up
ip link set dev vlan1001 alias 'VLAN blue (1001)'
ip link set dev vlan1001 up
ip link set dev eth1 alias 'l2 -> spine'
ip link set dev eth1 up
ip link set dev eth2 alias '[Access VLAN red] l2 -> h2'
ip link set dev eth2 up
ip link set dev eth3 alias '[Access VLAN blue] l2 -> stub'
ip link set dev eth3 up
ip link set dev vxlan101000 alias 'VLAN red'
ip link set dev vxlan101000 up
ip link set dev vxlan101001 alias 'VLAN blue'
ip link set dev vxlan101001 up
ip link set dev l3v200000 alias 'transit VNI 200000'
ip link set dev l3v200000 up
ip link set dev vxlan200000 alias 'VRF tenant'
ip link set dev vxlan200000 up
ip address replace 10.0.0.3/32 dev lo
ip address replace 172.16.1.3/24 dev vlan1001
ip address replace 10.1.0.5/30 dev eth1
for socket in /var/run/frr/mgmtd.vty /var/run/frr/zserv.api /var/run/frr/staticd.vty /var/run/frr/isisd.vty /var/run/frr/bgpd.vty; do
    n=0; until [ -S "$socket" ] || [ $n -ge 100 ]; do n=$((n + 1)); sleep 0.1; done
done
load() {
    n=0
    while :; do
        status=0; said=$(vtysh -f "$1" 2>&1) || status=$?
        printf '%s\n' "$said" >&2
        case $said in *"locked by another session"*) ;; *) break ;; esac
        n=$((n + 1)); [ $n -lt 50 ] || return 1; sleep 0.2
    done
    [ $status -eq 0 ] || return 1
    ! printf '%s\n' "$said" | grep -v "^% Can.t open configuration file" | grep -Eq "^% |^line [0-9]+:.*(%|[Ff]ailure)|processing failure"
}
load /netwright/custom/00-frr.conf.vtysh
