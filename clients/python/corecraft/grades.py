"""What section 8 of docs/format.md says of a grade, beyond its shape, its sums and the record that it names."""

try:
    from .report import show
except ImportError:  # run as a script
    from report import show


def grade_faults(grade, task):
    """(what, expected, found) for each thing that cannot be in a grade of this task.

    `task` is the task document, or None when it cannot be read; without a rubric in it, only what needs none is checked.
    """
    rubric = task.get("rubric") if isinstance(task, dict) else None
    rubric = [c for c in rubric if isinstance(c, dict)] if isinstance(rubric, list) else None
    return _id_faults(grade["criteria"], rubric) + _decision_faults(grade, rubric)


def _id_faults(criteria, rubric):
    found = [c["id"] for c in criteria]
    twice = sorted({i for i in found if found.count(i) > 1})
    faults = [("criterion %s is there more than once" % show(i), None, None) for i in twice]
    if rubric is None:
        return faults
    expected = [c.get("id") for c in rubric]
    faults += [("criterion %s is missing" % show(i), None, None) for i in expected if i not in found]
    faults += [("criterion %s is not in the task's rubric" % show(i), None, None) for i in found if i not in expected]
    if not faults and found != expected:
        faults.append(("criteria are not in the order of the task's rubric", expected, found))
    return faults


def _decision_faults(grade, rubric):
    checked = {c.get("id") for c in rubric or [] if c.get("check") is not None}
    faults = []
    for criterion in grade["criteria"]:
        what, decided_by = "criterion %s: " % show(criterion["id"]), criterion["decided_by"]
        if decided_by == "judge" and grade["grader"] == "checks":
            faults.append((what + "the grader checks decides by checks alone", "check", decided_by))
        elif decided_by == "judge" and grade["grader"] == "hybrid" and criterion["id"] in checked:
            faults.append((what + "the rubric has a check for it", "check", decided_by))
        if ("evidence" in criterion) != (decided_by == "judge"):
            faults.append((what + "evidence is there exactly where a judge decided", None, decided_by))
    return faults
