#!/usr/bin/env python3
"""Verifies a Corecraft trajectory file. Written from docs/format.md alone; shares no code with Corecraft.

    from corecraft.verify import verify
    report = verify("episode.ndjson", head="<64 hexadecimal digits noted elsewhere>")
    report.ok, report.pinned, report.problems

What is checked is the list in section 9 of the page, with the rules of sections 3, 4, 5 and 8 that can be decided from the file.
The writer's limits (64 KiB a record, 10,000 entities, 256 KiB of arguments) are not checked, and no tool is run again.
"""

import argparse
import os
import sys
from dataclasses import dataclass
from typing import Optional

try:
    from .canonical import Refused, canonical, parse
    from .grades import grade_faults
    from .report import Problem, Report, print_report, show
    from .shapes import (
        CRITERION, EVENTS, EVERY_RECORD, GRADE, HEADER, INLINE_LIMIT, LINES, OBJECT, ORDER, RECORDS, SNAPSHOT, TABLE_TYPES, TEXT, TOOL,
        digest, fold, is_count, is_digest, is_failure, is_id, record_blobs, record_shape, root, sha256, shape_problems,
    )
except ImportError:  # run as a script
    from canonical import Refused, canonical, parse
    from grades import grade_faults
    from report import Problem, Report, print_report, show
    from shapes import (
        CRITERION, EVENTS, EVERY_RECORD, GRADE, HEADER, INLINE_LIMIT, LINES, OBJECT, ORDER, RECORDS, SNAPSHOT, TABLE_TYPES, TEXT, TOOL,
        digest, fold, is_count, is_digest, is_failure, is_id, record_blobs, record_shape, root, sha256, shape_problems,
    )


def verify(source, head=None, fast=False):
    """Verifies the bytes of a trajectory file, or the file at a path. `head` is the head that was noted elsewhere.

    With `fast`, a file whose end line does not hold is refused at once, without looking for what else is wrong with it.

    OSError when the file cannot be read, ValueError when `head` is no digest. Whatever is wrong with the bytes is in the report.
    """
    if head is not None and not is_digest(head):
        raise ValueError("head must be 64 lower-case hexadecimal digits")
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    else:
        with open(source, "rb") as file:
            data = file.read()
    return _Verifier(data, head).run(fast)


@dataclass
class _Line:
    number: int
    raw: bytes
    start: int
    value: Optional[dict] = None  # None when it is unreadable
    position: Optional[int] = None  # of a record


