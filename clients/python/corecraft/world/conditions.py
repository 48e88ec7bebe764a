"""Recomputes the conditions of a registry (docs/registry.md)."""

import datetime
from decimal import Decimal

from .snapshot import MISSING, at, moment
from .tools import TOOLS


def failure(world, condition):
    """None when the condition is so in the world, else what was found instead."""
    if "tool" in condition:
        tool = TOOLS.get(condition["tool"])
        if tool is None:
            return f"no independent {condition['tool']} here"
        answer = tool(world, **condition["arguments"])
        return test(condition, at(answer, condition["pointer"]))
    if "sum_of" in condition:
        chosen = select(world, condition["sum_of"])
        total = sum((Decimal(str(at(each, condition["pointer"]))) for each in chosen), Decimal(0))
        return test(condition, float(total))
    if "select" in condition:
        return test(condition, [each["id"] for each in select(world, condition["select"])], is_selection=True)
    if "days_from" in condition:
        start, end = instant(world, condition["days_from"]), instant(world, condition["days_to"])
        if start is None or end is None:
            return "a moment is missing"
        days = int((end - start) / datetime.timedelta(days=1))
        if not condition.get("at_least", days) <= days <= condition.get("at_most", days):
            return f"{days} days"
        return None
    entity = world.find(condition["entity"])
    return test(condition, MISSING if entity is None else at(entity, condition["pointer"]))


def instant(world, source):
    if source == "clock":
        return world.now
    if isinstance(source, str):
        return moment(source)
    entity = world.find(source["entity"])
    text = MISSING if entity is None else at(entity, source["pointer"])
    return moment(text) if isinstance(text, str) else None


def select(world, selection):
    """The entities that a selection means."""

    def fits(entity):
        for pointer, value in selection.get("where", {}).items():
            if not same(at(entity, pointer), value):
                return False
        for bound, holds in (("since", lambda a, b: a >= b), ("until", lambda a, b: a <= b)):
            if bound in selection:
                text = at(entity, selection[bound]["pointer"])
                if not isinstance(text, str) or not holds(moment(text), moment(selection[bound]["at"])):
                    return False
        if "mentioning" in selection:
            text = at(entity, selection["mentioning"]["pointer"])
            if not isinstance(text, str) or selection["mentioning"]["text"].lower() not in text.lower():
                return False
        if "holding" in selection:
            elements = at(entity, selection["holding"]["pointer"])
            wanted = selection["holding"]["where"]
            if not isinstance(elements, list) or not any(
                all(same(element.get(name, MISSING), value) for name, value in wanted.items()) for element in elements
            ):
                return False
        return True

    return [entity for entity in world.of(selection["type"]) if fits(entity)]


def same(found, value):
    """JSON equality: true is not 1."""
    return found is not MISSING and isinstance(found, bool) == isinstance(value, bool) and found == value


def holds(found, piece):
    if isinstance(found, list):
        return any(same(each, piece) for each in found)
    return isinstance(found, str) and isinstance(piece, str) and piece in found


def test(condition, found, is_selection=False):
    shown = "absent" if found is MISSING else repr(found)
    count = len(found) if isinstance(found, list) else 0
    checks = {
        "is": lambda value: same(found, value),
        "is_not": lambda value: not same(found, value),
        "in": lambda values: any(same(found, value) for value in values),
        "absent": lambda value: (found is MISSING) == value,
        "contains": lambda value: holds(found, value),
        "lacks": lambda value: not holds(found, value),
        "at_least": lambda value: found is not MISSING and found >= value,
        "at_most": lambda value: found is not MISSING and found <= value,
        "count": lambda value: isinstance(found, list) and count == value,
        "count_at_least": lambda value: count >= value,
        "count_at_most": lambda value: count <= value,
        "ids": lambda value: is_selection and sorted(found) == sorted(value),
    }
    asked = [name for name in checks if name in condition]
    if len(asked) != 1:
        return f"asks {asked}, not one thing"
    return None if checks[asked[0]](condition[asked[0]]) else shown
