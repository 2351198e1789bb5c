extension SchemaText {
  /// The tables of a namespace.
  static let tables = #"""
    object link: A network interface. Facts that not every link has stand beside the fixed keys.
      id! linkId Its identity while it lives.
      ifindex! integer Unique in the namespace.
      name! string At most 15 bytes.
      kind string The driver: `veth`, `bridge`, `vxlan` …; absent for physical devices and `lo`.
      hardwareType! hardwareType `ARPHRD_*`, in the words of `ip link`.
      mtu integer In bytes, without the link header.
      macAddress string The link-layer address; of an IP tunnel the local end, as an IP address.
      broadcast string The link-layer broadcast; of an IP tunnel the remote end, as an IP address.
      operState operState The state after RFC 2863.
      flags! [linkFlag] In the order of the kernel's bits.
      master linkId The bridge, bond or VRF that it is a port of.
      peer linkId The other end of a veth or netkit pair, in whichever namespace.
      parent linkId The link below: of a vlan, a macvlan, a vxlan ….
      linkNsid integer The namespace of peer or parent, as the link's own namespace numbers it;
        absent if it is the same one.
      altNames! [string] Alternative names.
      addresses! [linkAddress] By address.
      statistics statistics The counters since the link was made.
      group integer 0 is the default group.
      txQueueLength integer In packets.
      detail object The attributes of its kind; there for each link with a kind.
      port port What it has as a port of a bridge, bond or VRF.
      + linkFacts

    object linkAddress closed: An IP address on a link.
      address! address This end.
      prefixLength! integer In bits.
      scope! routeScope How far it reaches.
      flags! [addressFlag] In the order of the kernel's bits.
      label string IPv4 only.
      peer address The other end of a point-to-point address.
      broadcast address
      anycast address
      validSeconds integer How long it stays; 4294967295 is for ever.
      preferredSeconds integer How long new connections may use it; 4294967295 is for ever.
      metric integer Of the route of its prefix.
      protocol string{kernelLoopback,kernelRA,kernelLinkLocal} Who made it (`IFA_PROTO`).

    object statistics closed: The counters of a link (`struct rtnl_link_stats64`). Up to 2^64 - 1:
        a reader with 53 bits loses the last digits above 9 PB.
      rxBytes! integer
      txBytes! integer
      rxPackets! integer
      txPackets! integer
      rxErrors! integer
      txErrors! integer
      rxDropped! integer
      txDropped! integer
      collisions! integer
      multicast! integer Received multicast packets.
      rxLengthErrors! integer
      rxOverErrors! integer
      rxCrcErrors! integer
      rxFrameErrors! integer
      rxFifoErrors! integer
      rxMissedErrors! integer
      rxCompressed! integer
      rxNoHandler! integer
      txAbortedErrors! integer
      txCarrierErrors! integer
      txFifoErrors! integer
      txHeartbeatErrors! integer
      txWindowErrors! integer
      txCompressed! integer

    object port: What a link has as a port, by the kind of its master.
      kind string The kind of the master: `bridge`, `bond`, `vrf` ….

    object route: A route. Facts that few routes have stand beside the fixed keys.
      family! enum{ipv4,ipv6}
      destination! prefix `0.0.0.0/0` and `::/0` are the default routes.
      gateway address It may be of the other family (`RTA_VIA`).
      device string The name of the link in this namespace, `if7` where index 7 has no name.
      table! integer 254 is main, 255 local, 253 default.
      protocol! routeProtocol Who made it.
      scope! routeScope
      type! routeType
      priority integer The metric: lower ones win; absent without one, which is 0.
      source address The preferred source.
      flags! [routeFlag] In the order of the kernel's bits.
      mtu integer In bytes.
      nextHops! [routeNextHop] Of a multipath route; else empty.
      from prefix Packets must have this source; IPv6.
      tos integer Packets must have this type of service.
      nextHopId integer The next-hop object that it uses.
      expiresSeconds integer Until it goes away; IPv6.
      + routeFacts

    object routeNextHop: One of several next hops of a route.
      gateway address
      device string The name of the link.
      weight! integer From 1.
      flags! [routeFlag]
      + routeNextHopFacts

    object rule: A routing rule.
      family! enum{ipv4,ipv6}
      priority! integer Lower ones come first.
      from prefix Absent for all.
      to prefix Absent for all.
      iif string The link that packets come by; it may not exist.
      oif string The link that packets leave by; it may not exist.
      fwMark integer
      fwMask integer
      table! integer 0 where the action needs none.
      action! ruleAction
      + ruleFacts

    object neighbour closed: An entry of ARP or NDP, or an address that the node answers for.
      address! address
      macAddress macAddress
      device string The name of the link; absent for a proxy entry of all links.
      state! neighbourState `proxy` where the node answers for the address.
      flags! [neighbourFlag]
      protocol routeProtocol Who made it.
      confirmedSeconds integer Since it was last confirmed.
      usedSeconds integer Since it was last used.
      updatedSeconds integer Since it last changed.
      probes integer Solicitations without an answer.

    object fdbEntry closed: Where frames to a link-layer address go.
      macAddress! macAddress
      device string The name of the link.
      bridge string The name of the bridge that the link is a port of.
      vlan integer
      remote address The tunnel end that frames are sent to.
      port integer The UDP port there; absent for that of the device.
      vni integer
      sourceVni integer
      via string The name of the link that frames leave by.
      nextHopGroup integer The id of a next-hop object.
      state! fdbState As `bridge fdb` has it; `static` is `NUD_NOARP`.
      flags! [neighbourFlag]
      protocol routeProtocol Who made it.
      usedSeconds integer Since it was last used.
      updatedSeconds integer Since it last changed.
      linkNsid integer The namespace of the link of `via`.

    object nextHop: A next-hop object.
      id! integer
      family enum{ipv4,ipv6}
      gateway address
      device string The name of the link.
      group! [nextHopMember] Of a group; else empty.
      scope! routeScope
      protocol! routeProtocol Who made it.
      flags! [routeFlag]
      + nextHopFacts

    object nextHopMember closed: A next hop in a group.
      id! integer
      weight! integer 1 to 65536.

    object qdisc closed: A queueing discipline.
      device string The name of the link.
      kind! string
      handle! string `major:minor` in hexadecimal, as `tc` has it.
      parent! string `root`, `ingress`, `clsact` or a handle.

    object unknownAttribute: An attribute of netlink that no other key is for.
      type integer Its number.
      bytes string Hexadecimal digits.

    object numberRange: From one number to another, both included.
      low integer
      high integer

    object priorityMap: What becomes of a priority.
      from integer
      to integer

    object realms: The realms of a route or a rule.
      from integer Of the source.
      to integer Of the destination.
    """#
}
