#!/usr/bin/env python3
"""Measures the project against C floors and the usual programs; prints one table of ratios.

  bench.py [--quick] [--only WORD] [--products .build/release] [--json FILE]

Needs root, because it builds nodes of up to 1,000 namespaces (see rig.py). Builds its floors with
`cc`, and nothing else; programs that are not there are left out. --quick takes 3 minutes at most,
with smaller nodes and 3 rounds: good for a look, too coarse for a verdict.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import leases
import measuring
import plugins
import report
import rig
import rows

HERE = os.path.dirname(os.path.abspath(__file__))
FLOORS = ("dump", "visit", "storm", "listen", "measure")


def build_floors(folder):
    for name in FLOORS:
        source = f"{HERE}/../Floors/{name}.c"
        # Static: the launcher is small then, and start-up is no part of a floor.
        command = ["cc", "-std=c11", "-O2", "-static", "-o", f"{folder}/{name}", source]
        subprocess.run(command, check=True)


def groups(quick):
    """Nodes, each with the rows that are measured on it: (name, arguments of the rig, rows)."""
    few, many, routes = (100, 250, 100_000) if quick else (250, 1000, 1_000_000)
    return [
        (
            "tables",
            dict(pods=few, routes=routes, neighbours=routes // 100, fdb=routes // 200),
            [("routes", rows.routes), ("neighbours", rows.neighbours), ("fdb", rows.fdb)],
        ),
        (
            "few pods",
            dict(pods=few, routes=1000),
            [
                ("snapshot", rows.snapshot),
                ("first-frame", rows.first_frame),
                ("idle", rows.idle),
                ("page", rows.page_of_counters),
                ("storm", rows.storm),
            ],
        ),
        (
            "many pods",
            dict(pods=many, routes=1000),
            [
                ("links", rows.links),
                ("namespaces", rows.namespaces),
                ("counters", rows.counters),
                ("idle-many", rows.idle),
            ],
        ),
    ]


def measure(context, quick, only):
    lines = []
    for name, size, wanted in groups(quick):
        wanted = [row for row in wanted if only in row[0]]
        if not wanted:
            continue
        shape = ", ".join(f"{count:,} {what}" for what, count in size.items())
        print(f"bench: a node of {shape}", file=sys.stderr)
        with rig.Rig(**size) as node:
            for title, row in wanted:
                lines += attempt(title, row, context, node)
    if only in "host-local":
        lines += attempt("host-local", leases.host_local, context)
    if only in "plugins":
        lines += attempt("plugins", plugins.plugins, context)
    if only in "file-size":
        lines += attempt("file-size", rows.file_size, context)
    return lines


def attempt(title, row, *given):
    """The lines of a row. One that breaks costs its own lines, not the table."""
    print(f"bench: {title}", file=sys.stderr)
    lines = []
    try:
        for line in row(*given):
            lines.append(line)
    except (OSError, ValueError, subprocess.SubprocessError, measuring.Failed) as error:
        print(f"bench: {title}: {error}", file=sys.stderr)
        lines.append(report.Line(title, str(error)[:60], None, None, "", goal=0, remark="failed"))
    return lines


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller nodes, fewer rounds")
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--products", default=".build/release", help="where our programs are")
    parser.add_argument("--rounds", type=int, help="of each comparison (7; quick: 3)")
    parser.add_argument("--json", help="a file for the lines of the table")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a goal is missed")
    given = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("bench: needs root, because it makes network namespaces")
    rig.end_on_signals()
    rounds = given.rounds or (3 if given.quick else 7)
    with tempfile.TemporaryDirectory(prefix="cnitop-bench-") as folder:
        build_floors(folder)
        products = os.path.abspath(given.products)
        context = rows.Context(folder, products, rounds, 4 if given.quick else 10)
        lines = measure(context, given.quick, given.only)
    print(report.table(lines))
    if given.json:
        report.write_json(lines, given.json)
    sys.exit(given.strict and not all(line.is_met for line in lines))


if __name__ == "__main__":
    main()
