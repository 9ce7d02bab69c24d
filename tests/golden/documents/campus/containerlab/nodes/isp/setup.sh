#!/bin/sh
# Network of node isp, run once in its container.
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
ip link set dev eth1 alias 'isp -> edge'
ip link set dev eth1 up
ip address replace 10.0.0.4/32 dev lo
ip address replace 2001:db8:0:4::1/64 dev lo nodad
ip address replace fe80::4:1/64 dev eth1 nodad
ip address replace 10.1.0.6/30 dev eth1
ip address replace 2001:db8:1:1::2/64 dev eth1 nodad
for socket in /var/run/frr/mgmtd.vty /var/run/frr/zserv.api /var/run/frr/staticd.vty /var/run/frr/bgpd.vty; do
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
