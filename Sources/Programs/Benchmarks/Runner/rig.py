#!/usr/bin/env python3
"""Builds a big Kubernetes-like node out of network namespaces, runs a command, removes the node.

  rig.py [--pods N] [--routes N] [--neighbours N] [--fdb N] [--] COMMAND…

The command finds the node in its environment: RIG_NETNS (the namespace that is the host's own),
RIG_PODS (the folder where those of the pods are bound), RIG_LIST (a file with their paths) and
RIG_ROOT (the node's files: CNI results and leases). Needs root; nothing of it is under /run/netns.
"""

import argparse
import base64
import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

import netlink
import prefixes

# Every running rig has a folder of its own in here, and holds a lock on it for as long as it lives.
FOLDER = "/run/cnitop-rigs"

CLONE_NEWNET = 0x40000000
MS_BIND, MNT_DETACH = 4096, 2
FIRST_POD_INDEX = 100

libc = ctypes.CDLL(None, use_errno=True)


def call(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def enter(descriptor):
    call(libc.setns(descriptor, CLONE_NEWNET), "setns")


def new_namespace(path):
    """A namespace bound at `path`, which the thread is in afterwards; its descriptor."""
    os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o444))
    call(libc.unshare(CLONE_NEWNET), "unshare")
    own = b"/proc/thread-self/ns/net"
    call(libc.mount(own, os.fsencode(path), b"none", MS_BIND, None), "mount")
    return os.open(path, os.O_RDONLY)


def write_sysctls(*names, value="0"):
    for name in names:
        with open("/proc/sys/net/" + name, "w") as file:
            file.write(value)


def remove_folder(folder):
    """Removes a rig: its routes first, then its namespaces, then the files."""
    with contextlib.suppress(OSError):
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        node = os.open(f"{folder}/node", os.O_RDONLY)
        enter(node)
        os.close(node)
        try:
            # eth0 takes the million routes with it in one walk. Else each veth that dies walks them
            # all under the kernel's one lock: 0.1 s a veth, for everybody on the machine.
            routes = netlink.RouteSocket()
            routes.send([netlink.delete_link(socket.if_nametoindex("eth0"))], "eth0")
            routes.close()
        except OSError:
            pass
        finally:
            enter(home)
            os.close(home)
    # The folder is a mount of its own: everything that is bound inside goes with it.
    libc.umount2(os.fsencode(folder), MNT_DETACH)
    shutil.rmtree(folder, ignore_errors=True)


def remove_stale():
    """Removes what killed runs left: the folders whose lock nobody holds."""
    for name in os.listdir(FOLDER) if os.path.isdir(FOLDER) else []:
        if not name.endswith(".lock"):
            continue
        path = f"{FOLDER}/{name}"
        with open(path) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            remove_folder(path.removesuffix(".lock"))
            os.unlink(path)


class Pod:
    """The names and addresses of pod `number`, always the same."""

    def __init__(self, number):
        identity = uuid.uuid5(uuid.NAMESPACE_DNS, f"pod-{number}")
        self.uid = str(identity)
        self.netns = f"cni-{identity}"
        self.container = uuid.uuid5(identity, "first").hex + uuid.uuid5(identity, "second").hex
        self.mac = b"\x02" + identity.bytes[1:6]
        self.veth = "veth" + identity.hex[:8]
        self.address = f"10.244.{(number + 2) >> 8}.{(number + 2) & 255}"
        self.address6 = f"fd00:10:244::{number + 2:x}"
        self.name = f"web-{number}"


