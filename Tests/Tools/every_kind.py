"""Builds a node with a link of every kind that Linux 6.12 has and iproute2 can make."""

# In this order: a link stands behind those that it is made on. Each line has to be taken.
LINKS = """
link add d0 mtu 1450 type dummy
link add d1 type dummy
link add d2 type dummy
link add d3 type dummy
link add d4 type dummy
link add br0 type bridge vlan_filtering 1 vlan_default_pvid 7 stp_state 1 group_fwd_mask 8
link add link d0 vl0 type vlan id 100 reorder_hdr off gvrp on loose_binding on egress-qos-map 1:2 ingress-qos-map 3:4
link add link d0 vl1 type vlan protocol 802.1ad id 4094
link add link d1 iv0 type ipvlan mode l2 private
link add link d1 iv1 type ipvlan
link add link d2 iv2 type ipvlan mode l3s vepa
link add link d2 it0 type ipvtap mode l3
link add link d3 mv0 type macvlan mode source macaddr add 02:00:00:00:00:07
link add link d3 mv1 type macvlan mode bridge bcqueuelen 7
link add link d3 mt0 type macvtap mode vepa
link add vrf0 type vrf table 1000
link add bond0 type bond mode 802.3ad miimon 120 lacp_rate fast xmit_hash_policy layer3+4 ad_select bandwidth
link add bond1 type bond mode active-backup arp_interval 200 arp_ip_target 192.0.2.1,192.0.2.2 fail_over_mac active
link add nl0 type nlmon
link add if0 type ifb
link add gn0 type geneve id 77 remote 192.0.2.9 ttl 9 tos 4 dstport 6081 udpcsum
link add gn1 type geneve external dstport 6082
link add gn2 type geneve id 78 remote 2001:db8::9 df set
link add vx0 type vxlan id 42 local 192.0.2.1 dstport 8472 nolearning gbp
link add vx1 type vxlan id 43 remote 2001:db8::2 local 2001:db8::1 dstport 4789 udp6zerocsumtx
link add vx2 type vxlan external dstport 4790 gpe
link add gre1 type gre local 192.0.2.1 remote 192.0.2.2 key 7 ttl 64 csum seq
link add gre2 type gre local 192.0.2.1 remote 192.0.2.3 ikey 1 okey 2.0.0.0 tos inherit nopmtudisc
link add gt0 type gretap local 192.0.2.1 remote 192.0.2.4 nopmtudisc ttl 3
link add gt1 type gretap external
link add er0 type erspan local 192.0.2.1 remote 192.0.2.5 seq key 9 erspan_ver 1 erspan 5
link add er1 type erspan local 192.0.2.1 remote 192.0.2.6 seq key 10 erspan_ver 2 erspan_dir egress erspan_hwid 3
link add er2 type ip6erspan local 2001:db8::1 remote 2001:db8::9 seq key 11 erspan_ver 1 erspan 6
link add er3 type ip6erspan local 2001:db8::1 remote 2001:db8::a seq key 12 erspan_ver 2 erspan_dir ingress erspan_hwid 4
link add g6 type ip6gre local 2001:db8::1 remote 2001:db8::2 key 3 hoplimit 12 encaplimit none
link add gt6 type ip6gretap local 2001:db8::1 remote 2001:db8::3
link add ip1 type ipip local 192.0.2.1 remote 192.0.2.2 ttl 7
link add ip2 type ipip external
link add ip3 type ipip local 192.0.2.1 remote 192.0.2.12 encap fou encap-sport auto encap-dport 5555
link add ip4 type ipip local 192.0.2.1 remote 192.0.2.13 encap gue encap-sport 7 encap-dport 5556 encap-remcsum
link add gre3 type gre local 192.0.2.1 remote 192.0.2.14 key 8 encap gue encap-sport auto encap-dport 5557
link add si0 type sit local 192.0.2.1 remote 192.0.2.7 ttl 8 mode any
link add t6 type ip6tnl local 2001:db8::1 remote 2001:db8::4 mode ip6ip6 hoplimit 9 flowlabel 0x12345
link add t6i type ip6tnl local 2001:db8::1 remote 2001:db8::b mode any encaplimit none
link add t46 type ip6tnl local 2001:db8::1 remote 2001:db8::5 mode ipip6
link add vti0 type vti local 192.0.2.1 remote 192.0.2.8 key 5
link add vti6 type vti6 local 2001:db8::1 remote 2001:db8::6 key 6
link add wg0 type wireguard
link add xf0 type xfrm dev d0 if_id 0x2a
link add bu0 type bareudp dstport 6635 ethertype mpls_uc
link add link d4 ms0 type macsec sci 1 cipher gcm-aes-256 encrypt on replay on window 32
link add hs0 type hsr slave1 ve4 slave2 ve6 supervision 45 version 1
link add vc0 type vcan
link add kp0 type netkit
tuntap add dev tun0 mode tun user 7 group 8
tuntap add dev tap0 mode tap vnet_hdr multi_queue
link add b2 type dummy
link set b2 master br0
link set gt0 master br0
link set gt0 type bridge_slave vlan_tunnel on
link set d1 master vrf0
link add b0 type dummy
link add b1 type dummy
link set b0 master bond0
link set b1 master bond1
link set tap0 master br0
link set d0 up
link set d1 up
link set d2 up
link set d3 up
link set br0 up
link set vrf0 up
link set bond0 up
link set bond1 up
link set iv0 up
link set wg0 up
link set vx0 up
link set ip2 up
link set gn1 up
"""
# Tunnels whose MTU the kernel made by itself: what they add to a packet is what is missing to 1,500.
SIZED = ('gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan', 'ipip', 'sit', 'ip6tnl')
PAIRS = [('ve0', 'ce0'), ('ve2', 'ce2'), ('ve4', 'ce4'), ('ve6', 'ce6')]
BRIDGE = """
vlan add dev b2 vid 100-110
vlan add dev b2 vid 120 pvid untagged
fdb add 02:00:00:00:00:21 dev b2 master static vlan 100
fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.20
mdb add dev br0 port b2 grp 239.1.1.1 permanent vid 100
"""
ADDRESSES = """
address add 192.0.2.1/24 dev d0
address add 2001:db8::1/64 dev d0 nodad
address add 10.0.0.1/24 dev d1
route add 10.9.0.0/16 via 10.0.0.9 vrf vrf0
route add 10.7.0.0/16 encap ip id 7 dst 192.0.2.66 dev ip2
route add 10.6.0.0/16 dev gn1 encap ip id 9 dst 192.0.2.67
"""


def build(node):
    """Fills the namespace `node`; every line has to be taken."""
    for name in ('node', 'pod'):
        node.namespace(name)
    for left, right in PAIRS:
        node.ip('node', f'link add {left} type veth peer name {right}')
    node.ip('node', 'link set ve0 mtu 1400')
    node.move('ce0', 'node', 'pod')
    for lines, tool in ((LINKS, 'ip'), (ADDRESSES, 'ip'), (BRIDGE, 'bridge')):
        for line in lines.strip().splitlines():
            node.command('node', tool, line)
    # A link below in another namespace.
    node.move('iv1', 'node', 'pod')
    node.move('vl1', 'node', 'pod')