class _Verifier:
    def __init__(self, data, head):
        self.data = data
        self.noted = head
        self.report = Report()
        self.lines = {role: [] for role in ORDER}
        self.header = {}
        self.named = {}  # digest of a blob -> (line number, seq, member) that names it first
        self.blobs = {}  # digest -> (text, value) of each good blob
        self.rows = None  # with a snapshot: "type/id" -> digest of the entity
        self.blobs_unknown = False  # a record or grade could not be read, so what it names is unknown

    def bad(self, line, message, expected=None, found=None):
        number, seq = (line.number, line.position) if line else (None, None)
        self.report.problems.append(Problem(number, seq, message, expected, found))

    def check_shape(self, line, value, shape, prefix=""):
        problems = shape_problems(value, shape)
        for message, expected, found in problems:
            self.bad(line, prefix + message, expected, found)
        return not problems

    def run(self, fast=False):
        if fast and not self.end_holds():
            self.bad(None, "the last line is not an end line with the sha256 of the bytes before it")
            return self.report
        self.read_lines()
        self.check_header()
        self.check_records()
        self.check_links()
        self.read_blobs()
        self.read_snapshot()
        self.check_roots()
        self.check_contents()
        self.check_grades()
        self.check_named()
        self.check_end()
        self.check_head()
        self.report.problems.sort(key=lambda p: p.line or 0)
        return self.report

    # 1. Lines

    def read_lines(self):
        start, last = 0, 0
        raws = self.data.split(b"\n")
        complete = raws.pop() == b""
        if not complete:
            raws = self.data.split(b"\n")
        for number, raw in enumerate(raws, 1):
            line = _Line(number, raw, start)
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

    # 2. Header

    def check_header(self):
        records = self.lines["record"]
        line = self.lines["header"][0] if self.lines["header"] else None
        self.header = line.value if line and line.value else {}
        if not line or line.number != 1:
            self.bad(line, "the first line is not the header of a trajectory")
        if self.header:
            self.check_shape(line, self.header, HEADER)
            self.report.episode = self.header.get("episode") if isinstance(self.header.get("episode"), str) else None
        seq = self.header.get("seq")
        if is_count(seq) and seq + 1 != len(records):
            self.bad(line, "the header's seq tells %d records" % (seq + 1), len(records) - 1, seq)
        opened = records[0].value if records else None
        if opened and self.header and opened.get("snapshot") != self.header.get("snapshot"):
            self.bad(line, "the header's snapshot is not the one that record 0 names", show(opened.get("snapshot")),
                     self.header.get("snapshot"))

    # 3. Records

    def check_records(self):
        records = self.lines["record"]
        self.report.records = len(records)
        if not records:
            self.bad(None, "there are no records")
        seq, submitted = 0, None
        for line in records:
            record = line.value
            if record is None:
                seq += 1
                continue
            kind = record.get("kind")
            if record.get("seq") != seq:
                self.bad(line, "seq is out of turn", seq, record.get("seq"))
            seq = record["seq"] + 1 if is_count(record.get("seq")) else seq + 1  # names a gap once, not for every later record
            if not isinstance(kind, str) or kind not in RECORDS:
                self.bad(line, "a record of this kind is unknown in format 1", " or ".join(RECORDS), kind)
                self.blobs_unknown = True
                for name in ("seq", "prev", "root"):
                    self.check_shape(line, {k: v for k, v in record.items() if k == name}, {name: EVERY_RECORD[name]})
            else:
                self.check_shape(line, record, record_shape(record))
            if (kind == "opened") != (line.position == 0):
                self.bad(line, "the first record is opened and no other is", None, kind)
            if submitted is not None:
                self.bad(line, "a record after record %d, which is submitted" % submitted)
            submitted = line.position if kind == "submitted" else submitted
            if kind == "call":
                self.check_call(line, record)
            for member, d in record_blobs(record):
                self.named.setdefault(d, (line, member))

    def check_call(self, line, record):
        if ("arguments" in record) == ("arguments_blob" in record):
            self.bad(line, "one of arguments and arguments_blob is there, not both or neither")
        if "events" in record and "events_blob" in record:
            self.bad(line, "events and events_blob are both there")
        for member in ("arguments", "events"):
            size = len(canonical(record.get(member)))
            if size > INLINE_LIMIT:
                self.bad(line, "inline %s are too long" % member, "at most %d bytes" % INLINE_LIMIT, size)
        if "changes" in record and "events" not in record and "events_blob" not in record:
            self.bad(line, "a call changes entities without an event")

    def check_links(self):
        """Each record's bytes are attested by the next record's prev, the last one's by the header's head."""
        records = self.lines["record"]
        hashes = [sha256(line.raw) for line in records]
        self.hashes = hashes
        self.report.head = hashes[-1] if hashes else None
        claims = [line.value.get("prev") if line.value else None for line in records[1:]] + [self.header.get("head")]
        good = [not is_digest(claim) or claim == h for claim, h in zip(claims, hashes)]
        for i, line in enumerate(records[:-1]):
            following = records[i + 1]
            if claims[i] is None and following.value:
                self.bad(following, "prev is null, though it is not the first record", hashes[i])
            elif not good[i] and good[i + 1]:
                self.bad(line, "this record is not the one that record %d (line %d) names as prev: it was changed, or one is missing"
                         % (i + 1, following.number), claims[i], hashes[i])
            elif not good[i]:
                self.bad(following, "prev is not the hash of record %d (line %d)" % (i, line.number), hashes[i], claims[i])
        if records and not good[-1]:
            self.bad(records[-1], "this last record or the header's head was changed: the record's hash is not the head",
                     claims[-1], hashes[-1])
        if records and records[0].value and records[0].value.get("prev") is not None:
            self.bad(records[0], "prev of the first record", "null", records[0].value.get("prev"))

    # 4. Blobs

    def read_blobs(self):
        self.report.blobs = len(self.lines["blob"])
        before = ""
        for line in self.lines["blob"]:
            if not line.value or not self.check_shape(line, line.value, LINES["blob"]):
                self.blobs_unknown = True
                continue
            text, named = line.value["text"].encode("utf-8"), line.value["digest"]
            good = named == sha256(text)
            if not good:
                self.bad(line, "the blob's digest is not that of its text", sha256(text), named)
            if named <= before:
                self.bad(line, "blobs are ordered by digest, each once", "one after " + before, named)
            before = max(before, named)
            try:
                value = parse(text)
                if canonical(value) != text:
                    self.bad(line, "the blob's text is not canonical JSON", show(canonical(value).decode("utf-8")), line.value["text"])
            except Refused as refused:
                self.bad(line, "the blob's text is not JSON as format 1 accepts it: %s" % refused)
            else:
                self.blobs.update({named: (text, value)} if good else {})

    def check_contents(self):
        """What section 4 says of the blobs that calls and `opened` name."""
        for line in self.lines["record"]:
            record = line.value or {}
            for member, kind in (("arguments_blob", OBJECT), ("events_blob", EVENTS)):
                d = record.get(member)
                if record.get("kind") == "call" and isinstance(d, str) and d in self.blobs:
                    text, value = self.blobs[d]
                    if not kind[0](value):
                        self.bad(line, member, kind[1], value)
                    if len(text) <= INLINE_LIMIT:
                        self.bad(line, member + " is short enough to be inline", "over %d bytes" % INLINE_LIMIT, len(text))
            if record.get("kind") == "call" and self.blob(record.get("result")):
                value = self.blob(record["result"])[1]
                if record.get("is_error") is True:
                    if not isinstance(value, dict):
                        self.bad(line, "the result of a failed call", "an object", value)
                    else:
                        self.check_shape(line, value, {"error": TEXT, "hint?": TEXT}, "result of a failed call: ")
                elif is_failure(value):
                    self.bad(line, "is_error is false, and the result is that of a failed call")
                elif not isinstance(value, (dict, list)):
                    self.bad(line, "the result of a call", "an array or an object", value)
            if record.get("kind") == "opened" and self.blob(record.get("tools")):
                self.check_tools(line, self.blob(record["tools"])[1])

    def check_tools(self, line, tools):
        if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
            self.bad(line, "tools", "an array of objects", tools)
        elif all([self.check_shape(line, tool, TOOL, "tools: ") for tool in tools]):
            names = [tool["name"].encode("utf-8") for tool in tools]
            if any(a >= b for a, b in zip(names, names[1:])):
                self.bad(line, "tools are ordered by name, each once", None, [tool["name"] for tool in tools])

    def blob(self, d):
        return self.blobs.get(d) if isinstance(d, str) else None

    def check_named(self):
        there = {line.value["digest"] for line in self.lines["blob"] if line.value and isinstance(line.value.get("digest"), str)}
        for d, (line, member) in self.named.items():
            if d not in there:
                self.bad(line, "no blob line has the digest that %s names" % member, d)
        for line in self.lines["blob"]:
            d = line.value.get("digest") if line.value else None
            if not self.blobs_unknown and is_digest(d) and d not in self.named:
                self.bad(line, "a blob that nothing names", None, d)

    # 5, 6. Roots and changed entities

    def check_roots(self):
        changed, wrong = {}, []
        snapshot = (self.lines["record"][0].value or {}).get("snapshot") if self.lines["record"] else None
        expected = root(snapshot, changed)
        for line in self.lines["record"]:
            if line.value is None:
                break  # what it changed is unknown, so no later root can be computed
            changes = line.value.get("changes")
            if isinstance(changes, dict) and changes:
                good = {key: d for key, d in changes.items() if d is None or isinstance(d, str)}
                for key, d in good.items():
                    self.check_change(line, key, d, changed)
                fold(changed, good)
                expected = root(snapshot, changed)
            if is_digest(line.value.get("root")) and line.value["root"] != expected:
                wrong.append((line, expected))
        for line, expected in wrong[:1]:
            later = "" if len(wrong) == 1 else " (nor for %d later records, first seq %d)" % (len(wrong) - 1, wrong[1][0].position)
            self.bad(line, "the root does not follow from the changes" + later, expected, line.value["root"])

    def check_change(self, line, key, document, changed):
        kind, _, name = key.partition("/")
        what = "changes of %s: " % show(key)
        if document is None:
            if key not in changed:
                self.bad(line, what + "null, but the entity did not differ from the snapshot's before")
            elif kind == "_hold" or self.rows is not None and key not in self.rows:
                self.bad(line, what + "null, but the snapshot has no such entity to be equal to")
            return
        if changed.get(key) == document:
            self.bad(line, what + "the entity is as it was before")
        if self.rows is not None and self.rows.get(key) == document:
            self.bad(line, what + "the document equals the snapshot's", "null", document)
        if document in self.blobs:
            value = self.blobs[document][1]
            if not isinstance(value, dict) or value.get("id") != name:
                found = value.get("id") if isinstance(value, dict) else value
                self.bad(line, what + "the document's id is not the key's", show(name), found)

    # 7. Grades

    def check_grades(self):
        records = self.lines["record"]
        for line in self.lines["graded"]:
            if not line.value or not self.check_shape(line, line.value, LINES["graded"]):
                self.blobs_unknown = True
                continue
            self.named.setdefault(line.value["digest"], (line, "this line"))
            if line.value["digest"] not in self.blobs:
                self.blobs_unknown = True
                continue
            grade = self.blobs[line.value["digest"]][1]
            criteria = grade.get("criteria") if isinstance(grade, dict) else None
            criteria = [c for c in criteria if isinstance(c, dict)] if isinstance(criteria, list) else []
            for criterion in criteria:
                if is_digest(criterion.get("evidence")):
                    self.named.setdefault(criterion["evidence"], (line, "a criterion's evidence"))
            if not isinstance(grade, dict):
                self.bad(line, "the grade", "an object", grade)
                continue
            sound = self.check_shape(line, grade, GRADE, "grade: ")
            sound &= all([self.check_shape(line, c, CRITERION, "criterion %s: " % show(c.get("id"))) for c in criteria])
            if not sound or len(criteria) != len(grade["criteria"]):
                self.bad(line, "the grade is not of the form of section 8")
                continue
            for message, expected, found in grade_faults(grade, self.task_document()):
                self.bad(line, "the grade's " + message, expected, found)
            seq, total, satisfied = grade["seq"], grade["total"], grade["satisfied"]
            if seq >= len(records):
                self.bad(line, "the grade's seq", "at most %d" % (len(records) - 1), seq)
            elif self.hashes[seq] != grade["head"]:
                self.bad(line, "the grade's head is not the hash of record %d (line %d)" % (seq, records[seq].number),
                         self.hashes[seq], grade["head"])
            task = (records[0].value or {}).get("task") if records else None
            if grade["task"] != task:
                self.bad(line, "the grade's task is not the one that record 0 names", show(task), grade["task"])
            if total != len(criteria):
                self.bad(line, "the grade's total is not the number of criteria", len(criteria), total)
            count = sum(c["satisfied"] for c in criteria)
            if satisfied != count:
                self.bad(line, "the grade's satisfied is not the number of satisfied criteria", count, satisfied)
            self.report.grades.append({
                "grader": grade["grader"], "passed": satisfied == total, "reward": satisfied / total if total else None,
                "satisfied": satisfied, "seq": seq, "total": total,
            })

    def task_document(self):
        opened = (self.lines["record"][0].value or {}) if self.lines["record"] else {}
        document = self.blob(opened.get("task"))
        return document[1] if document else None

    # 8. Snapshot

    def read_snapshot(self):
        tables = self.lines["table"]
        line = self.lines["snapshot"][0] if self.lines["snapshot"] else None
        if not line:
            if tables:
                self.bad(tables[0], "a table without a snapshot line before it")
            return
        self.report.snapshot_included = True
        if not line.value or not self.check_shape(line, line.value, LINES["snapshot"]):
            return
        value = line.value["value"]
        self.check_shape(line, value, SNAPSHOT, "snapshot: ")
        if self.header and digest(value) != self.header.get("snapshot"):
            self.bad(line, "the snapshot's digest is not the one that the header names", show(self.header.get("snapshot")), digest(value))
        entries = value.get("tables") if isinstance(value.get("tables"), dict) else {}
        rows, before = {}, ""
        for table in tables:
            if not table.value or not self.check_shape(table, table.value, LINES["table"]):
                continue
            kind = table.value["type"]
            if kind <= before:
                self.bad(table, "tables are ordered by type, each once", "one after " + before, kind)
            before = max(before, kind)
            self.read_table(table, kind, table.value["text"].encode("utf-8"), entries, rows)
        for kind in entries:
            if kind not in TABLE_TYPES:
                self.bad(line, "the snapshot has a table of an unknown type", None, kind)
            if not any(t.value and t.value.get("type") == kind for t in tables):
                self.bad(line, "there is no line for table %s of the snapshot" % show(kind))
        self.rows = rows

    def read_table(self, table, kind, data, entries, rows):
        if kind not in entries:
            self.bad(table, "the snapshot has no table %s" % kind)
        else:
            actual = {"count": data.count(b"\n"), "digest": sha256(data)}
            entry = entries[kind] if isinstance(entries[kind], dict) else {}
            if set(entry) != set(actual):
                self.bad(table, "the snapshot's entry for table %s" % kind, "count and digest", entries[kind])
            for member in actual:
                if entry.get(member) != actual[member] or type(entry.get(member)) is not type(actual[member]):
                    self.bad(table, "%s of table %s" % (member, kind), actual[member], entry.get(member))
        lines, before = data.split(b"\n"), b""
        if lines.pop() != b"":
            self.bad(table, "table %s does not end in a line feed" % kind)
        for number, raw in enumerate(lines, 1):
            where = "table %s, its line %d: " % (kind, number)
            try:
                entity = parse(raw)
            except Refused as refused:
                self.bad(table, where + "not JSON as format 1 accepts it: %s" % refused)
                continue
            if canonical(entity) != raw:
                self.bad(table, where + "not canonical JSON", show(canonical(entity).decode("utf-8")), raw.decode("utf-8"))
            name = entity.get("id") if isinstance(entity, dict) else None
            if not is_id(name):
                self.bad(table, where + "no entity with an id", None, entity)
                continue
            if name.encode("utf-8") <= before:
                self.bad(table, where + "entities are ordered by id, each once", "one after " + show(before.decode("utf-8")), name)
            before = max(before, name.encode("utf-8"))
            rows[kind + "/" + name] = sha256(raw)

    # 1, 9. End and head

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

    def check_head(self):
        if self.noted is not None:
            self.report.pinned = self.noted == self.header.get("head") == self.report.head
            if self.noted != self.header.get("head"):
                self.bad(self.lines["header"][0] if self.lines["header"] else None,
                         "the head is not the one that was noted elsewhere (--head)", self.noted, self.header.get("head"))


# Command line

def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="corecraft.verify",
        description="Verify a Corecraft trajectory file (docs/format.md, section 9).",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="""examples:
  python3 -m corecraft.verify episode.ndjson --head 3f0c...e1    the head was noted elsewhere, say in a log or a paper
  python3 -m corecraft.verify episode.ndjson                     consistent in itself, but nothing pins it
  python3 -m corecraft.verify episode.ndjson --json              the report as JSON

exit code: 0 verified, 1 problems found (an empty or damaged file too), 2 unusable input (no such file, --head is no digest)""",
    )
    parser.add_argument("file", metavar="FILE", help="a trajectory file (NDJSON)")
    parser.add_argument("--head", metavar="D", help="the head that was noted elsewhere: 64 lower-case hexadecimal digits")
    parser.add_argument("--fast", action="store_true", help="stop at once when the end line does not hold")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        report = verify(options.file, options.head, options.fast)
    except (OSError, ValueError) as error:
        print("corecraft.verify: cannot verify: %s" % error, file=sys.stderr)
        return 2
    try:
        print_report(report, options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
