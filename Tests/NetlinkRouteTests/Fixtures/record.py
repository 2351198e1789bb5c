#!/usr/bin/env python3
"""Records what a kernel says about a node full of links, as the fixtures of these tests.

  record.py FOLDER    makes links of every kind, routes and more in the namespace that it runs in,
                      then writes FOLDER/<kernel>-*.hex and, of the same moment, what ip and bridge print.

Run it as root in an empty namespace, on a kernel with as many kinds of links as can be had:
what a kernel lacks is left out, and said on stderr. It needs iproute2 and nothing else.
"""
import os, socket, struct, subprocess, sys

LINKS = """
ip link set lo up
sh -c 'ip link add d0 type dummy || ip link add d0 type ifb'
ip link set d0 up mtu 1400 txqueuelen 77 alias the_first group 5
ip link property add dev d0 altname a-rather-long-alternative-name altname second
sh -c 'ip link add d1 type dummy || ip link add d1 type ifb'
sh -c 'ip link add d2 type dummy || ip link add d2 type ifb'
sh -c 'ip link add d3 type dummy || ip link add d3 type ifb'
sh -c 'ip link add d4 type dummy || ip link add d4 type ifb'
sh -c 'ip link add d5 type dummy || ip link add d5 type ifb'
sh -c 'ip link add d6 type dummy || ip link add d6 type ifb'
sh -c 'ip link add d7 type dummy || ip link add d7 type ifb'
sh -c 'ip link add d8 type dummy || ip link add d8 type ifb'
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip link add br0 type bridge vlan_filtering 1 stp_state 1 priority 4096 ageing_time 20000 forward_delay 1000 mcast_querier 1 nf_call_iptables 1 vlan_default_pvid 7 group_fwd_mask 8
sh -c 'ip link show br0 || ip link add br0 type bridge stp_state 1 priority 4096 ageing_time 20000 forward_delay 1000 nf_call_iptables 1'
ip link set br0 up
ip link set v0 master br0
ip link set v0 type bridge_slave hairpin on cost 7 priority 9 guard on learning off flood off isolated on neigh_suppress on mcast_fast_leave on
ip link set v0 type bridge_slave hairpin on cost 7
ip link add bond0 type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_select bandwidth updelay 200
ip link set d1 master bond0
ip link set bond0 up
ip link add bond1 type bond mode active-backup arp_interval 250 arp_ip_target 192.0.2.1,192.0.2.2 arp_validate all primary_reselect better
ip link set d4 master bond1
ip link set bond1 up type bond primary d4
ip link add vrf0 type vrf table 1000
ip link set d2 master vrf0
ip link add link d0 name d0.100 type vlan id 100 protocol 802.1ad reorder_hdr off gvrp on egress-qos-map 1:2 3:4 ingress-qos-map 5:6
ip link add link d0 name mv0 type macvlan mode bridge
ip link add link d0 name mv1 type macvlan mode source bcqueuelen 555
ip link set mv1 type macvlan macaddr add 02:00:00:00:00:07
ip link set mv1 type macvlan macaddr add 02:00:00:00:00:08
ip link add link d5 name mvt0 type macvtap mode passthru
ip link add link d3 name iv0 type ipvlan mode l3s private
ip link add link d3 name ivt0 type ipvtap mode l3s
ip link add vx0 type vxlan id 42 group 239.1.1.1 local 192.0.2.1 dev d0 dstport 8472 ttl 9 tos 4 ageing 77 maxaddress 88 srcport 1000 2000 proxy rsc l2miss l3miss gbp udpcsum
ip link add vx1 type vxlan id 43 remote 2001:db8::1 local 2001:db8::2 dstport 4789 nolearning udp6zerocsumtx udp6zerocsumrx flowlabel 0x12345 ttl inherit df set
ip link add vx2 type vxlan external vnifilter dstport 4790
ip link add vx3 type vxlan gpe external dstport 4791
ip link add gnv0 type geneve id 77 remote 192.0.2.7 ttl 9 tos 4 dstport 6082 df set udpcsum
ip link add gnv1 type geneve id 78 remote 2001:db8::7 ttl inherit udp6zerocsumtx
ip link add gnv2 type geneve external dstport 6083
ip link add gr0 type gre local 192.0.2.1 remote 192.0.2.2 key 99 ttl 64 csum
ip link add gr1 type gretap local 192.0.2.1 remote 192.0.2.3 ikey 1 okey 2 nopmtudisc
ip link add gr2 type ip6gre local 2001:db8::1 remote 2001:db8::2 hoplimit 33 tclass 0x20 flowlabel 0x54321 key 4
ip link add gr3 type ip6gretap local 2001:db8::1 remote 2001:db8::3 encaplimit none
ip link add er0 type erspan local 192.0.2.1 remote 192.0.2.4 seq key 30 erspan_ver 1 erspan 123
ip link add er1 type ip6erspan local 2001:db8::1 remote 2001:db8::4 seq key 31 erspan_ver 2 erspan_dir egress erspan_hwid 17
ip link add gr4 type gretap external
ip link add ipip0 type ipip local 192.0.2.1 remote 192.0.2.5 ttl 7 mode any
ip link add ipip1 type ipip local 192.0.2.1 remote 192.0.2.6 encap fou encap-sport auto encap-dport 5555
ip link add sit0a type sit local 192.0.2.1 remote 192.0.2.8 ttl 8
ip link add sit1 type sit local 192.0.2.1 6rd-prefix 2001:db8::/32 6rd-relay_prefix 198.51.100.0/24
ip link add tnl0 type ip6tnl local 2001:db8::1 remote 2001:db8::9 mode ip6ip6 hoplimit 44 encaplimit 5 flowlabel 0x222 dscp inherit
ip link add tnl1 type ip6tnl external
ip link add vti0a type vti local 192.0.2.1 remote 192.0.2.9 key 5
ip link add vtisix type vti6 local 2001:db8::1 remote 2001:db8::a ikey 6 okey 7
ip link add wg0 type wireguard
ip link add kp0 type netkit
ip link add xf0 type xfrm dev d0 if_id 9
ip link add link d6 name ms0 type macsec sci 1122334455667788 encrypt on replay on window 32
ip link add hsr0 type hsr slave1 d7 slave2 d8 supervision 45 version 1
ip link add bu0 type bareudp dstport 6635 ethertype mpls_uc
ip link add ifb7 type ifb
ip link add nlmon7 type nlmon
ip link add vcan7 type vcan
ip link add team7 type team
ip link add vxc0 type vxcan peer name vxc1
ip tuntap add dev tun7 mode tun user 4000000
ip tuntap add dev tap7 mode tap multi_queue
sh -c 'echo 1 1 > /sys/bus/netdevsim/new_device && echo 2 > /sys/bus/netdevsim/devices/netdevsim1/sriov_numvfs && sleep 0.1; for n in /sys/bus/netdevsim/devices/netdevsim1/net/*; do ip link set ${n##*/} name ns1; done'
ip link set ns1 vf 0 mac 02:00:00:00:01:00 vlan 33 qos 2 spoofchk on trust on state enable
ip link set ns1 vf 1 max_tx_rate 1000 min_tx_rate 10
"""
OTHERS = """
sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip address add 192.0.2.1/24 dev d0
ip address add 192.0.2.10/24 dev d0 label d0:ten noprefixroute
ip address add 10.0.0.1 peer 10.0.0.2/32 dev d0 scope link
ip address add 2001:db8::1/64 dev d0 nodad
ip address add 2001:db8::5 peer 2001:db8::6/128 dev d0 valid_lft 1000 preferred_lft 500
ip route add 198.51.100.0/24 via 192.0.2.254 metric 50 mtu 1300 advmss 1200 proto bird src 192.0.2.1
ip route add 198.51.101.0/24 proto 80 nexthop via 192.0.2.253 weight 3 nexthop via 192.0.2.252 weight 5 onlink dev d0
ip route add blackhole 198.51.102.0/24 metric 77
ip route add unreachable 198.51.103.0/24 table 500
ip route add 198.51.104.0/24 via inet6 2001:db8::99 dev d0
ip link set gr4 up
ip route add 198.51.105.0/24 encap ip id 5 src 192.0.2.1 dst 192.0.2.77 ttl 4 dev gr4
ip route add 198.51.106.0/24 encap mpls 100/200 via 192.0.2.254
ip route add default via 192.0.2.254 dev d0 onlink
ip route add 2001:db8:1::/48 via 2001:db8::99 metric 60 proto bird pref high
ip route add 2001:db8:2::/48 nexthop via 2001:db8::98 weight 2 nexthop via 2001:db8::97
ip route add 2001:db8:3::/48 encap seg6 mode encap segs fc00::1,fc00::2 via 2001:db8::99
ip route add 2001:db8:4::/48 encap seg6local action End.X nh6 2001:db8::99 dev d0
ip route add prohibit 2001:db8:5::/48
ip route add 2001:db8:6::/48 via 2001:db8::99 expires 1000
ip route add 2001:db8:7::/48 from 2001:db8::/64 via 2001:db8::99
ip nexthop add id 1 via 192.0.2.254 dev d0
ip nexthop add id 2 via 192.0.2.253 dev d0 protocol bird
ip nexthop add id 3 blackhole
ip nexthop add id 10 group 1,5/2,200
ip nexthop add id 11 group 1/2 type resilient buckets 32 idle_timer 60
ip nexthop add id 12 via 192.0.2.55 fdb
ip nexthop add id 13 group 12 fdb
ip route add 198.51.107.0/24 nhid 10
ip rule add from 192.0.2.0/24 to 198.51.100.0/24 iif d0 fwmark 0x10/0xff table 500 priority 100 suppress_prefixlength 8
ip rule add priority 200 goto 32766
ip rule add priority 300 not oif d0 ipproto tcp sport 100-200 dport 443 uidrange 1000-2000 lookup 77
ip rule add priority 400 blackhole tos 0x10
ip -6 rule add from 2001:db8::/32 priority 100 lookup 500 protocol bird
ip neighbour add 192.0.2.50 lladdr 02:00:00:00:00:50 dev d0
ip neighbour add 192.0.2.51 lladdr 02:00:00:00:00:51 dev d0 nud reachable extern_learn
ip neighbour add 2001:db8::50 lladdr 02:00:00:00:00:52 dev d0 router protocol bird
ip neighbour add proxy 192.0.2.60 dev d0
ip neighbour add proxy 2001:db8::60 dev d0
bridge fdb add 02:00:00:00:00:70 dev v0 master static vlan 7
bridge fdb append 02:00:00:00:00:71 dev vx0 dst 192.0.2.71 self vni 9 port 8473 via d0
bridge fdb append 00:00:00:00:00:00 dev vx1 dst 2001:db8::71 self
bridge fdb add 02:00:00:00:00:72 dev vx0 nhid 13 self
tc qdisc add dev d0 root handle 1: htb default 10
tc qdisc add dev d0 clsact
"""
# What is dumped: the fixture, the type, the family byte, bytes behind it, and who else prints it.
DUMPS = [
    ('links', 18, struct.pack('=BBHiII', 0, 0, 0, 0, 0, 0) + struct.pack('=HHI', 8, 29, 9), 'ip -j -d link show'),
    ('addresses', 22, bytes(8), 'ip -j -d address show dev d0'),
    ('routes4', 26, struct.pack('=B11x', 2), 'ip -j -d -4 route show table all'),
    ('routes6', 26, struct.pack('=B11x', 10), 'ip -j -d -6 route show table all'),
    ('rules', 34, struct.pack('=B11x', 2), 'ip -j -d rule show'),
    ('rules6', 34, struct.pack('=B11x', 10), 'ip -j -d -6 rule show'),
    ('neighbours', 30, bytes(12), 'ip -j -d neighbour show'),
    ('proxies', 30, bytes(10) + b'\x08\0', 'ip -j -d neighbour show proxy'),
    ('fdb', 30, struct.pack('=B11x', 7), 'bridge -j -d fdb show'),
    ('nexthops', 106, bytes(8), 'ip -j -d nexthop show'),
    ('qdiscs', 38, bytes(20), 'tc -j -d qdisc show'),
    ('statistics', 94, struct.pack('=BBHII', 0, 0, 0, 0, 1), None),
]
HEADER = {16: 16, 20: 8, 24: 12, 28: 12, 32: 12, 36: 20, 92: 12, 104: 8}


