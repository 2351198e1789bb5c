"""Validates JSON documents against a JSON Schema (2020-12): validate.py SCHEMA DOCUMENT…

A key that stands twice in one object is an error, which readers of JSON do not notice. Exits 0
if all is well, 1 with a line for each error. Needs jsonschema (Debian: python3-jsonschema).
"""

import json
import sys

from jsonschema import Draft202012Validator


def unique(pairs):
    keys = [key for key, _ in pairs]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise ValueError(f"doubled keys: {', '.join(doubled)}")
    return dict(pairs)


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def main(schema_path, document_paths):
    with open(schema_path, "rb") as file:
        schema = json.load(file, object_pairs_hook=unique)
    Draft202012Validator.check_schema(schema)
    errors = [
        f"{schema_path}: {reference} is not defined"
        for reference in sorted(set(references(schema)))
        if reference.removeprefix("#/$defs/") not in schema["$defs"]
    ]
    validator = Draft202012Validator(schema)
    for path in document_paths:
        try:
            with open(path, "rb") as file:
                document = json.load(file, object_pairs_hook=unique)
        except ValueError as error:
            errors.append(f"{path}: {error}")
            continue
        errors += [f"{path}: {e.json_path}: {e.message[:300]}" for e in validator.iter_errors(document)]
    print("\n".join(errors[:100]) if errors else f"{len(document_paths)} valid")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
