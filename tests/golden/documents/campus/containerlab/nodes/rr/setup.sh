#!/bin/sh
# Network of node rr, run once in its container.
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
put ipv4/ip_forward 1
put ipv6/conf/all/forwarding 1
put ipv6/conf/default/forwarding 1
put ipv4/fib_multipath_hash_policy 1
put ipv6/fib_multipath_hash_policy 1
ip link set dev eth1 down mtu 1500
put ipv6/conf/eth1/addr_gen_mode 1
put ipv6/conf/eth1/keep_addr_on_down 1
put ipv6/conf/eth1/accept_ra 0
ip link set dev lo up
ip link set dev eth1 alias 'Backbone | "shared"'
ip link set dev eth1 up
ip address replace 10.0.0.3/32 dev lo
ip address replace 2001:db8:0:3::1/64 dev lo nodad
ip address replace fe80::3:1/64 dev eth1 nodad
ip address replace 172.16.3.3/24 dev eth1
ip address replace 2001:db8:2:3::3/64 dev eth1 nodad
mkdir -p /run/bird
/usr/sbin/bird -f -c /etc/bird/bird.conf -s /run/bird/bird.ctl -P /run/bird/bird.pid </dev/null >/var/log/bird.log 2>&1 &
