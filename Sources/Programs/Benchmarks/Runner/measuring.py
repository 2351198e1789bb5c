"""Runs contenders in shuffled rounds and compares what they took.

The machine is never quiet and never the same: only ratios of one round mean something, and CPU time
more than wall time. So every round runs each contender once, in a new order, and a ratio is the
median of the rounds' ratios.
"""

import dataclasses
import json
import os
import random
import shlex
import statistics
import subprocess
import sys

SECONDS_PER_COMMAND = 120


class Failed(Exception):
    """A command that is not there or did not end well; the text says which and why."""


@dataclasses.dataclass
class Contender:
    """A command that does the work of a row.

    laps: it prints a line for each time that it did the work (see Floors/floor.h), so that its
    start does not count; else the whole process counts. netns: the namespace to run in.
    run_netns: the folder that it sees as /run/netns. most: the rounds it takes part in, where it
    is very slow.
    """

    name: str
    command: list
    laps: bool = False
    netns: str = ""
    run_netns: str = ""
    most: int = 1000


@dataclasses.dataclass
class Sample:
    cpu: float  # seconds, user and system
    memory: int  # bytes, the peak
    entries: int = 0


def run(launcher, contender):
    """Runs a contender once. Raises Failed."""
    report, write_end = os.pipe()
    arguments = [launcher, "-r", str(write_end), "-t", str(SECONDS_PER_COMMAND)]
    if contender.netns:
        arguments += ["-n", contender.netns]
    if contender.run_netns:
        arguments += ["-b", contender.run_netns]
    process = subprocess.Popen(
        arguments + contender.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if contender.laps else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=(write_end,),
    )
    os.close(write_end)
    output, errors = process.communicate()
    with os.fdopen(report) as file:
        line = file.read()
    took = json.loads(line) if line else {"status": process.returncode}
    if took["status"] != 0:
        reason = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        command = shlex.join(contender.command)
        raise Failed(f"{command}: exit {took['status']}: {reason[0]}")
    if not contender.laps:
        return Sample(took["cpu"], took["memory"])
    laps = [json.loads(line) for line in output.decode().splitlines()]
    if not laps:
        raise Failed(f"{shlex.join(contender.command)}: printed no lap")
    # The first lap warms caches and grows buffers, where there is another.
    kept = laps[1:] or laps
    cpu = statistics.median(lap["cpu"] for lap in kept)
    return Sample(cpu, took["memory"], laps[-1]["entries"])


def run_rounds(launcher, contenders, rounds):
    """Samples by contender's name, and the reasons of those that failed, by name."""
    order = random.Random(2)
    samples = {contender.name: [] for contender in contenders}
    failures = {}
    for number in range(rounds + 1):
        for contender in order.sample(contenders, len(contenders)):
            if contender.name in failures or number > contender.most:
                continue
            try:
                sample = run(launcher, contender)
            except Failed as failure:
                failures[contender.name] = str(failure)
                print(f"bench: {failure}", file=sys.stderr)
                continue
            # Round 0 brings programs and libraries into memory.
            if number > 0:
                samples[contender.name].append(sample)
    return samples, failures


def median_ratio(ours, theirs):
    """Of the rounds that both took part in."""
    return statistics.median(a.cpu / max(b.cpu, 1e-6) for a, b in zip(ours, theirs))


def median_cpu(samples):
    return statistics.median(sample.cpu for sample in samples)
