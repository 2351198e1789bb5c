import TestSupport
import Testing

/// The commands that change a node, run as an operator runs them.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct AttachTests {
  private func expect(
    _ script: String, _ expected: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let output = try AttachNode.run(script)
    #expect(output == expected + "\n", sourceLocation: location)
  }

  @Test func attachVerifyDetach() throws {
    try expect(
      """
      c attach plain /run/netns/box
      ip netns exec box ip -br -4 address show dev net1 | tr -s ' ' | cut -d' ' -f3
      ls /var/lib/cni/results | sed 's/[0-9]\\{6,\\}/N/'
      stat -c %a /var/lib/cni/results /var/lib/cni/results/*
      c verify plain /run/netns/box
      ip -n box address flush dev net1
      c verify plain /run/netns/box | sed 's/:.*//' | tail -1
      c detach plain /run/netns/box
      ip -n box -br link show | wc -l
      ls /var/lib/cni/results /var/lib/cni/networks/plain | grep -v -e lock -e last
      find /run/cni -type f $KEPT
      """,
      """
      attached /run/netns/box to network plain as net1 with 10.8.0.2/24
      = 0
      10.8.0.2/24
      plain-cnitop-N-net1
      700
      600
      net1 of /run/netns/box on network plain is as it should be
      = 0
      = 1
      detached /run/netns/box from network plain: net1 is gone
      = 0
      1
      /var/lib/cni/networks/plain:

      /var/lib/cni/results:
      """)
  }

  @Test func aDryRunTellsThePlanAndChangesNothing() throws {
    try expect(
      """
      c attach plain /run/netns/box --dry-run | grep -v -e sysctl -e waits \\
        | sed 's/veth[0-9a-f]\\{8\\}/VETH/; s/ address [0-9a-f]*:[0-9a-f:]*//; s/node .*/node/'
      c attach plain /run/netns/box --dry-run -o json | grep -c '"sign":"+"'
      ip -br link show | wc -l
      ip -n box -br link show | wc -l
      find /var/lib/cni /run/cni -type f
      c attach plain /run/netns/box > /dev/null
      c detach plain /run/netns/box --dry-run | sed 's/node .*/node/'
      ip -n box -br link show | wc -l
      """,
      """
      bridge:
        node
          + bridge br1
          ~ link br1 up
          + veth VETH to net1 in the container master br1 up
          + lease of 10.8.0.2/24 from host-local
          + address 10.8.0.1/24 on br1
        /run/netns/box
          + address 10.8.0.2/24 on net1
          ~ link net1 up
      = 0
      1
      1
      1
      bridge:
        node
          - lease of 10.8.0.2/24 from host-local
        /run/netns/box
          - link net1
      = 0
      2
      """)
  }

  /// Plugins behind the first one plan for an interface that is not there yet.
  @Test func aDryRunOfAChain() throws {
    try expect(
      #"""
      cat > $D/net.d/70-chain.conflist <<END
      {"cniVersion":"1.0.0","name":"chain","plugins":[
       {"type":"bridge","bridge":"br3","ipMasq":true,"ipMasqBackend":"nftables","isGateway":true,
        "ipam":{"type":"host-local","subnet":"10.6.0.0/24","rangeStart":"10.6.0.50"}},
       {"type":"tuning","mtu":1400,"sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"}},
       {"type":"bandwidth","ingressRate":80000,"ingressBurst":80000},
       {"type":"sbr"},
       {"type":"portmap","backend":"nftables","capabilities":{"portMappings":true}}]}
      END
      cat > $D/net.d/80-asking.conflist <<END
      {"cniVersion":"1.0.0","name":"asking","plugins":[
       {"type":"bridge","bridge":"br4","ipam":{"type":"dhcp"}}]}
      END
      c attach chain /run/netns/box --port 8080:80 --dry-run | grep -v -e waits -e accept_         | sed 's/veth[0-9a-f]\{8\}/VETH/; s/ address [0-9a-f]*:[0-9a-f:]*//; s/node .*/node/'
      c attach chain /run/netns/box --ip 10.6.0.77 --dry-run | grep lease
      c attach asking /run/netns/box --dry-run | grep addresses
      find /var/lib/cni /run/cni -type f
      ip -br link show | wc -l
      """#,
      """
      bridge:
        node
          + bridge br3
          ~ link br3 up
          + veth VETH to net1 in the container master br3 up
          + lease of 10.6.0.50/24 from host-local
          + address 10.6.0.1/24 on br3
          ~ sysctl net/ipv4/ip_forward = 1
          + masquerade 10.6.0.50 (nftables)
        /run/netns/box
          ~ sysctl net/ipv4/conf/net1/arp_notify = 1
          + address 10.6.0.50/24 on net1
          ~ link net1 up
      tuning:
        /run/netns/box
          ~ sysctl net/ipv4/conf/net1/arp_filter = 1
          ~ link net1 mtu 1400
      bandwidth:
        node
          ~ link VETH sends 10000 bytes a second, 10000 at once
      sbr:
        /run/netns/box
          + rule from 10.6.0.50 table 100
          + route 0.0.0.0/0 via 10.6.0.1 on net1 table 100
      portmap:
        node
          + host ports tcp 8080 to 80 (nftables)
          ~ sysctl net/ipv4/conf/br3/route_localnet = 1
      = 0
          + lease of 10.6.0.77/24 from host-local
          + addresses of dhcp, which are not known before
      1
      """)
  }

  @Test func theSameNamespaceByAnyName() throws {
    try expect(
      """
      ip netns exec box sleep 100 & sleep 0.2
      p=$(ip netns pids box)
      c attach plain $p | sed "s/$p/P/"
      c attach plain /run/netns/box
      c detach plain /proc/$p/ns/net | sed "s/$p/P/"
      kill $!
      """,
      """
      attached process P to network plain as net1 with 10.8.0.2/24
      = 0
      cnitop: /run/netns/box is already attached to network plain as net1; to attach it once more, \
      name the interface with --ifname
      = 1
      detached /proc/P/ns/net from network plain: net1 is gone
      = 0
      """)
  }

  /// Each in a node of its own, which stays as it was.
  @Test(
    arguments: [
      (
        "no such network", "attach nolan /run/netns/box", 1,
        "there are: default, lan, none, plain, taken"
      ),
      (
        "a broken network", "attach broken /run/netns/box", 1,
        "network broken cannot be used: D/net.d/60-broken.conflist: plugins[0].type is \"a/b\", not "
          + "the name of a program"
      ),
      (
        "a plugin that is not there", "attach none /run/netns/box", 1,
        "failed to find plugin \"no-such-plugin\" in path [/usr/lib/cni] (code 7)"
      ),
      ("no such pod", "attach plain nopod", 1, "no pod nopod on this node"),
      (
        "no such path", "attach plain /run/netns/gone", 1,
        "cannot open the namespace /run/netns/gone: No such file or directory"
      ),
      ("no namespace", "attach plain /etc/passwd", 1, "it is no network namespace"),
      ("the node itself", "attach plain $$", 1, "nothing can be attached to that"),
      ("no such process", "attach plain 999999999", 1, "/proc/999999999/ns/net"),
      (
        "a name that is taken", "attach plain /run/netns/box --ifname lo", 1,
        "/run/netns/box has an interface lo already; name another with --ifname"
      ),
      (
        "a long name", "attach plain /run/netns/box --ifname abcdefghijklmnop", 2,
        "interface name is too long"
      ),
      ("no address", "attach plain /run/netns/box --ip 10.8.0.300", 2, "--ip 10.8.0.300"),
      ("no Ethernet address", "attach plain /run/netns/box --mac 01:02", 2, "--mac 01:02"),
      ("no port", "attach plain /run/netns/box --port 80", 2, "--port 80"),
      ("port zero", "attach lan /run/netns/box --port 0:80", 2, "--port 0:80"),
      (
        "a capability that nobody has", "attach plain /run/netns/box --port 80:80", 1,
        "no plugin of network plain has the capability portMappings, nor any other"
      ),
      (
        "another capability", "attach lan /run/netns/box --capability x=1", 1,
        "no plugin of network lan has the capability x; there are: portMappings"
      ),
      ("no JSON", "attach lan /run/netns/box --capability x={", 2, "not JSON at byte 1"),
      ("another root", "attach plain /run/netns/box --root $D", 2, "--root is for reading"),
      (
        "not attached", "detach plain /run/netns/box", 1,
        "/run/netns/box is not attached to network plain, nor to any other"
      ),
      ("nothing to verify", "verify plain /run/netns/box", 1, "is not attached to network plain"),
      (
        "the link of the default route", "attach taken /run/netns/box", 1,
        "network taken would take up0 away from the node, which carries the node's default route; "
          + "to do it all the same, add --confirm up0"
      ),
    ] as [(String, String, Int, String)])
  func refuses(_ what: String, command: String, status: Int, message: String) throws {
    let output = try AttachNode.run(
      """
      ip link add up0 type veth peer name up1
      ip address add 192.0.2.1/24 dev up0
      ip link set up0 up
      ip link set up1 up
      ip route add default via 192.0.2.2
      c \(command) | sed "s|$D|D|g"
      find /var/lib/cni /run/cni -type f ! -name actions.ndjson
      ip -br link show | wc -l
      ip -n box -br link show | wc -l
      """)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4, "\(output)")
    #expect(lines.first?.hasPrefix("cnitop: ") == true, "\(output)")
    #expect(lines.first?.contains(message) == true, "\(output)")
    // The status, and the links of the node and of the namespace: nothing was made.
    #expect(lines.dropFirst() == ["= \(status)", "3", "1"], "\(output)")
  }

  @Test func keepsWhatARunningPodNeeds() throws {
    try expect(
      """
      c attach default /run/netns/box --ifname eth0
      c detach default /run/netns/box
      c attach plain /run/netns/box
      sed -i 's/,"maker":"cnitop"//' /var/lib/cni/results/plain-*
      c detach plain /run/netns/box
      c detach lan /run/netns/box
      c detach default /run/netns/box --confirm net1 | tail -1
      c detach default /run/netns/box --confirm eth0
      c detach plain /run/netns/box --confirm net1
      """,
      """
      attached /run/netns/box to network default as eth0 with 10.9.0.2/24
      = 0
      cnitop: eth0 carries the default route of /run/netns/box, which is running; to detach it all \
      the same, add --confirm eth0
      = 1
      attached /run/netns/box to network plain as net1 with 10.8.0.2/24
      = 0
      cnitop: net1 was made by the runtime of /run/netns/box, which is running; to detach it all \
      the same, add --confirm net1
      = 1
      cnitop: /run/netns/box is not attached to network lan; attached are: eth0 on default, net1 on \
      plain
      = 1
      = 1
      detached /run/netns/box from network default: eth0 is gone
      = 0
      detached /run/netns/box from network plain: net1 is gone
      = 0
      """)
  }

  @Test func anAddressThatIsAskedForAndTwoInterfaces() throws {
    try expect(
      """
      c attach plain /run/netns/box --ip 10.8.0.77 --mac 02:00:00:00:00:07 -o json > $D/out
      tail -1 $D/out
      ip -n box -br link show net1 | grep -c 02:00:00:00:00:07
      c attach plain /run/netns/box --ifname net7
      c detach plain /run/netns/box
      c detach plain /run/netns/box --ifname net7
      c detach plain /run/netns/box -o json | sed 's/cnitop-[0-9]*/ID/'
      """,
      """
      = 0
      1
      attached /run/netns/box to network plain as net7 with 10.8.0.78/24
      = 0
      cnitop: /run/netns/box is attached to network plain several times: say which with --ifname: \
      net1, net7
      = 1
      detached /run/netns/box from network plain: net7 is gone
      = 0
      {"network":"plain","containerId":"ID","ifname":"net1"}
      = 0
      """)
  }

  @Test func undoTurnsRoundWhatWasDone() throws {
    try expect(
      """
      c undo
      c attach plain /run/netns/box --ifname net3
      mac=$(ip -n box -j link show net3 | sed 's/.*"address":"\\([0-9a-f:]*\\)".*/\\1/')
      c detach plain /run/netns/box
      c undo --list
      c undo
      ip -n box -br -4 address show dev net3 | tr -s ' ' | cut -d' ' -f3
      ip -n box link show net3 | grep -c $mac
      c undo
      ip -n box -br link show | wc -l
      c undo
      c attach default /run/netns/box --ifname eth0
      c undo
      c undo --confirm eth0
      stat -c %a /run/cni/cnitop/actions.ndjson
      """,
      """
      cnitop: there is nothing to undo
      = 1
      attached /run/netns/box to network plain as net3 with 10.8.0.2/24
      = 0
      detached /run/netns/box from network plain: net3 is gone
      = 0
      1 attach net3 of /run/netns/box to network plain
      2 detach net3 of /run/netns/box from network plain
      = 0
      undone: detach net3 of /run/netns/box from network plain
      = 0
      10.8.0.2/24
      1
      undone: attach net3 of /run/netns/box to network plain
      = 0
      1
      cnitop: there is nothing to undo
      = 1
      attached /run/netns/box to network default as eth0 with 10.9.0.2/24
      = 0
      cnitop: eth0 carries the default route of /run/netns/box, which is running; to detach it all \
      the same, add --confirm eth0
      = 1
      undone: attach eth0 of /run/netns/box to network default
      = 0
      600
      """)
  }

  @Test func garbageIsWhatLostItsNamespace() throws {
    try expect(
      """
      rm $D/net.d/60* $D/net.d/50* $D/net.d/40* $D/net.d/30*
      ip netns add other
      c attach plain /run/netns/box
      c attach plain /run/netns/other
      c gc --dry-run
      ip netns del other
      c gc plain --dry-run | sed 's/cnitop-[0-9]*/ID/'
      ls /var/lib/cni/networks/plain | grep 10.8
      c gc | sed 's/cnitop-[0-9]*/ID/'
      ls /var/lib/cni/networks/plain | grep 10.8
      ip -n box -br -4 address show dev net1 | tr -s ' ' | cut -d' ' -f3
      c gc plain -o json
      """,
      """
      attached /run/netns/box to network plain as net1 with 10.8.0.2/24
      = 0
      attached /run/netns/other to network plain as net1 with 10.8.0.3/24
      = 0
      lan: nothing to delete
      plain: nothing to delete
      = 0
      plain: - net1 of container ID
      = 0
      10.8.0.2
      10.8.0.3
      lan: nothing to delete
      plain: deleted net1 of container ID
      = 0
      10.8.0.2
      10.8.0.2/24
      [{"network":"plain","stale":[],"errors":[]}]
      = 0
      """)
  }

  @Test func detachesWhatIsGone() throws {
    try expect(
      """
      c attach plain /run/netns/box
      ip netns del box
      c detach plain /run/netns/box
      ls /var/lib/cni/networks/plain | grep -c 10.8 || true
      c detach plain /run/netns/box
      """,
      """
      attached /run/netns/box to network plain as net1 with 10.8.0.2/24
      = 0
      detached /run/netns/box from network plain: net1 is gone
      = 0
      0
      cnitop: cannot open the namespace /run/netns/box: No such file or directory
      = 1
      """)
  }

  @Test func statusTellsWhoCouldAttach() throws {
    try expect(
      """
      rm $D/net.d/60*
      c status lan
      c status none
      c status -o json | tail -1
      """,
      """
      lan: not asked: its version 1.0.0 has no STATUS
      = 0
      none: cannot attach: failed to find plugin "no-such-plugin" in path [/usr/lib/cni] (code 50)
      = 1
      = 1
      """)
  }

  /// A plugin that takes its time in ADD, behind one that made a link.
  private let slow = """
    mkdir $D/bin
    printf '#!/bin/sh\\ncat > /dev/null; [ $CNI_COMMAND = ADD ] || exit 0; touch %s/slow; sleep 2
    echo "{}"\\n' $D > $D/bin/slow
    chmod +x $D/bin/slow
    sed 's/"name":"plain"/"name":"slow"/; s/}}\\]}/}},{"type":"slow"},{"type":"slow"}]}/' \\
      $D/net.d/20* > $D/net.d/25-slow.conflist
    begin() {
      "\(built("cnitop"))" attach slow /run/netns/box --conf-dir $D/net.d \\
        --plugin-dir /usr/lib/cni --plugin-dir $D/bin 2> $D/errors &
      while [ ! -e $D/slow ]; do sleep 0.05; done
    }
    left() {
      ip -n box -br link show | wc -l
      find /var/lib/cni/results /run/cni -type f $KEPT | wc -l
      find /var/lib/cni/networks -name '10.*' | wc -l
    }
    """

  /// The plugin that runs ends, no other one is called, and everything is taken back.
  @Test(arguments: ["TERM", "HUP"])
  func aRequestToEndTakesBackWhatWasBegun(_ signal: String) throws {
    try expect(
      slow + """

        begin
        kill -\(signal) $!
        { wait $!; } 2> /dev/null || test $? -gt 128 && echo ended
        left
        """,
      "ended\n1\n0\n0")
  }

  /// Killed: what was begun is known (with the file of its lock), and can be taken back.
  @Test func aKilledAttachCanBeDetached() throws {
    try expect(
      slow + """

        begin
        kill -9 $!
        { wait $!; } 2> /dev/null || true
        left
        c attach slow /run/netns/box
        c detach slow /run/netns/box --ifname net1 --plugin-dir $D/bin
        left
        c attach plain /run/netns/box
        """,
      """
      2
      2
      1
      cnitop: attaching /run/netns/box to network slow goes on, or was killed half way; take that \
      back with: cnitop detach slow /run/netns/box --ifname net1
      = 1
      detached /run/netns/box from network slow: net1 is gone
      = 0
      1
      0
      0
      attached /run/netns/box to network plain as net1 with 10.8.0.2/24
      = 0
      """)
  }

  /// A pod that a runtime made, found by its name.
  @Test func aPodByItsName() throws {
    try expect(
      """
      c attach default /run/netns/box --ifname eth0 > /dev/null
      cd /var/lib/cni/results
      sed -i 's/,"maker":"cnitop"//; s/cnitop-[0-9]*/0123456789ab/' default-*
      sed -i 's|"netns":|"cniArgs":[["K8S_POD_NAMESPACE","shop"],["K8S_POD_NAME","web-1"]],&|' default-*
      mv default-* default-0123456789ab-eth0
      c attach plain web-2 | sed 's/;.*//'
      c attach plain shop/web-1
      ls | sort
      c attach default web-1
      c detach default web-1
      c verify plain web-1
      c detach plain web-1
      """,
      """
      cnitop: no pod web-2 on this node
      = 1
      attached pod shop/web-1 to network plain as net1 with 10.8.0.2/24
      = 0
      default-0123456789ab-eth0
      plain-0123456789ab-net1
      cnitop: pod shop/web-1 is already attached to network default as eth0; to attach it once more, \
      name the interface with --ifname
      = 1
      cnitop: eth0 carries the default route of pod shop/web-1, which is running; to detach it all \
      the same, add --confirm eth0
      = 1
      net1 of pod shop/web-1 on network plain is as it should be
      = 0
      detached pod shop/web-1 from network plain: net1 is gone
      = 0
      """)
  }

  @Test func installsPluginsAndKeepsThoseOfOthers() throws {
    let output = try AttachNode.run(
      """
      i() { "\(built("cnitop"))" install-plugins $D/bin "$@" 2>&1 && echo "= 0" || echo "= $?"; }
      i --dry-run | grep loopback | sed "s|$D|D|"
      ls $D/bin 2>/dev/null || echo nothing
      i | sed "s|[0-9]* plugins in $D.*|plugins|"
      i | tail -1
      stat -c '%a %F' $D/bin/cni-plugins $D/bin/loopback
      CNI_COMMAND=VERSION $D/bin/loopback | tr -d ' \\n'; echo
      rm $D/bin/loopback; echo other > $D/bin/loopback
      i | sed "s|$D|D|"
      cat $D/bin/loopback
      i --replace | tail -1
      readlink $D/bin/loopback
      i --from /nowhere | sed "s|$D|D|"
      """)
    #expect(
      output == """
        + D/bin/loopback -> cni-plugins
        nothing
        installed plugins
        = 0
        = 0
        755 regular file
        777 symbolic link
        {"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}
        cnitop: D/bin has plugins of others: loopback; replace them with --replace
        = 1
        other
        = 0
        cni-plugins
        cnitop: cannot read /nowhere: it is not there; name the program with --from
        = 4

        """)
  }
}
