"""The lines of a trajectory file: reading them, and the end line. docs/format.md, sections 1 and 9."""

import os
from dataclasses import dataclass
from typing import Optional

try:
    from .canonical import Refused, canonical, parse
    from .report import show
    from .shapes import LINES, ORDER, is_count, sha256
except ImportError:  # run as a script
    from canonical import Refused, canonical, parse
    from report import show
    from shapes import LINES, ORDER, is_count, sha256


@dataclass
class Line:
    number: int
    raw: bytes
    start: int
    value: Optional[dict] = None  # None when it is unreadable
    position: Optional[int] = None  # of a record


class LineChecks:
    """The part of the verifier that knows lines."""

    def read_lines(self):
        start, last = 0, 0
        raws = self.data.split(b"\n")
        complete = raws.pop() == b""
        if not complete:
            raws = self.data.split(b"\n")
        for number, raw in enumerate(raws, 1):
            line = Line(number, raw, start)
            start += len(raw) + 1
            role, reading = self.read_line(line, last)
            rank = ORDER.index(role) if role else last
            if role == "record":
                line.position = len(self.lines["record"])
            for message, expected, found in reading:
                self.bad(line, message, expected, found)
            if role in ("header", "snapshot", "end") and self.lines[role]:
                self.bad(line, "a second %s line" % role)
            elif rank < last:
                self.bad(line, "a %s line after the first %s line" % (role, ORDER[last]))
            last = max(last, rank)
            if role:
                self.lines[role].append(line)
        if not raws:
            self.bad(None, "the file is empty")
        elif not complete:
            self.bad(line, "the file's last line does not end in a line feed: cut off?")
        if raws and role != "end":
            self.bad(line, "the file's last line is not its end line: cut off?")

    def read_line(self, line, last):
        """The line's role (None when it cannot be told) and what is wrong with its text."""
        try:
            value = parse(line.raw)
        except Refused as refused:
            # Records are guessed by their place, so that the rest keeps its numbers.
            want = last <= 1 and len(self.lines["record"]) <= self.header.get("seq", -1)
            role = "header" if line.number == 1 else "record" if want or b',"prev":' in line.raw and last <= 1 else None
            self.blobs_unknown |= role != "header"
            return role, [("not JSON as format 1 accepts it: " + str(refused), None, None)]
        if not isinstance(value, dict):
            self.blobs_unknown = True
            return None, [("the line is no object", None, value)]
        line.value = value
        kind = value.get("kind")
        first = kind == "trajectory" or line.number == 1 and "prev" not in value
        role = kind if isinstance(kind, str) and kind in LINES else "header" if first else "record"
        if role == "header" and is_count(value.get("seq")):
            self.header = value
        text = canonical(value)
        if text == line.raw:
            return role, []
        at = len(os.path.commonprefix([text, line.raw]))
        near = [t[max(0, at - 10) : at + 20].decode("utf-8", "replace") for t in (text, line.raw)]
        return role, [("the line is not canonical JSON, from its byte %d" % at, show(near[0]), near[1])]

    def end_holds(self):
        start = self.data.rfind(b"\n", 0, -1) + 1
        return self.data[start:] == canonical({"kind": "end", "sha256": sha256(self.data[:start])}) + b"\n"

    def check_end(self):
        for line in self.lines["end"]:
            if line.value and self.check_shape(line, line.value, LINES["end"]):
                actual = sha256(self.data[: line.start])
                if line.value["sha256"] != actual:
                    only = "" if self.report.problems else (
                        ". Nothing else is wrong, so the change is in what nothing else attests:"
                        " the header's episode, the order of the grades, or this line itself")
                    self.bad(line, "sha256 is not that of the bytes before this line" + only, actual, line.value["sha256"])
