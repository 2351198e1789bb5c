"""Plugins beside the reference: their start, and what ADD, CHECK and DEL cost with children."""

import contextlib
import ctypes
import json
import os
import statistics
import subprocess
import tempfile

from report import Line

REFERENCE = "/usr/lib/cni"
NODE, POD = "cnitop-bench-node", "cnitop-bench-pod"
IPAM = {"type": "host-local", "subnet": "10.78.0.0/16", "routes": [{"dst": "0.0.0.0/0"}]}
GATEWAY = {"type": "bridge", "bridge": "cnib0", "isGateway": True}
MASQUERADE = {"ipMasq": True, "ipMasqBackend": "iptables"}
CASES = {
    "bridge": (GATEWAY, 0.4),
    "bridge, masquerading": (GATEWAY | MASQUERADE, 0.2),
    "ptp": ({"type": "ptp"}, 0),
    "macvlan": ({"type": "macvlan", "master": "up0"}, 0),
}


@contextlib.contextmanager
def inside(name):
    """This process, and what it starts, in a network namespace for a while."""
    libc = ctypes.CDLL(None, use_errno=True)

    def enter(path):
        file = os.open(path, os.O_RDONLY)
        status = libc.setns(file, 0)
        os.close(file)
        if status:
            raise OSError(ctypes.get_errno(), f"setns {path}")

    own = f"/proc/self/fd/{os.open('/proc/self/ns/net', os.O_RDONLY)}"
    enter(f"/run/netns/{name}")
    try:
        yield
    finally:
        enter(own)
        os.close(int(own.rsplit("/", 1)[1]))


@contextlib.contextmanager
def namespaces():
    def ip(*words):
        subprocess.run(["ip", *words], check=True)

    try:
        for name in (NODE, POD):
            ip("netns", "add", name)
        for words in ("link set lo up", "link add up0 type veth peer name up1", "link set up0 up"):
            ip("-n", NODE, *words.split())
        with inside(NODE):
            yield
    finally:
        for name in (NODE, POD):
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)


class Maker:
    """Plugins of one kind, with leases of their own."""

    def __init__(self, command, folder):
        self.command = command
        self.folder = folder

    def run(self, verb, configuration, container):
        """The CPU time of a call and its children in seconds, and what it answered."""
        source, target = os.memfd_create("in"), os.memfd_create("out")
        os.write(source, json.dumps(configuration).encode())
        os.lseek(source, 0, os.SEEK_SET)
        environment = {
            "CNI_COMMAND": verb, "CNI_CONTAINERID": container, "CNI_IFNAME": "eth0",
            "CNI_NETNS": f"/run/netns/{POD}", "CNI_PATH": REFERENCE,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        }
        command = self.command(configuration["type"])
        actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1)]
        process = os.posix_spawn(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        os.lseek(target, 0, os.SEEK_SET)
        answer = os.read(target, 1 << 16)
        os.close(source)
        os.close(target)
        if status:
            raise ValueError(f"{command} {verb}: {answer.decode()[:200]}")
        return usage.ru_utime + usage.ru_stime, answer

    def attachment(self, keys, container):
        """The times of ADD, CHECK and DEL of one attachment."""
        ipam = IPAM | {"dataDir": self.folder}
        configuration = {"cniVersion": "1.0.0", "name": "net", "ipam": ipam} | keys
        added, answer = self.run("ADD", configuration, container)
        # The reference wants each route of a result to have its gateway.
        configuration["prevResult"] = json.loads(answer) | {"routes": []}
        checked, _ = self.run("CHECK", configuration, container)
        deleted, _ = self.run("DEL", configuration, container)
        return {"ADD": added, "CHECK": checked, "DEL": deleted}


def plugins(context):
    ours = f"{context.products}/cni-plugins"
    for path in (ours, f"{REFERENCE}/bridge"):
        if not os.path.exists(path):
            yield Line("plugins", path, None, None, "s", goal=0, remark="not there")
            return
    commands = {
        "ours": lambda name: [ours, name],
        "reference": lambda name: [f"{REFERENCE}/{name}"],
    }
    with tempfile.TemporaryDirectory(prefix="cnitop-plugins-") as folder, namespaces():
        makers = {name: Maker(command, f"{folder}/{name}") for name, command in commands.items()}
        times = {}

        def note(key, name, seconds, number):
            # The first one brings programs into memory and makes the bridge.
            if number:
                times.setdefault(key, {}).setdefault(name, []).append(seconds)

        for number in range(context.rounds * 5 + 1):
            for name, maker in makers.items():
                seconds, _ = maker.run("VERSION", {"type": "bridge"}, "")
                note("bridge VERSION", name, seconds, number)
                for case, (keys, _) in CASES.items():
                    took = maker.attachment(keys, f"{name}-{number}")
                    for verb, seconds in took.items():
                        note(f"{case} {verb}", name, seconds, number)
    goals = {"bridge VERSION": 0.8} | {f"{case} ADD": goal for case, (_, goal) in CASES.items()}
    for key, samples in times.items():
        mine, theirs = (statistics.median(samples[name]) for name in ("ours", "reference"))
        goal = {"goal": goals[key]} if goals.get(key) else {}
        yield Line(key, "reference", theirs, mine, "s", mine / theirs, is_ratio=True, **goal)
