"""The table that `make bench` prints."""

import dataclasses
import json


@dataclasses.dataclass
class Line:
    """One comparison, or one limit where there is nobody to compare with.

    is_ratio: whether the goal is for the ratio, else it is for ours. goal: what that must not
    exceed; None where the line only informs.
    """

    work: str
    against: str
    theirs: float | None
    ours: float | None
    unit: str
    ratio: float | None = None
    is_ratio: bool = False
    goal: float | None = None
    remark: str = ""

    @property
    def verdict(self):
        if self.remark:
            return self.remark
        if self.goal is None:
            return ""
        value = self.ratio if self.is_ratio else self.ours
        return "ok" if value <= self.goal else "OVER"

    @property
    def is_met(self):
        return self.goal is None or self.verdict == "ok"


def quantity(value, unit):
    """A number that a person can read: `12.7 ms`, `7.9 kB`."""
    if value is None:
        return "–"
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.3g} ms"
    if unit in ("B", "B/s"):
        for factor, prefix in ((1e6, "M"), (1e3, "k")):
            if value >= factor:
                return f"{value / factor:.1f} {prefix}{unit}"
        return f"{value:.0f} {unit}"
    if unit == "%":
        return f"{value:.3g} %"
    return f"{value:.3g}{unit}" if unit.startswith(" %") else f"{value:,.0f} {unit}"


def table(lines):
    """Markdown that is aligned, so that it reads well in a terminal too."""
    rows = [("work", "against", "theirs", "ours", "ratio", "goal", "verdict")]
    work = None
    for line in lines:
        goal = line.goal
        if goal is None or line.remark == "failed":
            wanted = ""
        elif line.is_ratio:
            wanted = f"≤ {goal:.3g} ×"
        else:
            wanted = f"≤ {quantity(goal, line.unit)}"
        ratio = "" if line.ratio is None else f"{line.ratio:.3g} ×"
        rows.append(
            (
                line.work if line.work != work else "",
                line.against,
                "" if line.theirs is None else quantity(line.theirs, line.unit),
                quantity(line.ours, line.unit),
                ratio,
                wanted,
                line.verdict,
            )
        )
        work = line.work
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def write_json(lines, path):
    values = [{**dataclasses.asdict(line), "verdict": line.verdict} for line in lines]
    with open(path, "w") as file:
        json.dump(values, file, indent=1)
        file.write("\n")
