extension SchemaText {
  /// The part `bgp`.
  static let bgp = #"""
    object bgpStatus closed: Who speaks BGP here, and every session.
      speakers! [bgpSpeaker] The node's own namespace first.
      sessions! [bgpSession] Of each speaker, then by address.

    object bgpSpeaker closed: A process that speaks BGP.
      daemon! string{bird,frr,gobgp,cilium} The daemon, or the name of a program that cannot be
        asked.
      version string
      source! string The path of its control socket, as it sees it; `kernel` and the name of the
        program where there is none.
      condition! enum{answers,silent,denied,failed,kernelOnly} `silent`: it hangs or is stopped;
        `denied`: there was no right to ask; `failed`: it ended, or was not understood;
        `kernelOnly`: it cannot be asked.
      problem string What went wrong, in one line.
      routerId address
      localAS integer
      netns! netnsId Of its sockets.
      pid integer
      command string The name of the process, at most 15 bytes.
      pod string Of the pod that it runs in, `NAMESPACE/NAME`.
      listens! [string] `ADDRESS:PORT`; empty for one that only dials.
      uptimeSeconds integer Since the daemon was started.
      restart bgpRestart While it starts again and holds routes back.
      topology bgpTopology What its sessions make; absent where it told of none.

    object bgpTopology closed: How the sessions of a speaker make a network; without those that are
        switched off.
      kind! enum{mesh,reflected,reflector,external,mixed} `mesh`: with each other node; `reflected`:
        routes of other nodes come from route reflectors; `reflector`: this node is one; `external`:
        only with other AS.
      peers! integer
      established! integer
      meshPeers! integer
      clients! integer Peers that get the routes of others from this node.
      internalPeers! integer Others of the own AS.
      externalPeers! integer
      meshSessions integer Of all nodes of the mesh together: n(n-1)/2.
      advice string What to think of.

    object bgpRestart closed: A graceful restart (RFC 4724), while there is one.
      role! enum{recovering,peerRestarting} `recovering`: this node waits for its peers before it
        sends routes; `peerRestarting`: the peer is away, and its routes are kept.
      secondsLeft integer Until it is given up.

    object bgpSession closed: A session, or a peer that there is none with. What the daemon does
        not tell is absent.
      daemon! string
      source! string The control socket that told of it; `kernel` where only its connection is
        known, and the state is what that looks like.
      netns! netnsId
      name string What the daemon calls it.
      description string
      vrf string The routing instance; absent for the only one.
      peerAddress address Absent for a template of dynamic peers.
      interface string The link of a link-local peer.
      peerRange prefix Of a template of dynamic peers, which is no session itself.
      peerPort integer Of its end of the connection: 179, or any where the peer dialled.
      peerAS integer
      peerRouterId address The peer's BGP identifier.
      localAddress address
      localAS integer
      peerKind! enum{mesh,routeReflectorClient,global,node,dynamic,unknown} Why there is a session
        with the peer.
      internal boolean Whether both have one AS.
      state! enum{idle,connect,active,openSent,openConfirm,established,unknown} RFC 4271.
      adminDown! boolean Switched off on this node.
      passive! boolean It waits for the peer to dial.
      sinceSeconds integer How long it has been in its state, or down.
      holdTimeSeconds integer As agreed.
      holdLeftSeconds integer Until it is given up, if nothing comes.
      keepaliveSeconds integer
      families! [bgpFamily]
      reason bgpReason Why it is down, or was.
      tcp bgpConnection What the kernel knows of the connection; absent while there is none.
      bfd string{up,down,init,adminDown} Absent where it is not used.
      restart bgpRestart
      authenticated boolean Whether segments are signed; keys are never read.
      flaps integer How often it went down since the daemon started.
      notificationsSent integer
      notificationsReceived integer

    object bgpFamily closed: What is exchanged for one family of addresses.
      family! string{ipv4Unicast,ipv6Unicast,l2VpnEvpn}
      negotiated boolean Whether both sides agreed on it.
      received integer Prefixes that came; absent where the daemon forgets what it filters out.
      accepted integer Of them, those that passed its filters.
      advertised integer
      preferred integer Those in use.
      limit integer The most prefixes that are taken.
      limitReached boolean Whether that many came; beside `limit`.

    object bgpReason closed: Why a session is down, or was.
      side! enum{local,peer,socket,policy} `local`: this node said so; `peer`: the other one did;
        `socket`: TCP or the network under it; `policy`: it is configured so, or a limit was
        reached.
      code integer Of a NOTIFICATION.
      subcode integer
      text! string The words of RFC 4271 and 4486 where there is a code, else the daemon's.
      message string What an operator of the other side wrote (RFC 9003).
      current! boolean False where the session has gone on since.

    object bgpConnection closed: The connection of a session, as the kernel sees it.
      state! string The word for the state of TCP.
      evidence! enum{connecting,unanswered,noHost,mute,opening,flowing,dying} `unanswered`:
        dropped on the way, or MD5 does not match; `mute`: the peer took it and says nothing;
        `opening`: only the peer's first message came; `dying`: nothing is acknowledged.
      localAddress! address
      localPort! integer
      remotePort! integer
      retransmissions! integer Of what is unanswered now.
      totalRetransmissions integer
      sendQueueBytes! integer What is not acknowledged.
      bytesReceived integer
      bytesSent integer
      lastReceivedMilliseconds integer Since data came.
      rttMicroseconds integer
    """#
}
