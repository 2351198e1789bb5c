"""The rows of the table: what is compared with what, and how much more it may take.

A row of CPU is a list of contenders: the floor in C, ours, then the programs that people use today.
"""

import json
import os
import shutil
import subprocess
import time

import measuring
import terminal
from measuring import Contender
from report import Line, quantity
from traffic import traffic

LAPS = "7"
STORM_ROUTES, STORM_REMAINING = 100_000, 1_000


class Context:
    """What every row needs: where the programs are, and how long things may take."""

    def __init__(self, floors, products, rounds, seconds):
        self.floors, self.products, self.rounds, self.seconds = floors, products, rounds, seconds

    def floor(self, node, *words):
        return Contender("C floor", [f"{self.floors}/{words[0]}", *words[1:]], True, node.netns)

    def ours(self, node, *words):
        return Contender("ours", [f"{self.products}/Benchmarks", *words], True, node.netns)

    def cnitop(self, node, *words):
        """The program itself, which gets the node by options; /proc stays the machine's."""
        options = ["--netns", node.netns, "--root", node.root, "--proc", "/proc"]
        return [f"{self.products}/cnitop", *words, *options]

    def program(self, node, *words):
        return Contender("ours", self.cnitop(node, *words))


def peer(node, command, **more):
    return Contender(f"`{command}`", command.split(), netns=node.netns, **more)


def compare(context, work, goal, contenders, goal_for=None):
    """A line for each contender that is not ours; the goal is for the first or for `goal_for`."""
    installed = [c for c in contenders if shutil.which(c.command[0])]
    samples, failures = measuring.run_rounds(
        f"{context.floors}/measure", installed, context.rounds)
    ours = samples.get("ours")
    others = [c for c in contenders if c.name != "ours"]
    lines = []
    for other in others:
        theirs = samples.get(other.name)
        line = Line(work, other.name, None, None, "s", is_ratio=True)
        if other.name == (goal_for or others[0].name):
            line.goal = goal
        if other not in installed:
            line.remark = "not installed"
        elif other.name in failures:
            line.remark = "failed"
        elif not ours:
            line.remark = "ours failed" if "ours" in failures else "ours is not built"
        if theirs:
            line.theirs = measuring.median_cpu(theirs)
        if ours:
            line.ours = measuring.median_cpu(ours)
        if ours and theirs:
            line.ratio = measuring.median_ratio(ours, theirs)
            read = {ours[-1].entries, theirs[-1].entries}
            # A floor that read another number of entries did other work; a process tells none.
            if other.laps and ours[-1].entries and len(read) > 1:
                line.remark = f"{ours[-1].entries} entries, not {theirs[-1].entries}"
        lines.append(line)
    return lines


def routes(context, node):
    count = f"{node.route_count:,}"
    yield from compare(
        context, f"{count} IPv4 routes into records", 1.12,
        [
            context.floor(node, "dump", "records", "1"),
            context.ours(node, "routes", "1"),
            peer(node, "ip route"),
        ],
    )  # fmt: skip
    yield from compare(
        context, f"{count} IPv4 routes as JSON", 1.25,
        [
            context.floor(node, "dump", "records", "1"),
            context.ours(node, "json-routes", "1"),
            peer(node, "ip -j route"),
        ],
    )  # fmt: skip
    yield from compare(
        context, f"`cnitop list routes -o json`, {count}", 1.25,
        [
            context.floor(node, "dump", "records", "1"),
            peer(node, "ip -j route show table all"),
            context.program(node, "list", "routes", "-o", "json"),
        ],
    )  # fmt: skip


def neighbours(context, node):
    yield from compare(
        context, f"{node.neighbour_count:,} neighbours", 1.3,
        [
            context.floor(node, "dump", "neighbours", LAPS),
            context.ours(node, "neighbours", LAPS),
            peer(node, "ip -j neigh"),
        ],
    )  # fmt: skip


def fdb(context, node):
    yield from compare(
        context, f"{node.fdb_count:,} FDB entries", 1.1,
        [
            context.floor(node, "dump", "fdb", LAPS),
            context.ours(node, "fdb", LAPS),
            peer(node, "bridge -j fdb"),
        ],
    )  # fmt: skip


def links(context, node):
    yield from compare(
        context, f"{node.pod_count:,} links with all attributes, first reading", 1.15,
        [
            context.floor(node, "dump", "links", LAPS),
            context.ours(node, "links", LAPS),
            peer(node, "ip -j -d link"),
        ],
    )  # fmt: skip
    yield from compare(
        context, f"{node.pod_count:,} links, read again", 1.15,
        [
            context.floor(node, "dump", "links", LAPS),
            context.ours(node, "links-again", LAPS),
        ],
    )  # fmt: skip


def namespaces(context, node):
    yield from compare(
        context, f"links, addresses, routes of {node.pod_count:,} pods", 1.4,
        [
            context.floor(node, "visit", "tables", node.list, LAPS),
            context.ours(node, "namespaces", node.pods, LAPS),
            peer(node, "ip -all netns exec ip -j addr", run_netns=node.pods, most=2),
        ],
    )  # fmt: skip


def counters(context, node):
    yield from compare(
        context, f"all counters of {node.pod_count:,} pods", 1.5,
        [
            context.floor(node, "visit", "statistics", node.list, LAPS),
            context.ours(node, "statistics", node.pods, LAPS),
        ],
    )  # fmt: skip


