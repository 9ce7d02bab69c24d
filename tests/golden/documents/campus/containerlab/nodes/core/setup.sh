#!/bin/sh
# Network of node core, run once in its container.
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
ip link add name phones type vrf table 100
ip link add name vlan10 address ca:f4:00:01:00:00 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link add name vlan20 address ca:f4:00:01:00:01 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev eth1 down mtu 1500
ip link set dev eth2 down mtu 1500
ip link set dev eth3 down mtu 1500
ip link add link eth3 name eth3.10 type vlan id 10
ip link add link eth3 name eth3.20 type vlan id 20
put ipv6/conf/vlan10/addr_gen_mode 1
put ipv6/conf/vlan10/keep_addr_on_down 1
put ipv6/conf/vlan10/accept_ra 0
put ipv6/conf/vlan20/addr_gen_mode 1
put ipv6/conf/vlan20/keep_addr_on_down 1
put ipv6/conf/vlan20/accept_ra 0
put ipv6/conf/eth1/addr_gen_mode 1
put ipv6/conf/eth1/keep_addr_on_down 1
put ipv6/conf/eth1/accept_ra 0
put ipv6/conf/eth2/addr_gen_mode 1
put ipv6/conf/eth2/keep_addr_on_down 1
put ipv6/conf/eth2/accept_ra 0
put ipv6/conf/eth3/disable_ipv6 1
put ipv6/conf/eth3.10/disable_ipv6 1
put ipv6/conf/eth3.20/disable_ipv6 1
may ipv4/tcp_l3mdev_accept 1
may ipv4/udp_l3mdev_accept 1
may vrf/strict_mode 1
ip link set dev vlan20 master phones
ip link set dev eth3.10 master vlan10
ip link set dev eth3.10 type bridge_slave learning on
ip link set dev eth3.20 master vlan20
ip link set dev eth3.20 type bridge_slave learning on
ip link set dev vlan10 mtu 1500
ip link set dev vlan20 mtu 1500
ip -4 rule add pref 32765 table local
ip -4 rule delete pref 0
ip -4 rule add pref 1001 l3mdev unreachable
ip -6 rule add pref 32765 table local
ip -6 rule delete pref 0
ip -6 rule add pref 1001 l3mdev unreachable
ip link set dev lo up
ip link set dev phones alias 'VRF phones'
ip link set dev phones up
ip link set dev vlan10 alias 'VLAN users (10) -> [h1,acc]'
ip link set dev vlan10 up
ip link set dev vlan20 alias 'VLAN voice (20) -> [h2,acc]'
ip link set dev vlan20 up
ip link set dev eth1 alias 'core -> edge'
ip link set dev eth1 up
ip link set dev eth2 alias 'Backbone | "shared"'
ip link set dev eth2 up
ip link set dev eth3 alias 'core -> acc'
ip link set dev eth3 up
ip link set dev eth3.10 alias '[SubIf VLAN users] core -> acc'
ip link set dev eth3.10 up
ip link set dev eth3.20 alias '[SubIf VLAN voice] core -> acc'
ip link set dev eth3.20 up
ip address replace 10.0.0.1/32 dev lo
ip address replace 2001:db8:0:1::1/64 dev lo nodad
ip address replace fe80::1:9c40/64 dev vlan10 nodad
ip address replace 172.16.0.1/24 dev vlan10
ip address replace 2001:db8:2::1/64 dev vlan10 nodad
ip address replace fe80::1:9c41/64 dev vlan20 nodad
ip address replace 172.16.1.1/24 dev vlan20
ip address replace 2001:db8:2:1::1/64 dev vlan20 nodad
ip address replace fe80::1:1/64 dev eth1 nodad
ip address replace 10.1.0.1/30 dev eth1
ip address replace 2001:db8:1::1/64 dev eth1 nodad
ip address replace fe80::1:2/64 dev eth2 nodad
ip address replace 172.16.3.1/24 dev eth2
ip address replace 2001:db8:2:3::1/64 dev eth2 nodad
for socket in /var/run/frr/mgmtd.vty /var/run/frr/zserv.api /var/run/frr/staticd.vty /var/run/frr/ospfd.vty /var/run/frr/ospf6d.vty /var/run/frr/bgpd.vty; do
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
