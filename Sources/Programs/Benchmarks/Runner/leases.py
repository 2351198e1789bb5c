"""host-local with many leases: against itself with none, and against the reference plugin."""

import json
import os
import statistics
import tempfile
import time

from report import Line

REFERENCE = "/usr/lib/cni/host-local"
TABLES = "/run/cni/cnitop/leases"
COUNTS = (0, 1_000, 10_000, 60_000)
PARALLEL = 50


class Maker:
    """A plugin with a folder of leases of its own."""

    def __init__(self, command, folder, count):
        self.command = command
        self.network = f"{folder}/net"
        os.makedirs(self.network)
        for number in range(2, count + 2):
            self.last = f"10.77.{number >> 8}.{number & 255}"
            with open(f"{self.network}/{self.last}", "w") as file:
                file.write(f"{number:064x}\r\neth0")
        if count:
            with open(f"{self.network}/last_reserved_ip.0", "w") as file:
                file.write(self.last)
        self.configuration = json.dumps({
            "cniVersion": "1.0.0", "name": "net", "type": "any",
            "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.77.0.0/16"}]],
                     "dataDir": folder},
        }).encode()

    def start(self, verb, container):
        source = os.memfd_create("in")
        os.write(source, self.configuration)
        os.lseek(source, 0, os.SEEK_SET)
        target = os.memfd_create("out")
        environment = {
            "CNI_COMMAND": verb, "CNI_CONTAINERID": container, "CNI_IFNAME": "eth0",
            "CNI_NETNS": "/run/netns/none", "CNI_PATH": "/usr/lib/cni",
        }
        actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1)]
        process = os.posix_spawn(
            self.command[0], self.command, environment, file_actions=actions)
        os.close(source)
        return process, target

    def run(self, verb, container):
        """The CPU time of one call in seconds."""
        process, target = self.start(verb, container)
        _, status, usage = os.wait4(process, 0)
        os.lseek(target, 0, os.SEEK_SET)
        answer = os.read(target, 1 << 16)
        os.close(target)
        if status:
            raise ValueError(f"{self.command[0]} {verb}: {answer.decode()[:200]}")
        return usage.ru_utime + usage.ru_stime

    def remove_table(self):
        """The folder goes away, and nobody would find its table again."""
        status = os.stat(self.network)
        try:
            os.unlink(f"{TABLES}/{status.st_dev:x}-{status.st_ino}")
        except FileNotFoundError:
            pass


def host_local(context):
    """The calls of all makers take turns, so that all of them have the same machine."""
    ours = f"{context.products}/cni-plugins"
    commands = {"ours": [ours, "host-local"], "reference": [REFERENCE]}
    for name, command in commands.items():
        if not os.path.exists(command[0]):
            yield Line("host-local", name, None, None, "s", goal=0, remark="not there")
            return
    with tempfile.TemporaryDirectory(prefix="cnitop-leases-") as folder:
        makers = {
            (name, count): Maker(command, f"{folder}/{name}-{count}", count)
            for name, command in commands.items()
            for count in COUNTS
        }
        try:
            yield from turns(context, makers)
            yield parallel(context, makers)
        finally:
            for maker in makers.values():
                maker.remove_table()


def turns(context, makers):
    times = {}
    for number in range(context.rounds * 5 + 1):
        for key, maker in makers.items():
            for verb in ("ADD", "CHECK", "DEL"):
                seconds = maker.run(verb, f"box{number}")
                # The first call makes the table, as the first one after a start of the node.
                if number:
                    times.setdefault((*key, verb), []).append(seconds)
    for verb in ("ADD", "CHECK", "DEL"):
        none = statistics.median(times["ours", 0, verb])
        for count in COUNTS:
            mine = statistics.median(times["ours", count, verb])
            theirs = statistics.median(times["reference", count, verb])
            work = f"host-local {verb}, {count:,} leases"
            yield Line(work, "reference", theirs, mine, "s", mine / theirs, is_ratio=True)
        yield Line(work, "itself with none", none, mine, "s", mine / none, is_ratio=True, goal=2.0)


def parallel(context, makers):
    """The time until the last of many that were started at once has ended."""
    walls = {"ours": [], "reference": []}
    for number in range(context.rounds * 2):
        for name, samples in walls.items():
            maker = makers[name, 0]
            start = time.perf_counter()
            running = [maker.start("ADD", f"p{number}-{index}") for index in range(PARALLEL)]
            addresses = set()
            for process, target in running:
                _, status = os.waitpid(process, 0)
                os.lseek(target, 0, os.SEEK_SET)
                answer = os.read(target, 1 << 16)
                os.close(target)
                if status:
                    raise ValueError(f"{name}: {answer.decode()[:200]}")
                addresses.add(json.loads(answer)["ips"][0]["address"])
            samples.append(time.perf_counter() - start)
            if len(addresses) != PARALLEL:
                raise ValueError(f"{name}: {PARALLEL - len(addresses)} addresses given twice")
            for index in range(PARALLEL):
                maker.run("DEL", f"p{number}-{index}")
    mine, theirs = (statistics.median(walls[name]) for name in ("ours", "reference"))
    work = f"host-local ADD, {PARALLEL} at once, wall"
    return Line(work, "reference", theirs, mine, "s", mine / theirs, is_ratio=True, goal=0.6)
