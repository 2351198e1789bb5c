/// The objects of the documents, in lines that `SchemaObject` reads.
///
/// `object NAME …: what it is`, with `closed` before the colon where no further key may come;
/// then a line for each key, indented by two spaces: the key, `!` if it is always there, the type
/// and what it means. `+ NAME` adds the keys of another object. More indentation goes on.
///
/// A type is `string`, `integer`, `boolean`, `object`, several of them with `|`, `enum{a,b}` for
/// one of these words, a list `[type]`, or the name of another definition. `string{a,b}` has
/// these words and may have others.
enum SchemaText {
  static var all: [String] {
    [
      document, tables, pods, cni, bgp, ipam, services, openPorts, linksFacts, portsFacts,
      tunnelsFacts, routesFacts,
    ]
  }

  static let document = #"""
    object snapshot: The network of one node at one moment.
      kind! enum{snapshot} What the document is.
      schemaVersion! integer 1. A reader refuses versions that it does not know; added keys are
        no new version.
      tool! tool What wrote the document.
      capturedAt! timestamp When the reading ended.
      node! node The machine.
      completeness! [completeness] How the reading of each source went, by source.
      namespaces! [namespace] The network namespaces, the node's own first and then by inode.
      pods! [pod] By namespace and name.
      tunnels! [tunnel] Links that wrap packets into others, by link.
      cni cniState Configurations, attachments and plugins of CNI; absent where it was not asked
        for.
      services [service] Services of the cluster by the rules of this node, by namespace, name and
        port; absent where they were not asked for or could not be read.
      serviceProblems [serviceProblem] Rules of services that belong to none.
      bgp bgpStatus Who speaks BGP, and the sessions; absent where it was not asked for.
      ipam ipamState Networks and their leases; absent where it was not asked for.
      segments [segment] Ranges of addresses with a purpose, by purpose and prefix; absent where
        `ipam` is.
      ports [openPort] Who listens, in every namespace, and ports of the node that lead elsewhere;
        absent where it was not asked for.
      portRanges portRanges The ranges that ports are taken from; beside `ports`.

    object tool closed: The program that wrote a document.
      name! string `cnitop`.
      version! string Its version.

    object node closed: The machine.
      name! string The host name.
      machineId string `/etc/machine-id`: 32 hexadecimal digits.
      bootId string Another one after each boot.
      kernel string The release, as `uname -r` has it.
      uptimeSeconds integer Since the boot.
      addresses [address] Of global scope, in the node's own namespace and not on a loopback
        link; absent where the links could not be read.

    object completeness closed: How the reading of one source went.
      source! string `netlink:route:links netns:4026531840`, `file:/var/lib/cni/results`.
      status! enum{ok,denied,absent,error,truncated,interrupted} `denied`: no right to read it;
        `absent`: it is not there; `truncated`: larger than what is read; `interrupted`: it
        changed each time while it was read, and entries may be missing or there twice.
      detail string What went wrong and what to do about it.

    object namespace: A network namespace and what the kernel keeps in it. A table that could not
        be read is absent.
      id! netnsId Its identity while it lives.
      inode! integer The inode number of its file in nsfs.
      isHost! boolean Whether it is the node's own.
      paths! [string] Where it is bound; empty if only processes hold it.
      nsid integer The number that the node's namespace has for it; absent without one.
      processes integer How many processes are in it; absent where `/proc` could not be read.
      links [link] By index.
      routes [route] In the order of the kernel, IPv4 and then IPv6.
      rules [rule] In the order of evaluation, IPv4 and then IPv6.
      neighbours [neighbour] By index of the link and address.
      fdb [fdbEntry] By index of the link and address.
      nextHops [nextHop] By id.
      qdiscs [qdisc] By index of the link.
      filters filterState The rules of its firewall.
      conntrack connectionCount Connections that it tracks.

    object change closed: A line of `watch`, behind the first one, which is a snapshot.
      ts! timestamp When it was seen.
      seq! integer The number of the line.
      event! string Subject and action: `link.added`, `route.removed`, `pod.changed`.
      subject! string What the thing is called for as long as it lives.
      title! string What the thing is, for a person.
      netns netnsId Where it is.
      link linkId The link that it is, or that an address is on.
      before object The object as it was, with the keys of the snapshot and without counters;
        absent where it was added.
      after object The object as it is; absent where it was removed.
    """#

  static let pods = #"""
    object pod closed: A pod, or a container without an orchestrator.
      namespace string Of Kubernetes; absent for a container without one.
      name! string
      uid string
      sandboxId string The id of the sandbox, which CNI calls the container id.
      netns netnsId The network namespace.
      hostNetwork! boolean Whether it uses the namespace of the node.
      containers! [container]
      interfaces! [podInterface]
      hostPorts! [hostPort]
      sources! [podSource] Where its facts come from, most trusted first.

    object container closed: A container of a pod.
      name string
      id string 64 hexadecimal digits with most runtimes.

    object podInterface closed: An interface of a pod, with both of its ends.
      name! string Its name in the pod.
      link linkId The end in the pod.
      hostLink linkId The end in the node's namespace.
      addresses! [prefix]
      network string The name of the CNI network that made it.
      attachment string How it is attached: the kind of the link, `veth`, `macvlan` ….

    object hostPort closed: A port of the node that leads to the pod.
      hostPort! integer
      containerPort! integer
      protocol! string `tcp`, `udp`, `sctp`, in the letters of the source.
      hostAddress string The address of the node that it is on; absent for all.

    object tunnel closed: A link that wraps packets into others.
      link! linkId The device.
      kind! string The kind of the link: `vxlan`, `geneve`, `gre`, `ipip`, `wireguard` ….
      id integer The VNI, or the key of a GRE tunnel; absent without one, and where each packet
        brings its own.
      local address The source of the outer packets.
      remotes! [address] Where packets are sent, from the device and from its FDB.
      port integer The UDP port of the other ends.
      mtu integer In bytes.
      underlay linkId The link that wrapped packets leave by, where one is named.
      overheadBytes integer What wrapping adds to a packet.
      solution string The network solution with such names and numbers: `flannel`, `calico` ….
      publicKey string WireGuard: base64; absent while the device has no key.
      listenPort integer WireGuard: the UDP port that it hears.
      fwMark integer WireGuard: of the packets that it sends; absent without one.
      peers [wireGuardPeer] WireGuard: in the order of the kernel; absent where they could not be
        read.
      paths [tunnelPath] By remote; absent for a kind that has none, and where routes, neighbours
        or FDB were not read.

    object tunnelPath closed: A way through a tunnel, joined from routes, neighbours and FDB or peers.
      remote address The end; absent where it is missing, or found by flooding.
      gateway address The address inside of the tunnel that routes go by.
      macAddress macAddress Of the gateway.
      publicKey string Of the peer of WireGuard.
      routes! integer How many routes lead here.
      destinations! [prefix] Of the first of these routes, at most 16.
      missing! [string]{route,neighbour,fdb,peer,endpoint} What packets would need and do not
        have: `route` into the tunnel, the link-layer address of the gateway, the end that it is
        at, a peer that may have the destination, the address of the peer.

    object wireGuardPeer closed: A peer of a WireGuard device.
      publicKey! string Base64.
      endpoint address Where its packets go; absent until it is told or heard of.
      endpointPort integer The UDP port there.
      allowedIps! [prefix] What it may send from and is sent to.
      keepaliveSeconds integer How often it is sent something at least; absent for never.
      lastHandshakeAt timestamp When the last handshake ended; absent for never.
      rxBytes! integer
      txBytes! integer
    """#
}
