"""What a verification found, as values and as text."""

import json
from dataclasses import dataclass, field
from typing import Any, List, Optional

NOT_PINNED = (
    "Nothing pins this file: without --head it is only consistent in itself, and whoever may rewrite a whole file can forge it"
    " consistently."
)


def show(value, limit=160):
    text = json.dumps(value)
    return text if len(text) <= limit else text[:limit] + "..."


@dataclass
class Problem:
    """`line` counts from 1; `seq` is that of the record concerned; `expected` and `found` are None when there is nothing to compare."""

    line: Optional[int]
    seq: Optional[int]
    message: str
    expected: Any = None
    found: Any = None

    def __str__(self):
        where = ("line %d" % self.line if self.line else "file") + (", record seq %s" % self.seq if self.seq is not None else "")
        text = "%s: %s" % (where, self.message)
        text += "; expected %s" % self.expected if self.expected is not None else ""
        return text + (", found %s" % show(self.found) if self.expected is not None or self.found is not None else "")


@dataclass
class Report:
    problems: List[Problem] = field(default_factory=list)
    episode: Optional[str] = None
    head: Optional[str] = None  # computed: the hash of the last record
    records: int = 0
    blobs: int = 0
    grades: List[dict] = field(default_factory=list)  # grader, seq, satisfied, total, reward, passed
    snapshot_included: bool = False
    pinned: bool = False  # --head was given and is the head

    @property
    def ok(self):
        return not self.problems

    def __bool__(self):
        return self.ok


def print_report(report, options):
    if options.json:
        members = dict(vars(report), problems=[dict(vars(p), text=str(p)) for p in report.problems], verified=report.ok)
        print(json.dumps(members, indent=2, sort_keys=True))
        return
    for problem in report.problems:
        print(problem)
    print("%s: %d records, %d blobs, %s; head %s" % (
        "VERIFIED" if report.ok else "NOT VERIFIED, %d problems" % len(report.problems), report.records, report.blobs,
        "with its snapshot" if report.snapshot_included else "without its snapshot", report.head))
    for grade in report.grades if report.ok else ():
        print("grade by %s of seq %d: %d of %d, %s" % (
            show(grade["grader"]), grade["seq"], grade["satisfied"], grade["total"], "passed" if grade["passed"] else "not passed"))
    if options.head is None:
        print(NOT_PINNED)
    elif report.ok:
        print("The head is the one given.")