class Rig:
    """A node that exists inside a `with` block.

    netns: the path of the node's own namespace. pods: the folder with those of the pods.
    list: a file that names them, a path a line. root: the node's files.
    """

    def __init__(self, pods=0, routes=0, neighbours=0, fdb=0):
        self.pod_count, self.route_count = pods, routes
        self.neighbour_count, self.fdb_count = neighbours, fdb
        self.folder = f"{FOLDER}/{os.getpid()}-{os.urandom(3).hex()}"
        self.netns = f"{self.folder}/node"
        self.list = f"{self.folder}/list"
        self.root = f"{self.folder}/root"
        # Below `root` they are where a runtime binds them.
        self.pods = f"{self.root}/run/netns"

    def __enter__(self):
        os.makedirs(FOLDER, exist_ok=True)
        remove_stale()
        # Locked before it has its name: nobody finds it unlocked and takes it for a killed run's.
        self.lock = open(f"{self.folder}.new", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        os.rename(self.lock.name, f"{self.folder}.lock")
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            os.makedirs(self.folder)
            call(libc.mount(b"rig", os.fsencode(self.folder), b"tmpfs", 0, None), "mount tmpfs")
            os.makedirs(self.pods)
            self.build()
            self.built_at = time.monotonic()
        except BaseException:
            enter(home)
            self.remove()
            raise
        finally:
            enter(home)
            os.close(home)
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        remove_folder(self.folder)
        os.unlink(f"{self.folder}.lock")
        self.lock.close()

    def build(self):
        outside = new_namespace(f"{self.folder}/outside")
        self.quieten()
        node = new_namespace(self.netns)
        self.quieten()
        write_sysctls("ipv4/ip_forward", "ipv6/conf/all/forwarding", value="1")
        self.socket = netlink.RouteSocket()
        self.build_links(outside, node)
        pods = [self.build_pod(number, node) for number in range(self.pod_count)]
        self.build_tables(pods)
        self.socket.close()
        os.close(outside)
        os.close(node)
        self.write_files(pods)

    def quieten(self):
        """No address detection, solicitations or autoconfiguration: an idle node is idle."""
        write_sysctls("ipv6/conf/default/accept_dad", "ipv6/conf/all/accept_dad")
        write_sysctls("ipv6/conf/default/accept_ra", "ipv6/conf/default/router_solicitations")

    def build_links(self, outside, node):
        self.socket.send([netlink.link_up(1), netlink.new_veth("eth0", "wan0", outside)], "eth0")
        enter(outside)
        other = netlink.RouteSocket()
        other.send([netlink.link_up(1), netlink.link_up(socket.if_nametoindex("wan0"))], "wan0")
        other.close()
        enter(node)
        self.eth0 = socket.if_nametoindex("eth0")
        mtu = netlink.attribute(netlink.IFLA_MTU, netlink.u32(1450))
        snooping = netlink.attribute(netlink.IFLA_BR_MCAST_SNOOPING, b"\0")
        vxlan = netlink.attribute(netlink.IFLA_VXLAN_ID, netlink.u32(1))
        vxlan += netlink.attribute(netlink.IFLA_VXLAN_PORT, (8472).to_bytes(2, "big"))
        vxlan += netlink.attribute(netlink.IFLA_VXLAN_LINK, netlink.u32(self.eth0))
        vxlan += netlink.attribute(netlink.IFLA_VXLAN_LEARNING, b"\0")
        self.socket.send(
            [
                netlink.link_up(self.eth0),
                netlink.new_link("bridge", "cni0", snooping, mtu),
                netlink.new_link("vxlan", "flannel.1", vxlan),
            ],
            "cni0 and flannel.1",
        )
        self.cni0, self.flannel = map(socket.if_nametoindex, ("cni0", "flannel.1"))
        self.socket.send(
            [
                netlink.new_address(self.eth0, "192.0.2.1", 24),
                netlink.new_address(self.eth0, "2001:db8:0:1::1", 64),
                netlink.new_address(self.cni0, "10.244.0.1", 16),
                netlink.new_address(self.cni0, "fd00:10:244::1", 64),
                netlink.new_address(self.flannel, "10.244.0.0", 32),
                netlink.new_route(self.eth0, "192.0.2.254"),
                netlink.new_route(self.eth0, "2001:db8:0:1::fe"),
            ],
            "addresses of the node",
        )

    def build_pod(self, number, node):
        pod = Pod(number)
        inside = new_namespace(f"{self.pods}/{pod.netns}")
        self.quieten()
        index = FIRST_POD_INDEX + number
        more = netlink.attribute(netlink.IFLA_MASTER, netlink.u32(self.cni0))
        veth = netlink.new_veth(pod.veth, "eth0", inside, pod.mac, more, index, mtu=1450)
        self.socket.send([veth, netlink.no_flood(index), netlink.link_up(index)], pod.name)
        eth0 = socket.if_nametoindex("eth0")
        routes = netlink.RouteSocket()
        routes.send(
            [
                netlink.link_up(1),
                netlink.link_up(eth0),
                netlink.new_address(eth0, pod.address, 16),
                netlink.new_address(eth0, pod.address6, 64),
                netlink.new_route(eth0, "10.244.0.1"),
                netlink.new_route(eth0, "fd00:10:244::1"),
            ],
            pod.name,
        )
        routes.close()
        os.close(inside)
        enter(node)
        return pod

    def build_tables(self, pods):
        """What ARP, flannel and a BGP daemon leave on a node."""
        reachable = netlink.NUD_REACHABLE
        self.socket.send_all(
            (
                netlink.new_neighbour(
                    self.cni0, pod.mac, socket.inet_aton(pod.address), state=reachable)
                # The kernel's table ends at 1,024 entries that are not permanent.
                for pod in pods[:900]
            ),
            "neighbours of pods",
        )  # fmt: skip
        self.socket.send_all(
            (
                netlink.new_neighbour(
                    self.flannel, remote_mac(number), (0x0A800001 + number).to_bytes(4, "big"))
                for number in range(self.neighbour_count)
            ),
            "neighbours",
        )  # fmt: skip
        self.socket.send_all(
            (
                netlink.new_neighbour(
                    self.flannel, remote_mac(number), (0xC6120001 + number).to_bytes(4, "big"),
                    family=netlink.AF_BRIDGE, flags=netlink.NTF_SELF)
                for number in range(self.fdb_count)
            ),
            "FDB",
        )  # fmt: skip
        self.socket.send_all(prefixes.bgp_routes(self.route_count, self.eth0), "routes", batch=2000)
        self.socket.send_all(
            (
                netlink.new_route(self.eth0, "192.0.2.9", f"203.0.{number}.0", 24, table=100)
                for number in range(256)
            ),
            "table 100",
        )
        self.socket.send([netlink.new_rule("10.250.0.0", 16, 100, 1000)], "rule")

    def write_files(self, pods):
        """Leases of host-local and results of libcni, as a kubelet leaves them."""
        leases = f"{self.root}/var/lib/cni/networks/cbr0"
        results = f"{self.root}/var/lib/cni/results"
        os.makedirs(leases)
        os.makedirs(results)
        os.symlink("/run", f"{self.root}/var/run")
        for pod in pods:
            with open(f"{leases}/{pod.address}", "w", newline="") as file:
                file.write(f"{pod.container}\r\neth0")
            with open(f"{results}/cbr0-{pod.container}-eth0", "w") as file:
                json.dump(self.cni_result(pod), file)
        with open(self.list, "w") as file:
            file.writelines(f"{self.pods}/{pod.netns}\n" for pod in pods)

    def cni_result(self, pod):
        netns = f"/var/run/netns/{pod.netns}"
        configuration = {"cniVersion": "1.0.0", "name": "cbr0", "plugins": [{"type": "bridge"}]}
        mac = pod.mac.hex(":")
        return {
            "kind": "cniCacheV1",
            "containerId": pod.container,
            "config": base64.b64encode(json.dumps(configuration).encode()).decode(),
            "ifName": "eth0",
            "networkName": "cbr0",
            "netns": netns,
            "cniArgs": [
                ["IgnoreUnknown", "1"],
                ["K8S_POD_NAMESPACE", "default"],
                ["K8S_POD_NAME", pod.name],
                ["K8S_POD_INFRA_CONTAINER_ID", pod.container],
                ["K8S_POD_UID", pod.uid],
            ],
            "result": {
                "cniVersion": "1.0.0",
                "interfaces": [
                    {"name": "cni0", "mac": "1e:00:00:00:00:01"},
                    {"name": pod.veth, "mac": mac},
                    {"name": "eth0", "mac": mac, "sandbox": netns},
                ],
                "ips": [{"address": f"{pod.address}/16", "gateway": "10.244.0.1", "interface": 2}],
                "routes": [{"dst": "0.0.0.0/0", "gw": "10.244.0.1"}],
                "dns": {},
            },
        }

    @property
    def environment(self):
        return {
            "RIG_NETNS": self.netns,
            "RIG_PODS": self.pods,
            "RIG_LIST": self.list,
            "RIG_ROOT": self.root,
        }


def remote_mac(number):
    return b"\x0a" + number.to_bytes(4, "big") + b"\x07"


def end_on_signals():
    """SIGTERM, SIGHUP and SIGINT leave through the `with` blocks, which remove what they built."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pods", "routes", "neighbours", "fdb"):
        arguments.add_argument(f"--{name}", type=int, default=250 if name == "pods" else 0)
    arguments.add_argument("command", nargs="+")
    given = arguments.parse_args()
    if os.geteuid() != 0:
        sys.exit("rig: needs root, because it makes network namespaces")
    end_on_signals()
    with Rig(given.pods, given.routes, given.neighbours, given.fdb) as rig:
        sys.exit(subprocess.run(given.command, env={**os.environ, **rig.environment}).returncode)


if __name__ == "__main__":
    main()
