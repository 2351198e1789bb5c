"""What iproute2 prints beside what cnitop does: differences are collected and counted."""
import json

from random_node import run


class Comparison:
    def __init__(self):
        self.count = 0
        self.differences = []

    def same(self, where, theirs, ours):
        self.count += 1
        if theirs != ours:
            self.differences.append(f'{where}: iproute2 has {theirs!r}, cnitop {ours!r}')

    def same_list(self, where, theirs, ours):
        """Rows in the order of the kernel."""
        self.same(f'{where} count', len(theirs), len(ours))
        for theirs, ours in zip(theirs, ours):
            self.same(where, theirs, ours)

    def between(self, where, before, ours, after):
        """A counter that runs meanwhile."""
        self.count += 1
        if not before <= ours <= after:
            self.differences.append(
                f'{where}: iproute2 has {before} and then {after}, cnitop {ours}')

    def same_rows(self, where, theirs, ours):
        """Rows in any order, each as often on one side as on the other."""
        key = lambda row: json.dumps(row, sort_keys=True)
        left, right = sorted(map(key, theirs)), sorted(map(key, ours))
        self.count += len(left)
        rest = list(right)
        for row in left:
            if row in rest:
                rest.remove(row)
            else:
                self.differences.append(f'{where}: only iproute2 has {row}')
        self.differences += [f'{where}: only cnitop has {row}' for row in rest]


def ip(node, name, *arguments, tool='ip'):
    text = run(tool, '-j', '-d', '-s', '-s', *arguments, namespace=node.path(name))
    # iproute2 writes control characters of an alias as they are.
    return [row for row in json.loads(text or '[]', strict=False, object_pairs_hook=members)
            if row]


def members(pairs):
    """An object; what `encap ip` adds to a route, with a second "dst" and "tos", is kept apart."""
    result = dict(pairs)
    if result.get('encap') in ('ip', 'ip6'):
        names = [name for name, _ in pairs]
        inner = dict(pairs[names.index('encap') + 1:names.index('dev')])
        result = {name: value for name, value in reversed(pairs) if name not in inner}
        result['dst'], result['tunnel'] = pairs[names.index('dst')][1], inner
    return result


def compare_details(check, place, names, theirs, ours):
    if names is None:
        check.differences.append(f'{place}: no names for {theirs}')
        return
    for key, value in theirs.items():
        if key not in names:
            check.differences.append(f'{place}: iproute2 has {key} {value!r}, which has no name')
        elif names[key]:
            name, form = names[key] if isinstance(names[key], tuple) else (names[key], None)
            check.same(f'{place} {key}', form(value) if form else value, ours.get(name))
