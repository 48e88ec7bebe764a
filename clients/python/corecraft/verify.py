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

try:
    from .blob_checks import BlobChecks
    from .grade_checks import GradeChecks
    from .line_checks import LineChecks
    from .record_checks import RecordChecks
    from .report import Problem, Report, print_report
    from .shapes import ORDER, is_digest, shape_problems
    from .snapshot_checks import SnapshotChecks
except ImportError:  # run as a script
    from blob_checks import BlobChecks
    from grade_checks import GradeChecks
    from line_checks import LineChecks
    from record_checks import RecordChecks
    from report import Problem, Report, print_report
    from shapes import ORDER, is_digest, shape_problems
    from snapshot_checks import SnapshotChecks


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


class _Verifier(LineChecks, RecordChecks, BlobChecks, GradeChecks, SnapshotChecks):
    """Holds what is known of the file; each part of the page has its checks in a module of its own."""

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
