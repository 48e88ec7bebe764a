"""Checks a world: `python -m corecraft.world.check snapshots/corecraft-1`.

Digests, integrity rules of the contract's appendix A but for registered exceptions, and every condition of every planted
instance, all from the files alone. Exit code 0 when all holds, 1 when something does not, 2 for wrong usage.
"""

import argparse
import json
import pathlib
import sys

from .conditions import failure
from .integrity import findings
from .snapshot import Snapshot


def check(folder):
    """The problems of a world, and how much was looked at."""
    world = Snapshot(folder)
    problems = list(world.problems)
    path = pathlib.Path(f"{folder}.registry.json")
    registry = json.loads(path.read_text("utf-8")) if path.exists() else {"instances": [], "exceptions": []}
    if path.exists() and registry["snapshot"] != world.digest:
        problems.append(f"{path.name} is of another snapshot")
    expected = {(each["rule"], each["entity"]) for each in registry["exceptions"]}
    found = findings(world)
    problems += [f"{rule} {entity} is broken and not registered" for rule, entity in sorted(found - expected)]
    problems += [f"{rule} {entity} is registered and not broken" for rule, entity in sorted(expected - found)]
    conditions = 0
    for instance in registry["instances"]:
        for each in instance["entities"]:
            if world.find(each["entity"]) is None:
                problems.append(f"{instance['id']}: {each['role']} {each['entity']} does not exist")
        for condition in instance["conditions"]:
            conditions += 1
            wrong = failure(world, condition)
            if wrong is not None:
                problems.append(f"{instance['id']}: {json.dumps(condition)}: {wrong}")
    looked = {
        "entities": sum(len(table) for table in world.tables.values()), "instances": len(registry["instances"]),
        "conditions": conditions, "exceptions": len(expected),
    }
    return problems, looked


def main():
    parser = argparse.ArgumentParser(prog="python -m corecraft.world.check", description=__doc__)
    parser.add_argument("folder", nargs="+", help="a snapshot's folder; its registry lies beside it")
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    arguments = parser.parse_args()
    answers = []
    for folder in arguments.folder:
        try:
            problems, looked = check(folder.rstrip("/"))
        except (OSError, KeyError, ValueError) as error:
            print(f"error: {folder} cannot be read as a world: {error!r}", file=sys.stderr)
            return 2
        answers.append({"folder": folder, "ok": not problems, "looked_at": looked, "problems": problems})
        if not arguments.json:
            print(f"{folder}: " + ", ".join(f"{count} {what}" for what, count in looked.items()))
            for problem in problems:
                print(f"  {problem}")
            print("  ok" if not problems else f"  {len(problems)} problems")
    if arguments.json:
        print(json.dumps(answers))
    return 0 if all(answer["ok"] for answer in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
