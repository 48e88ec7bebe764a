"""Compares canonical texts with those of the PyPI package rfc8785.

usage: compare_rfc8785.py FILE COUNT

FILE has two lines per value: any JSON text of it, and the canonical text to check, both UTF-8.
"""

import json
import sys

try:
    import rfc8785
except ImportError:
    sys.exit(f"{sys.executable} lacks the package rfc8785; run `make test` or `pip install rfc8785`")


def integer(text):
    """rfc8785 refuses integers from 2**53 on, which JSON has as doubles like any other number."""
    value = int(text)
    return value if abs(value) < 2**53 else float(text)


def main(path, count):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    if len(lines) != 2 * count + 1 or lines[-1]:
        sys.exit(f"expected {2 * count} lines, found {len(lines) - 1}")
    wrong = 0
    for index in range(count):
        source, ours = lines[2 * index], lines[2 * index + 1]
        theirs = rfc8785.dumps(json.loads(source, parse_int=integer))
        if theirs != ours:
            wrong += 1
            if wrong <= 5:
                print(f"value {index}\n  source {source!r}\n  ours   {ours!r}\n  theirs {theirs!r}")
    if wrong:
        sys.exit(f"{wrong} of {count} values differ")
    print(f"{count} values agree")


main(sys.argv[1], int(sys.argv[2]))