def dump(kind, body):
    kind_asked = kind
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    s.setsockopt(270, 12, 1)  # NETLINK_GET_STRICT_CHK
    s.send(struct.pack('=IHHII', 16 + len(body), kind, 0x301, 1, 0) + body)
    messages = []
    while True:
        data = s.recv(1 << 20)
        while data:
            size, kind, _, _, _ = struct.unpack_from('=IHHII', data)
            if kind in (2, 3):
                code = struct.unpack_from('=i', data, 16)[0]
                if code < 0:
                    print('dump:', os.strerror(-code), file=sys.stderr)
                return messages[:8] if kind_asked == 94 else messages
            messages.append((kind, data[16:size]))
            data = data[(size + 3) & ~3:]


def remarks(kind, payload, is_first):
    """One line for the header, one for each attribute, as many as it takes for long ones.

    Of the links, only the first has what all have and what is long: statistics (7, 23), the
    map (14), what IPv4 and IPv6 say (26).
    """
    at = HEADER[kind]
    yield payload[:at].hex(' '), 'header'
    while at < len(payload):
        size, number = struct.unpack_from('=HH', payload, at)
        end = min((at + size + 3) & ~3, len(payload))
        text = payload[at + 4:at + size]
        if kind == 16 and not is_first and number & 0x3fff in (7, 14, 23, 26):
            at = end
            continue
        word = text.rstrip(b'\0').decode('latin1')
        shown = f" '{word}'" if len(word) > 1 and word.isascii() and word.isprintable() else ''
        for start in range(at, end, 32):
            yield payload[start:min(start + 32, end)].hex(' '), f'{number & 0x3fff}{shown}' if start == at else ''
        at = end


def main():
    folder = sys.argv[1]
    release = '.'.join(os.uname().release.split('.')[:2])
    for line in (LINKS.strip() + OTHERS).strip().splitlines():
        done = subprocess.run(line if line.startswith('sh ') else line.split(), shell=line.startswith('sh '),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            print(f'left out: {line}: {done.stdout.strip()}', file=sys.stderr)
    for name, kind, body, command in DUMPS:
        with open(f'{folder}/{release}-{name}.hex', 'w') as file:
            file.write(f'# Kernel {release}, {os.uname().machine} (little-endian). The payloads of one dump, type {kind}, recorded by record.py;\n')
            file.write('# a line that starts with "=" begins the next one. Remarks: the number of an attribute, and its text.\n')
            for position, (message, payload) in enumerate(dump(kind, body)):
                file.write(f'= {message}\n')
                for data, remark in remarks(message, payload, position == 0):
                    file.write(f'{data}{"  # " + remark if remark else ""}\n')
        if command:
            text = subprocess.run(command.split(), capture_output=True, text=True).stdout
            with open(f'{folder}/{release}-{name}.json', 'w') as file:
                file.write(text.replace('},{"', '},\n{"').strip() + '\n')


main()
