#!/bin/sh
# Network of node acc, run once in its container.
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
put ipv6/conf/all/forwarding 0
put ipv6/conf/default/forwarding 0
put ipv4/fib_multipath_hash_policy 1
put ipv6/fib_multipath_hash_policy 1
ip link add name vlan10 address ca:f4:00:05:00:00 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link add name vlan20 address ca:f4:00:05:00:01 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev eth1 down mtu 1500
ip link set dev eth2 down mtu 1500
ip link set dev eth3 down mtu 1400
ip link add link eth1 name eth1.10 type vlan id 10
ip link add link eth1 name eth1.20 type vlan id 20
put ipv6/conf/vlan10/disable_ipv6 1
put ipv6/conf/vlan20/disable_ipv6 1
put ipv6/conf/eth1/disable_ipv6 1
put ipv6/conf/eth2/disable_ipv6 1
put ipv6/conf/eth3/disable_ipv6 1
put ipv6/conf/eth1.10/disable_ipv6 1
put ipv6/conf/eth1.20/disable_ipv6 1
ip link set dev eth2 master vlan10
ip link set dev eth2 type bridge_slave learning on
ip link set dev eth3 master vlan20
ip link set dev eth3 type bridge_slave learning on
ip link set dev eth1.10 master vlan10
ip link set dev eth1.10 type bridge_slave learning on
ip link set dev eth1.20 master vlan20
ip link set dev eth1.20 type bridge_slave learning on
ip link set dev lo up
ip link set dev vlan10 alias 'VLAN users (10) -> [core,h1]'
ip link set dev vlan10 up
ip link set dev vlan20 alias 'VLAN voice (20) -> [core,h2]'
ip link set dev vlan20 up
ip link set dev eth1 alias 'acc -> core'
ip link set dev eth1 up
ip link set dev eth2 alias '[Access VLAN users] acc -> h1'
ip link set dev eth2 up
ip link set dev eth3 alias '[Access VLAN voice] acc -> h2'
ip link set dev eth3 up
ip link set dev eth1.10 alias '[SubIf VLAN users] acc -> core'
ip link set dev eth1.10 up
ip link set dev eth1.20 alias '[SubIf VLAN voice] acc -> core'
ip link set dev eth1.20 up
for socket in /var/run/frr/mgmtd.vty /var/run/frr/zserv.api /var/run/frr/staticd.vty; do
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