def snapshot(context, node):
    yield from compare(
        context, f"`cnitop snapshot`, {node.pod_count:,} pods", 0.1,
        [
            peer(node, "ip -all netns exec ip -j addr", run_netns=node.pods),
            context.program(node, "snapshot", "-o", "json"),
        ],
    )  # fmt: skip


def screen_programs(context, node):
    """The programs of the rows about a terminal: (name, command, namespace to run in)."""
    programs = [("ours", context.cnitop(node), None)]
    for command in ("bmon -r 1", "htop -d 10", "btop", "top -d 1"):
        words = command.split()
        programs.append((words[0], words, node.netns))
    return [entry for entry in programs if shutil.which(entry[1][0])]


def limits(work, unit, goal, values):
    """A line for ours with its limit, and beside it what the others take."""
    others = [f"{name} {quantity(v, unit)}" for name, v in values.items() if name != "ours"]
    line = Line(work, ", ".join(others), None, values.get("ours"), unit, goal=goal)
    if line.ours is None:
        line.remark = "ours is not built"
    return line


def settle(node):
    """A new node is not idle: it announces its addresses and groups for three seconds, and each
    port of its bridge learns for fifteen (forward_delay) before the kernel tells that it forwards.
    """
    time.sleep(max(0.0, node.built_at + 17 - time.monotonic()))


def first_frame(context, node):
    settle(node)
    sizes, times = {}, {}
    for _ in range(context.rounds):
        for name, command, netns in screen_programs(context, node):
            with terminal.Program(command, netns) as program:
                if name == "ours":
                    # The one with all pods; what comes later is news.
                    pods = str(node.pod_count).encode()
                    size, seconds = program.first_frame(pods, silence=0.03)
                else:
                    size, seconds = program.first_frame()
            sizes.setdefault(name, []).append(size)
            times.setdefault(name, []).append(seconds)
    work = f"first frame, {node.pod_count:,} pods"
    yield limits(f"{work}: bytes", "B", 8000, medians(sizes))
    yield limits(f"{work}: time", "s", 0.1, medians(times))


def medians(lists):
    return {name: sorted(values)[len(values) // 2] for name, values in lists.items()}


def watched(context, node, keys=b""):
    """What each program does in a while, after it settled; `keys` are typed into ours."""
    results = {}
    for name, command, netns in screen_programs(context, node):
        with terminal.Program(command, netns) as program:
            program.first_frame()
            if name == "ours":
                program.type(keys)
            program.count_for(3)
            results[name] = terminal.watch(program, context.seconds)
    return results


def field(results, name):
    return {program: getattr(result, name) for program, result in results.items()}


def idle(context, node):
    settle(node)
    results = watched(context, node)
    work = f"idle, {node.pod_count:,} pods"
    is_large = node.pod_count > 250
    yield limits(f"{work}: bytes", "B/s", 100, field(results, "rate"))
    share = 0.5 if is_large else 0.3
    yield limits(f"{work}: CPU of one core", " %", share, field(results, "share"))
    memory = f"resident memory, {node.pod_count:,} pods"
    yield limits(memory, "B", None if is_large else 40e6, field(results, "resident"))
    ours = field(results, "growth").get("ours")
    yield limits(f"its growth in {context.seconds} s", "B", 256e3, {"ours": ours})


def page_of_counters(context, node):
    # The third view: links.
    with traffic(node):
        results = watched(context, node, keys=b"3")
    work = "a page of changing counters"
    yield limits(f"{work}: bytes", "B/s", 1300, field(results, "rate"))
    yield limits(f"{work}: CPU of one core", " %", None, field(results, "share"))


def storm(context, node):
    """100,000 routes added and deleted, some added again, while a program watches."""
    work = f"storm of {STORM_ROUTES:,} routes, added and deleted"
    events = 2 * STORM_ROUTES + STORM_REMAINING
    default = watch_storm(context, node, [f"{context.floors}/listen"])
    lost = 100 * (1 - default["entries"] / events)
    ours = None
    if shutil.which(f"{context.products}/Benchmarks"):
        ours = watch_storm(context, node, [f"{context.products}/Benchmarks", "storm"])
    line = Line(f"{work}: lost", "C, default buffer", lost, None, "%")
    wrong = Line(f"{work}: wrong routes after", "", None, None, "routes", goal=0)
    settled = Line(f"{work}: equal to a fresh dump after", "", None, None, "s", goal=1.0)
    if ours is None:
        wrong.remark = settled.remark = "ours is not built"
    else:
        wrong.ours, settled.ours = ours["entries"], ours["wall"]
    yield from (line, wrong, settled)


def watch_storm(context, node, command):
    """What a watcher says of a storm: it prints "ready", and its input ends after the storm."""
    enter = [f"{context.floors}/measure", "-r", "2", "-n", node.netns]
    pipe = subprocess.PIPE
    watcher = subprocess.Popen(
        enter + command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    watcher.stdout.readline()
    device = str(node.eth0)
    producer = [f"{context.floors}/storm", str(STORM_ROUTES), str(STORM_REMAINING), device]
    subprocess.run(enter + producer, check=True, capture_output=True)
    said, _ = watcher.communicate(timeout=30)
    flush = ["ip", "route", "flush", "table", "200"]
    subprocess.run(enter + flush, check=True, capture_output=True)
    return json.loads(said)


def file_size(context):
    program = f"{context.products}/cnitop"
    if not os.path.exists(program):
        yield Line("the file, stripped", "", None, None, "B", goal=80e6, remark="ours is not built")
        return
    stripped = f"{context.floors}/cnitop.stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    yield Line("the file, stripped", "", None, os.path.getsize(stripped), "B", goal=80e6)
    os.unlink(stripped)
