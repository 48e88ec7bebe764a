"""What the tests of the verifier share: the golden vectors, and ways to take a trajectory file apart."""

import json
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
CLIENT = TOP / "clients" / "python"
sys.path[:0] = [str(CLIENT), str(TOP / "Tests" / "Golden")]

VECTORS = json.loads((TOP / "Tests" / "Golden" / "format-vectors.json").read_text("ascii"))
TRAJECTORIES = [v for v in VECTORS if v["kind"] == "trajectory"]


def file_of(vector):
    return "".join(line + "\n" for line in vector["lines"]).encode("utf-8")


def messages(report):
    return [str(problem) for problem in report.problems]


DELETE = object()


def paths(value, path=()):
    yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from paths(value[key], path + (key,))


def put(value, path, other):
    if not path:
        return other
    copy = value.copy()
    if len(path) == 1 and other is DELETE:
        del copy[path[0]]
    else:
        copy[path[0]] = put(value[path[0]], path[1:], other)
    return copy
