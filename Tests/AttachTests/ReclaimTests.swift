import TestSupport
import Testing

/// Leases that leaked and leases of containers that live, on a node of their own.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ReclaimTests {
  /// Another folder of leases, and IPv6.
  private static let other = #"""
    {"cniVersion":"1.0.0","name":"other","plugins":[{"type":"bridge","bridge":"br9",
     "ipam":{"type":"host-local","dataDir":"/var/lib/cni/elsewhere",
      "ranges":[[{"subnet":"10.99.0.0/24"}],[{"subnet":"fd99::/112"}]]}}]}
    """#

  private static let setUp = """
    printf '%s' '\(other)' > $D/net.d/70-other.conflist
    mkdir -p /etc/cni; mount -t tmpfs none /etc/cni; mkdir /etc/cni/net.d
    cp $D/net.d/10-lan.conflist $D/net.d/70-other.conflist /etc/cni/net.d
    check() { "\(built("cnitop"))" ipam check "$@" 2>&1 && echo "= 0" || echo "= $?"; }
    old() { touch -d '2 hours ago' "$@"; }
    LAN=/var/lib/cni/networks/lan
    ELSEWHERE=/var/lib/cni/elsewhere/other

    """

  private func expect(
    _ script: String, _ expected: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let output = try AttachNode.run(Self.setUp + script, ownProcesses: true)
    #expect(output == expected + "\n", sourceLocation: location)
  }

  @Test func takesWhatLeakedAndPutsItBack() throws {
    try expect(
      """
      ip netns add gone
      c attach other /run/netns/box --ifname eth0 > /dev/null
      c attach other /run/netns/gone --ifname eth0 > /dev/null
      ip netns del gone
      c ipam reclaim other
      old $ELSEWHERE/*:* $ELSEWHERE/10.*
      c ipam reclaim other | grep -v '^    ' | sed 's/of container.*//'
      cp $ELSEWHERE/10.99.0.3 $D/lease
      c ipam reclaim other --apply | grep -v '^    ' | sed 's/of container.*//'
      ls $ELSEWHERE | grep -v -e lock -e last
      check other
      c undo
      cmp $D/lease $ELSEWHERE/10.99.0.3
      ls $ELSEWHERE | grep -v -e lock -e last
      """,
      """
      nothing leaked
      = 0
      - 10.99.0.3 of network other 
      - fd99::3 of network other 
      nothing was done: --apply takes 2 back
      = 0
      taken 10.99.0.3 of network other 
      taken fd99::3 of network other 
      cnitop undo 3 puts them back
      = 0
      10.99.0.2
      fd99::2
      nothing wrong with 2 addresses
      = 0
      undone: reclaim 10.99.0.3, fd99::3
      = 0
      10.99.0.2
      10.99.0.3
      fd99::2
      fd99::3
      """)
  }

  /// Whatever is done to the lease of a container that lives, it stays.
  @Test(arguments: [
    ("as it is", ":"),
    ("without an entry in the cache", "rm /var/lib/cni/results/*"),
    ("of a container ID that is gone", "for f in $L; do printf 'dead\\r\\neth0' > $f; done"),
    ("in the old format, gone", "for f in $L; do printf dead > $f; done"),
    ("without content", "for f in $L; do : > $f; done"),
    ("with another content", "for f in $L; do printf '\\001\\002' > $f; done"),
    ("in a namespace without a path", "umount /run/netns/box; rm /run/netns/box"),
    (
      "without a path and without a cache",
      "umount /run/netns/box; rm /run/netns/box /var/lib/cni/results/*"
    ),
    ("whose address a virtual machine took", "ip -n box address flush dev eth0"),
    ("whose links are down", "ip -n box link set eth0 down"),
  ])
  func neverTakesAnAddressOfALivingContainer(_ what: String, _ change: String) throws {
    let output = try AttachNode.run(
      Self.setUp + """
        c attach other /run/netns/box --ifname eth0 > /dev/null
        ip netns exec box sleep 1000 &
        L="$ELSEWHERE/10.99.0.2 $ELSEWHERE/fd99::2"
        sleep 0.2
        \(change)
        old $L
        c ipam reclaim --apply --grace 0 --address 10.99.0.2 --address fd99::2 | tail -1
        c ipam reclaim --apply --grace 0 | tail -1
        ls $L | wc -l
        kill $!
        """, ownProcesses: true)
    #expect(output == "= 1\n= 0\n2\n", "\(what)")
  }

  /// Attachments and reclaiming at once: nobody loses an address, and nobody gets one of another.
  @Test func isSafeBesideAttachments() throws {
    let output = try AttachNode.run(
      Self.setUp + """
        mkdir -p $LAN
        for i in $(seq 2 60); do printf "dead$i\\r\\neth0" > $LAN/10.7.0.$i; done
        old $LAN/*
        for i in $(seq 1 8); do ip netns add b$i; done
        for i in $(seq 1 8); do c attach lan /run/netns/b$i --ifname eth0 > /dev/null & done
        for i in 1 2 3 4; do c ipam reclaim lan --apply > /dev/null; done
        wait
        for i in $(seq 1 8); do
          A=$(ip -n b$i -4 -br address show dev eth0 | tr -s ' ' | cut -d' ' -f3 | cut -d/ -f1)
          [ -s $LAN/$A ] && echo $A
        done | sort -u | wc -l
        ls $LAN | grep -c '^10'
        check lan | tail -1
        """, ownProcesses: true)
    #expect(output == "8\n8\n= 0\n")
  }

  @Test func saysWhatItCannotDo() throws {
    try expect(
      """
      c ipam reclaim nowhere
      c ipam reclaim --address 10.0.0
      c ipam reclaim
      c ipam reclaim --root /tmp --apply
      """,
      """
      cnitop: no store has a network nowhere
      = 1
      cnitop: --address 10.0.0: it is no address
      = 2
      nothing leaked
      = 0
      cnitop: --root is for reading: plugins change the node that they run on, so run cnitop there
      = 2
      """)
  }
}
