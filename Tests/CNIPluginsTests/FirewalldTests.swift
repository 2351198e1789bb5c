import Foundation
import TestSupport
import Testing

private let hasFirewalld =
  canCompare && FileManager.default.isExecutableFile(atPath: "/usr/sbin/firewalld")
  && FileManager.default.isExecutableFile(atPath: "/usr/bin/dbus-daemon")

/// The service firewalld, as firewall finds it on the message bus.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct FirewalldTests {
  private static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "br0"},
     {"name": "eth0", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "interface": 1}, {"address": "fd00:9::2/64"}]}
    """

  /// Runs lines of shell on a node of its own with a message bus, in which `p COMMAND KEYS` calls
  /// ours, `r COMMAND KEYS` the reference, and `start` starts firewalld.
  private func script(_ lines: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(
      "bus.conf",
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>
      <auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
      <allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/>
      </policy></busconfig>
      """)
    let setUp = """
      for d in /run/dbus /run/firewalld /run/cni /etc/firewalld; do
        mkdir -p $d; mount -t tmpfs none $d; done
      mkdir -p /run/netns; mount -t tmpfs none /run/netns
      mount --bind /var/lib /var/lib; ip link set lo up; ip netns add box
      D=\(folder.path)
      dbus-daemon --config-file=$D/bus.conf --nofork --nopidfile 2> /dev/null &
      for i in $(seq 100); do [ -S /run/dbus/system_bus_socket ] && break; sleep 0.1; done
      start() {
        firewalld --nofork --nopid > $D/log 2>&1 &
        for i in $(seq 200); do firewall-cmd --state > /dev/null 2>&1 && return; sleep 0.1; done
        cat $D/log
      }
      call() {
        echo '{"cniVersion":"1.0.0","name":"net","type":"firewall",'"$3"' "prevResult":'"$R"'}' |
          CNI_COMMAND=$2 CNI_CONTAINERID=box CNI_NETNS=/run/netns/box CNI_IFNAME=eth0 \
          CNI_PATH=/usr/lib/cni $1 > $D/out 2>&1 && echo "= 0" ||
          { grep '"msg"' $D/out; echo "= 1"; }
      }
      p() { call "\(built("cni-plugins")) firewall" "$@"; }
      r() { call /usr/lib/cni/firewall "$@"; }
      sources() { firewall-cmd --zone=${1:-trusted} --list-sources; }
      R='\(Self.result)'
      """
    return try run(
      [
        "timeout", "-s", "KILL", "60", "unshare", "-m", "-n", "-p", "-f", "--mount-proc", "bash",
        "-c", setUp + "\n" + lines + "\ntrue",
      ])
  }

  @Test(.enabled(if: hasFirewalld, "needs firewalld and dbus-daemon"))
  func addressesComeIntoAZone() throws {
    let output = try script(
      """
      start
      p ADD; sources
      p ADD; p CHECK; r CHECK; iptables-save -t filter | grep -c CNI-FORWARD
      p DEL; sources; p DEL
      r ADD; p CHECK; p DEL; sources
      p ADD '"firewalldZone":"internal",'; sources internal
      firewall-cmd --zone=internal --remove-source=10.9.0.2/32
      p CHECK '"firewalldZone":"internal",'
      p DEL '"firewalldZone":"internal",'; sources internal
      p ADD '"ingressPolicy":"same-bridge",'; sources
      iptables-save -t filter | grep -c 'STAGE-1 -i br0'
      p ADD '"firewalldZone":"nowhere",'
      p ADD '"backend":"iptables",'; iptables-save -t filter | grep -c 'CNI-FORWARD -s 10.9.0.2'
      p DEL '"backend":"iptables",'; iptables-save -t filter | grep -c 'CNI-FORWARD -s 10.9.0.2'
      """)
    #expect(
      output == """
        = 0
        10.9.0.2/32 fd00:9::2/128
        = 0
        = 0
        = 0
        0
        = 0

        = 0
        = 0
        = 0
        = 0

        = 0
        10.9.0.2/32 fd00:9::2/128
        success
            "msg": "failed to find the address 10.9.0.2/32 in internal zone"
        = 1
        = 0

        = 0
        10.9.0.2/32 fd00:9::2/128
        1
            "msg": "failed to add 10.9.0.2/32, fd00:9::2/128 to zone nowhere: INVALID_ZONE: nowhere"
        = 1
        = 0
        1
        = 0
        0

        """)
  }

  @Test(.enabled(if: hasFirewalld, "needs firewalld and dbus-daemon"))
  func withoutFirewalldItIsIPTables() throws {
    let output = try script(
      """
      p ADD; iptables-save -t filter | grep -c 'CNI-FORWARD -s 10.9.0.2'
      p DEL; iptables-save -t filter | grep -c 'CNI-FORWARD -s 10.9.0.2'
      p ADD '"backend":"firewalld",' | sed 's/zone trusted:.*/zone trusted/'
      p DEL '"backend":"firewalld",'
      p ADD '"backend":"nobody",'
      """)
    #expect(
      output == """
        = 0
        1
        = 0
        0
            "msg": "failed to add 10.9.0.2/32, fd00:9::2/128 to zone trusted
        = 1
        = 0
            "msg": "backend is \\"nobody\\", not \\"iptables\\" or \\"firewalld\\"",
        = 1

        """)
  }

  /// Whatever speaks on the socket of the bus: an error and no crash, or another backend.
  @Test func aBusThatIsNone() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/bus"
    try folder.write(
      "bus.py",
      """
      import os, random, socket, struct, sys
      random.seed(7)
      s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
      fields = b"\\x05\\x01u\\0" + struct.pack("<I", 1)
      good = b"l\\2\\1\\1" + struct.pack("<III", 0, 7, len(fields)) + fields
      answers = [
        b"", b"\\0" * 64, b"l" * 64, b"x" * 64, b"l\\2\\1\\1" + b"\\xff" * 12, good[:20],
        b"l\\2\\1\\1" + struct.pack("<III", 0, 7, 0), b"OK", good + good[:9], good + b"l" * 90,
        b"B\\2\\1\\1" + struct.pack(">III", 4, 7, 15) + b"\\5\\1u\\0\\0\\0\\0\\1\\x08\\1g\\0\\1s\\0\\0\\xff\\xff\\xff\\xff",
      ] + [bytes(random.randrange(256) for _ in range(random.randrange(200))) for _ in range(20)]
      for number in range(24):
        answers.append(bytes(b ^ (random.random() < .1) * random.randrange(256) for b in good * 2))
      print(len(answers), flush=True)
      for answer in answers:
        c, _ = s.accept(); c.recv(4096)
        c.sendall(b"OK 0\\r\\n"); c.recv(4096)
        try: c.sendall(answer)
        except OSError: pass
        c.close()
      """)
    let pod = try Pod()
    let text = configuration("firewall", #""backend": "firewalld""#, previous: Self.result)
    let output = try run([
      "sh", "-c",
      """
      python3 \(folder.path)/bus.py \(path) > \(folder.path)/count &
      while [ ! -s \(folder.path)/count ]; do sleep 0.05; done
      for i in $(seq $(cat \(folder.path)/count)); do
        echo '\(text)' | CNI_COMMAND=CHECK CNI_CONTAINERID=box CNI_NETNS=\(pod.container.path) \
          CNI_IFNAME=eth0 CNI_PATH=/usr/lib/cni DBUS_SYSTEM_BUS_ADDRESS=unix:path=\(path),guid=1 \
          timeout 20 nsenter --net=\(pod.node.path) \(built("cni-plugins")) firewall \
          > \(folder.path)/out; echo $? $(grep -c '"msg": "cannot ask firewalld: ' \(folder.path)/out)
      done
      """,
    ])
    let lines = output.split(separator: "\n")
    #expect(lines.count > 50 && Set(lines) == ["1 1"], "\(output)")
  }
}
