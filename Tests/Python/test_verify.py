"""clients/python/corecraft against the golden vectors, and against files that were tampered with.

    python3 -m pytest Tests/Python/test_verify.py          or: python3 -m unittest Tests/Python/test_verify.py
"""

import concurrent.futures
import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
CLIENT = TOP / "clients" / "python"
sys.path[:0] = [str(CLIENT), str(TOP / "Tests" / "Golden")]

import make_format_vectors as make  # noqa: E402
from corecraft.canonical import Refused, amount_text, canonical, number_text, parse  # noqa: E402
from corecraft.shapes import digest, fold, record_blobs, record_shape, root, sha256, shape_problems, snapshot_object  # noqa: E402
from corecraft.verify import main, verify  # noqa: E402

VECTORS = json.loads((TOP / "Tests" / "Golden" / "format-vectors.json").read_text("ascii"))
TRAJECTORIES = [v for v in VECTORS if v["kind"] == "trajectory"]


def file_of(vector):
    return "".join(line + "\n" for line in vector["lines"]).encode("utf-8")


def messages(report):
    return [str(problem) for problem in report.problems]


class Vectors(unittest.TestCase):
    def each(self, kind):
        found = [v for v in VECTORS if v["kind"] == kind]
        self.assertTrue(found)
        for vector in found:
            with self.subTest(vector["name"]):
                yield vector

    def test_file_is_what_the_script_makes(self):
        self.assertEqual(json.loads(json.dumps(make.vectors())), VECTORS)
        self.assertGreaterEqual(len(VECTORS), 70)
        kinds = "canonical refused digest table snapshot record root head grade trajectory amount"
        self.assertEqual({v["kind"] for v in VECTORS}, set(kinds.split()))

    def test_canonical(self):
        for v in self.each("canonical"):
            self.assertEqual(canonical(parse(v["source"])).decode("utf-8"), v["canonical"])
            self.assertEqual(canonical(parse(v["canonical"])).decode("utf-8"), v["canonical"])

    def test_refused(self):
        for v in self.each("refused"):
            with self.assertRaises(Refused) as caught:
                parse(bytes.fromhex(v["source_hex"]) if "source_hex" in v else v["source"])
            self.assertEqual(caught.exception.offset, v["offset"], caught.exception)

    def test_digest(self):
        for v in self.each("digest"):
            self.assertEqual(digest(v["value"]), v["digest"])

    def test_table(self):
        for v in self.each("table"):
            self.assertEqual((v["text"].count("\n"), sha256(v["text"].encode("utf-8"))), (v["count"], v["digest"]))

    def test_snapshot(self):
        for v in self.each("snapshot"):
            made = snapshot_object(v["clock"], {t: text.encode("utf-8") for t, text in v["tables"].items()})
            self.assertEqual((made, digest(made)), (v["object"], v["digest"]))

    def test_record(self):
        for v in self.each("record"):
            value = parse(v["text"])
            self.assertEqual(value["kind"], v["record_kind"])
            self.assertEqual(shape_problems(value, record_shape(value)), [])
            self.assertEqual(canonical(value).decode("utf-8"), v["text"])
            self.assertEqual(sha256(v["text"].encode("utf-8")), v["hash"])
            self.assertEqual(sorted({d for _, d in record_blobs(value)}), v["blobs"])

    def test_root(self):
        for v in self.each("root"):
            changed = {}
            for changes in v["changes"]:
                fold(changed, changes)
            self.assertEqual(root(v["snapshot"], changed), v["root"])

    def test_head(self):
        for v in self.each("head"):
            before = None
            for seq, text in enumerate(v["records"]):
                self.assertEqual((parse(text)["prev"], parse(text)["seq"]), (before, seq))
                before = sha256(text.encode("utf-8"))
            self.assertEqual(before, v["head"])

    def test_grade(self):
        for v in self.each("grade"):
            value = parse(v["text"])
            self.assertEqual(sha256(v["text"].encode("utf-8")), v["digest"])
            self.assertEqual((value["satisfied"], value["total"]), (v["satisfied"], v["total"]))
            self.assertEqual(sum(c["satisfied"] for c in value["criteria"]), v["satisfied"])
            self.assertEqual((len(value["criteria"]), v["satisfied"] == v["total"]), (v["total"], v["passed"]))

    def test_trajectory(self):
        for v in self.each("trajectory"):
            report = verify(file_of(v), v["head"])
            self.assertEqual((messages(report), report.head, report.pinned), ([], v["head"], True))
            self.assertFalse(verify(file_of(v)).pinned)

    def test_amount(self):
        for v in self.each("amount"):
            self.assertEqual(amount_text(v["amount"]), v["id_text"])


class Canonical(unittest.TestCase):
    def test_writer_refuses(self):
        for value in [float("nan"), float("inf"), 2 ** 53 + 1, 10 ** 400, {1: 2}, {"a": object()}, "\ud800", {"\udc00": 1}, deep(65)]:
            with self.assertRaises(ValueError):
                canonical(value)

    def test_writer_takes_exact_integers(self):
        self.assertEqual(number_text(2 ** 53), "9007199254740992")
        self.assertEqual(number_text(10 ** 21), "1e+21")
        self.assertEqual(number_text(10 ** 20), "1" + "0" * 20)
        with self.assertRaises(ValueError):
            number_text(2 ** 70)

    def test_numbers_read_back(self):
        rng = random.Random(1)
        for _ in range(5000):
            value = rng.choice([rng.random(), rng.uniform(-1e9, 1e9), rng.random() * 10.0 ** rng.randrange(-320, 300), rng.randrange(-2 ** 53, 2 ** 53)])
            self.assertEqual(parse(number_text(value)), value)

    def test_hostile_texts_are_refused_quickly(self):
        began = time.monotonic()
        for source in ["[" * 1000000, '{"a":' * 1000000, "9" * 1000000, "1e" + "9" * 1000000, "-0." + "0" * 1000000 + "1", '"' + "\\" * 999999,
                       "0." + "0" * 1000000 + "1e1000500", "1" + "0" * 1000000 + "e-1000000x"]:
            with self.assertRaises(Refused):
                parse(source)
        self.assertEqual(parse("1" + "0" * 1000000 + "e-1000000"), 1)
        self.assertEqual(parse("0e" + "9" * 1000000), 0)
        self.assertLess(time.monotonic() - began, 20)


def deep(n):
    value = []
    for _ in range(n - 1):
        value = [value]
    return value


def flips(part):
    """Each byte of a part of a file, changed: where verify finds nothing wrong, or does not name the line."""
    data, begin, end = part
    wrong = []
    for i in range(begin, min(end, len(data))):
        number = data.count(b"\n", 0, i) + 1
        # The header's episode is attested by sha256 alone, and a wrong head shows at the last record.
        before = data[:i] if number == 1 else b""
        elsewhere = data[i] == 10 or b'"episode":"' in before and b'"format"' not in before or b'"head":"' in before and b'"kind"' not in before
        for mask in (0x01, 0x80):
            problems = verify(data[:i] + bytes([data[i] ^ mask]) + data[i + 1 :]).problems
            if not problems or not elsewhere and number not in {p.line for p in problems}:
                wrong.append((i, mask, [str(p) for p in problems]))
    return wrong


def truncations(part):
    data, begin, end = part
    return [i for i in range(begin, min(end, len(data))) if not verify(data[:i]).problems]


class Tampering(unittest.TestCase):
    """Whatever is changed without care for sha256, verify objects; and it names the line."""

    def test_every_byte_flipped(self):
        self.in_parallel(flips)

    def test_every_byte_of_an_exported_file_flipped(self):
        # Recorded by Corecraft itself, unlike the vectors; every byte fast, every 997th in full.
        data = (TOP / "Tests" / "Golden" / "restored.ndjson").read_bytes()
        self.assertTrue(verify(data).ok)
        self.assertTrue(verify(data, fast=True).ok)
        for position in range(len(data)):
            flipped = data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1:]
            self.assertFalse(verify(flipped, fast=True).ok, position)
            if position % 997 == 0:
                self.assertFalse(verify(flipped).ok, position)

    def test_every_truncation(self):
        self.in_parallel(truncations)

    def in_parallel(self, work):
        step = 500
        parts = [(file_of(v), begin, begin + step) for v in TRAJECTORIES for begin in range(0, len(file_of(v)), step)]
        with concurrent.futures.ProcessPoolExecutor() as pool:
            for part, wrong in zip(parts, pool.map(work, parts)):
                self.assertEqual(wrong, [], part[0][:60])

    def test_a_changed_record_is_named(self):
        for v in TRAJECTORIES:
            for number, line in enumerate(v["lines"], 1):
                if '"prev":' not in line:
                    continue
                seq = number - 2
                for old, new in (('"root":"', '"root":"x'), ('"seq":%d' % seq, '"seq":%d' % (seq + 5)), ('"kind"', '"king"')):
                    lines = list(v["lines"])
                    lines[number - 1] = line.replace(old, new, 1)
                    named = {(p.line, p.seq) for p in verify(file_of({"lines": lines})).problems}
                    self.assertIn((number, seq), named)

    def test_lines_deleted_doubled_swapped_inserted(self):
        for v in TRAJECTORIES:
            lines = v["lines"]
            for i in range(len(lines)):
                variants = [lines[:i] + lines[i + 1 :], lines[: i + 1] + lines[i:], lines[:i] + [""] + lines[i:], lines[:i] + ["{}"] + lines[i:]]
                if i:
                    variants.append(lines[: i - 1] + [lines[i], lines[i - 1]] + lines[i + 1 :])
                for variant in variants:
                    self.assertTrue(verify(file_of({"lines": variant})).problems, (v["name"], i))
                    # Also with the end line made good; only whether the same grade was given twice, and in which order, is not attested.
                    nothing = '"kind":"graded"' in lines[i] and (len(variant) > len(lines) and variant[i] == variant[i + 1]
                                                                 or len(variant) == len(lines) and '"kind":"graded"' in lines[i - 1])
                    if variant[-1:] == lines[-1:] and not nothing:
                        again = make.sign([line.encode("utf-8") for line in variant[:-1]])
                        self.assertTrue(verify(again).problems, (v["name"], i))

    def test_something_follows(self):
        for v in TRAJECTORIES:
            for more in (b"\n", b" ", b"{}\n", v["lines"][-1].encode() + b"\n", b"\x00"):
                self.assertTrue(verify(file_of(v) + more).problems)

    def test_garbage_never_raises(self):
        rng = random.Random(2)
        good = [file_of(v) for v in TRAJECTORIES]
        for _ in range(1500):
            data = bytearray(rng.choice(good))
            for _ in range(rng.randrange(1, 30)):
                i = rng.randrange(len(data))
                data[i : i + rng.randrange(0, 40)] = rng.choice([b"", b"[" * 100, b"9" * 400, b"\n", b"null", b"\xff\xfe", b'"', b"{}", b"1e999", rng.randbytes(5)])
            self.assertTrue(verify(bytes(data)).problems)
            self.assertTrue(verify(rng.randbytes(rng.randrange(0, 300))).problems)
        for data in (b"", b"\n", b"\n\n\n", b"[" * 1000000, b"[" * 1000000 + b"\n", b"9" * 1000000 + b"\n", b"\x00" * 1000, b"\xef\xbb\xbf", b"null\n", b"{}\n",
                     b'{"kind":"trajectory"}\n{"kind":"end"}\n', b'{"kind":[]}\n', b'{"kind":{}}\n' * 3, b"\r\n" * 5):
            self.assertTrue(verify(data).problems)

    def test_any_value_anywhere_never_raises(self):
        """Signed files in which one value, at any depth, is another of any type."""
        rng = random.Random(3)
        others = [None, True, 0, -1, 1.5, 1e300, 2 ** 53, "", "x", "order/o1", "_hold/x", "a" * 300, "0" * 64, [], [[]], {}, {"id": []}, {"a": {}}, "trajectory",
                  "blob", "graded", "snapshot", "table", "end", "opened", "call", "submitted", ["x"], [{"type": 1}], "\n", "{}", "[]\n", "\ufb01"]
        for episode in (make.talk(), make.full(), make.small_snapshot()):
            values = episode.values()
            for number, value in enumerate(values):
                for path in list(paths(value)):
                    for other in rng.sample(others, 6):
                        changed = list(values)
                        changed[number] = put(value, path, other)
                        verify(make.sign([canonical(v) for v in changed]))
                    if path:
                        changed = list(values)
                        changed[number] = put(value, path, DELETE)
                        if canonical(changed[number]) != canonical(value):
                            self.assertTrue(verify(make.sign([canonical(v) for v in changed])).problems, (number, path))

    def test_blob_texts_never_raise(self):
        others = ["null", "[]", "{}", "1", '"x"', '{"criteria":[1]}', '{"criteria":{}}', "[" * 70, "", "[1", '{"criteria":[{"evidence":1}]}', '[{"name":1}]', "[1]"]
        for episode in (make.talk(), make.full()):
            values = episode.values()
            for number, value in enumerate(values):
                for other in others if value.get("kind") in ("blob", "table") else ():
                    if other == value["text"]:
                        continue
                    changed = list(values)
                    changed[number] = dict(value, text=other)
                    self.assertTrue(verify(make.sign([canonical(v) for v in changed])).problems)


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


class Episode(make.Episode):
    """An episode whose records can be edited, with all hashes made good again."""

    def edit(self, at, **members):
        self.records[at].update(members)
        for name in [n for n, v in self.records[at].items() if v is DELETE]:
            del self.records[at][name]
        return self.link()

    def link(self):
        for before, after in zip([None] + self.records, self.records):
            after["prev"] = sha256(canonical(before)) if before else None
        return self


def base(tables=True):
    """opened, message, call that changes o1, call that restores it, submitted; without a grade. With or without the snapshot."""
    e = Episode(tables=make.TABLES if tables else None)
    e.opened().message("user", "hello")
    e.call("updateOrder", {"id": "o1"}, make.SHIPPED, [{"type": "order.updated"}], {"order/o1": make.SHIPPED})
    e.call("updateOrder", {"id": "o1"}, make.PAID, [{"type": "order.updated"}], {"order/o1": None})
    return e.submitted("done")


CHANGED, EVENT = {"order/o1": make.SHIPPED}, [{"type": "order.updated"}]
SHORT_BLOB = Episode().blob({"a": 1})


def graded(**other):
    return base().grade([make.criterion("a", True), make.criterion("b", False)], **other)


def lines(edit, of=base):
    """A file whose lines (as values) were edited in place, signed again."""
    values = of().values()
    edit(values)
    return make.sign([v if isinstance(v, bytes) else canonical(v) for v in values])


def kind(values, name):
    return next(i for i, v in enumerate(values) if v.get("kind") == name)


def update(name, offset=0, **members):
    def edit(values):
        values[kind(values, name) + offset].update(members)
    return edit


def raw(name, old, new):
    def edit(values):
        i = kind(values, name)
        values[i] = canonical(values[i]).replace(old, new, 1)
        assert new in values[i]
    return edit


def swap(i, j):
    def edit(values):
        values[i], values[j] = values[j], values[i]
    return edit


def table(name, text, keep=False):
    """A base() whose table has other bytes; its snapshot agrees, unless `keep`."""
    tables = dict(make.TABLES, **{name: text})
    e = Episode(make.SNAPSHOT if keep else snapshot_object(make.CLOCK, tables), tables)
    return e.opened().submitted("x").bytes()


def snapshot(**members):
    value = dict(make.SNAPSHOT, **members)
    return Episode({k: v for k, v in value.items() if v is not DELETE}, make.TABLES).opened().submitted("x").bytes()


def lone(**members):
    """A grade edited as a whole: None deletes a member."""
    e = base().grade([make.criterion("a", True)])
    value = json.loads(e.blobs.pop(e.graded.pop()))
    e.graded.append(e.blob({k: v for k, v in dict(value, **members).items() if v is not DELETE}))
    return e.bytes()


def refails(result, is_error=True):
    return minimal().call("x", {}, result, is_error=is_error).bytes()


def minimal():
    return Episode().opened(task=None, tools=[])


def record_deleted(values):
    del values[2]
    values[0]["seq"] -= 1


Z = "0" * 64
# (what, file, [a part of each problem expected]); exactly these problems are found, so each check works by itself
FORGED = [
    # 1. Lines
    ("white space", lambda: lines(raw("table", b'"kind":', b'"kind": ')), ["line is not canonical JSON, from its byte 8"]),
    ("order of members", lambda: lines(raw("snapshot", b'{"clock":{"now":"2025-09-01T12:00:00Z"},"format":1', b'{"format":1,"clock":{"now":"2025-09-01T12:00:00Z"}')),
     ["not canonical JSON"]),
    ("escape in a table", lambda: lines(raw("table", b"o1", b"\\u006f1")), ["not canonical JSON"]),
    ("number form in the header", lambda: lines(raw("trajectory", b'"format":1', b'"format":1.0')), ["not canonical JSON"]),
    ("carriage return", lambda: lines(lambda v: v.append(canonical(v.pop()) + b"\r")), ["not canonical JSON"]),
    ("a member twice", lambda: lines(raw("trajectory", b'"format":1', b'"format":1,"format":1')), ["a member twice"]),
    ("no end line", lambda: b"".join(canonical(v) + b"\n" for v in base().values()), ["not its end line"]),
    ("two end lines", lambda: make.sign(base().bytes().split(b"\n")[:-1]), ["second end"]),
    ("member in the end line", lambda: base().bytes().replace(b'{"kind":"end",', b'{"a":1,"kind":"end",'), ["does not belong"]),
    ("end line without line feed", lambda: base().bytes()[:-1], ["line feed"]),
    ("wrong sha256", lambda: base().bytes()[:-67] + Z.encode() + b'"}\n', ["Nothing else is wrong"]),
    # 2. Header
    ("format 2", lambda: lines(update("trajectory", format=2)), ["format"]),
    ("format true", lambda: lines(update("trajectory", format=True)), ["format"]),
    ("seq too small", lambda: lines(update("trajectory", seq=3)), ["seq tells 4 records"]),
    ("seq too great", lambda: lines(update("trajectory", seq=5)), ["seq tells 6 records"]),
    ("head", lambda: lines(update("trajectory", head=Z)), ["not the head"]),
    ("head in capitals", lambda: lines(update("trajectory", head="A" * 64)), ["head"]),
    ("snapshot without its lines", lambda: lines(update("trajectory", snapshot=Z), lambda: base(False)), ["header's snapshot"]),
    ("member in the header", lambda: lines(update("trajectory", branch="b")), ["does not belong"]),
    ("empty episode", lambda: lines(update("trajectory", episode="")), ["episode"]),
    ("long episode", lambda: lines(update("trajectory", episode="\u00e9" * 101)), ["episode"]),
    ("control character in the episode", lambda: lines(update("trajectory", episode="a\x7f")), ["episode"]),
    ("later control character in the episode", lambda: lines(update("trajectory", episode="a\x85")), ["episode"]),
    ("no header", lambda: lines(lambda v: v.pop(0)), ["first line is not the header"]),
    ("header second", lambda: lines(swap(0, 1)), ["first line", "after the first record"]),
    # 3. Records
    ("wrong seq", lambda: lines(update("trajectory", seq=4), lambda: base().edit(4, seq=7)),
     ["seq is out of turn; expected 4, found 7"]),
    ("wrong prev", lambda: relinked(2, prev=Z), ["record seq 1: this record is not the one that record 2 (line 4) names"]),
    ("prev null", lambda: relinked(2, prev=None), ["prev is null"]),
    ("first prev not null", lambda: relinked(0, prev=Z), ["prev of the first record"]),
    ("a changed prev", lambda: lines(update("message", prev=Z)),
     ["record seq 1: prev is not the hash of record 0", "record seq 1: this record is not the one that record 2 (line 4) names"]),
    ("a changed record", lambda: lines(update("message", role="assistant")), ["record seq 1: this record is not the one that record 2 (line 4) names"]),
    ("a deleted record", lambda: lines(record_deleted),
     ["seq is out of turn; expected 1, found 2", "record seq 0: this record is not the one that record 1 (line 3) names", "a blob that nothing names"]),
    ("unknown member", lambda: base().edit(1, note="x").bytes(), ["does not belong"]),
    ("changes of a message", lambda: minimal().add("message", {"order/o1": make.SHIPPED}, role="user", content=Episode().blob([])).bytes(),
     ["does not belong"]),
    ("missing member", lambda: base().edit(2, is_error=DELETE).bytes(), ["is missing"]),
    ("wrong type", lambda: base().edit(2, is_error=0).bytes(), ["is_error"]),
    ("wrong role", lambda: base().edit(1, role="system").bytes(), ["role"]),
    ("wrong stopped", lambda: base().edit(4, stopped="timeout").bytes(), ["stopped"]),
    ("stopped null", lambda: base().edit(4, stopped=None).bytes(), ["stopped"]),
    ("seed negative", lambda: base().edit(0, seed=-1).bytes(), ["seed"]),
    ("seed too great", lambda: base().edit(0, seed=2 ** 53).bytes(), ["seed"]),
    ("seed not whole", lambda: base().edit(0, seed=1.5).bytes(), ["seed"]),
    ("record format", lambda: base().edit(0, format=2).bytes(), ["format"]),
    ("later kind", lambda: base().add("note", text="x").bytes(), ["unknown in format 1", "after record 4, which is submitted"]),
    ("opened twice", lambda: base(False).edit(4, kind="opened").bytes(), None),
    ("not opened", lambda: Episode().message("user", "x").bytes(), ["first record is opened", "header's snapshot", "root"]),
    ("after submitted", lambda: base().message("user", "hello").bytes(), ["after record 4, which is submitted"]),
    ("no records", lambda: lines(lambda v: v.__delitem__(slice(1, None)), minimal), ["seq tells 1 records", "there are no records"]),
    ("neither arguments", lambda: base().edit(2, arguments=DELETE).bytes(), ["one of arguments"]),
    ("both arguments", lambda: minimal().call("x", make.LONG, []).edit(1, arguments={}).bytes(), ["one of arguments"]),
    ("arguments are no object", lambda: base().edit(2, arguments=[]).bytes(), ["arguments"]),
    ("arguments too long inline", lambda: minimal().call("x", {}, []).edit(1, arguments=make.LONG).bytes(), ["inline arguments are too long"]),
    ("arguments short in a blob", lambda: blobbed(arguments_blob={"a": 1}, arguments=DELETE), ["short enough"]),
    ("arguments blob no object", lambda: blobbed(arguments_blob=["x" * 600], arguments=DELETE), ["arguments_blob"]),
    ("events empty", lambda: minimal().call("x", {}, []).edit(1, events=[]).bytes(), ["events"]),
    ("events without type", lambda: minimal().call("x", {}, []).edit(1, events=[{"kind": "x"}]).bytes(), ["events"]),
    ("events too long inline", lambda: minimal().call("x", {}, []).edit(1, events=[{"type": "x" * 600}]).bytes(), ["inline events are too long"]),
    ("events short in a blob", lambda: blobbed(events_blob=EVENT), ["short enough"]),
    ("events twice", lambda: minimal().call("x", {}, [], [{"type": "x" * 600}]).edit(1, events=EVENT).bytes(), ["both there"]),
    ("changes without events", lambda: minimal().call("x", {}, [], None, CHANGED).bytes(), ["without an event"]),
    ("changes empty", lambda: minimal().call("x", {}, [], EVENT).edit(1, changes={}).bytes(), ["changes"]),
    ("failed call, no error", lambda: refails({"message": "x"}), ["does not belong", "is missing"]),
    ("failed call, more members", lambda: refails({"error": "x", "code": 1}), ["does not belong"]),
    ("failed call, an array", lambda: refails([]), ["an object"]),
    ("call that did not fail, an error", lambda: refails({"error": "x", "hint": "y"}, False), ["is_error is false"]),
    ("call of no name", lambda: minimal().call("", {}, []).bytes(), ["name"]),
    ("result is a text", lambda: refails("x", False), ["an array or an object"]),
    ("tools are no array", lambda: Episode().opened(task=None, tools={}).bytes(), ["tools"]),
    ("tools out of order", lambda: Episode().opened(None, [dict(make.TOOLS[0], name="b"), dict(make.TOOLS[0], name="a")]).bytes(), ["tools are ordered"]),
    ("tools with other members", lambda: Episode().opened(None, [{"name": "a"}]).bytes(), ["is missing"] * 4),
    # 4. Blobs
    ("blob missing", lambda: lines(lambda v: v.pop(kind(v, "blob"))), ["no blob line has the digest"]),
    ("blob extra", lambda: extra(SHORT_BLOB, '{"a":1}'), ["nothing names"]),
    ("blob twice", lambda: lines(lambda v: v.insert(kind(v, "blob"), v[kind(v, "blob")])), ["each once"]),
    ("blobs out of order", lambda: lines(lambda v: swap(kind(v, "blob"), kind(v, "blob") + 1)(v)), ["blobs are ordered"]),
    ("blob text", lambda: lines(update("blob", text='"forged"')), ["digest is not that of its text"]),
    ("blob not canonical", lambda: bad_blob('[1, 2]'), ["text is not canonical"]),
    ("blob no JSON", lambda: bad_blob('[1,'), ["text is not JSON"]),
    ("blob 65 deep", lambda: bad_blob("[" * 65 + "]" * 65), ["text is not JSON"]),
    ("blob with another member", lambda: lines(update("blob", size=1)), ["does not belong"]),
    ("blob before the records", lambda: lines(lambda v: v.insert(1, v.pop(kind(v, "blob"))), minimal), ["record line after the first blob"]),
    # 5, 6. Roots and changes
    ("root", lambda: base().edit(2, root=Z).bytes(), ["record seq 2: the root does not follow"]),
    ("roots", lambda: base().edit(2, root=Z).edit(3, root=Z).bytes(), ["nor for 1 later records, first seq 3"]),
    ("change of another digest", lambda: forged_change({"order/o1": make.SHIPPED}, {"order/o1": digest({"id": "o1"})}), ["root", "no blob line", "nothing names"]),
    ("document of another id", lambda: minimal().call("x", {}, [], EVENT, {"order/o1": {"id": "o2"}}).bytes(), ['expected "o1", found "o2"']),
    ("document without an id", lambda: minimal().call("x", {}, [], EVENT, {"order/o1": {"ID": "o1"}}).bytes(), ["not the key's"]),
    ("document is a text", lambda: minimal().call("x", {}, [], EVENT, {"order/o1": "o1"}).bytes(), ["not the key's"]),
    ("key without a slash", lambda: minimal().call("x", {}, [], EVENT, {"order": {"id": ""}}).bytes(), ["for each type/id"]),
    ("key without an id", lambda: minimal().call("x", {}, [], EVENT, {"order/": {"id": ""}}).bytes(), ["for each type/id"]),
    ("key of an unknown type", lambda: minimal().call("x", {}, [], EVENT, {"planet/o1": {"id": "o1"}}).bytes(), ["for each type/id"]),
    ("nothing changed", lambda: minimal().call("x", {}, [], EVENT, CHANGED).call("x", {}, [], EVENT, CHANGED).bytes(), ["as it was before"]),
    ("null of an unchanged entity", lambda: minimal().call("x", {}, [], EVENT, {"order/o1": None}).bytes(), ["did not differ"]),
    ("null of a hold", lambda: minimal().call("x", {}, [], EVENT, {"_hold/o1": make.HOLD}).call("x", {}, [], EVENT, {"_hold/o1": None}).bytes(), ["no such entity"]),
    ("injected null", lambda: Episode().opened(changes={"order/o1": None}).bytes(), ["did not differ"]),
    # 7. Grades
    ("grade total", lambda: graded(total=3).bytes(), ["grade's total"]),
    ("grade satisfied", lambda: graded(satisfied=2).bytes(), ["grade's satisfied"]),
    ("grade head", lambda: graded(head=Z).bytes(), ["grade's head"]),
    ("grade seq", lambda: lone(seq=3), ["grade's head"]),
    ("grade seq beyond", lambda: lone(seq=5), ["grade's seq"]),
    ("grade task", lambda: graded(task=Z).bytes(), ["grade's task"]),
    ("grade kind", lambda: graded(kind="verdict").bytes(), ["grade: member", "form of section 8"]),
    ("grade member missing", lambda: lone(grader=DELETE), ["is missing", "form of section 8"]),
    ("grade member unknown", lambda: lone(reward=1), ["does not belong", "form of section 8"]),
    ("criterion satisfied 1", lambda: lone(criteria=[dict(make.criterion("a", True), satisfied=1)]), ["criterion", "form of section 8"]),
    ("criterion is a text", lambda: lone(criteria=["a"]), ["form of section 8"]),
    ("evidence missing", lambda: base().grade([make.criterion("a", True, evidence=Z)], grader="judge").bytes(), ["no blob line has the digest that a criterion's evidence"]),
    ("evidence for a check", lambda: evidence_for_check(), ["evidence"]),
    ("judge without evidence", lambda: lone(grader="judge", criteria=[dict(make.criterion("a", True), decided_by="judge")]), ["evidence"]),
    ("judge under checks", lambda: judged("checks", None), ["decides by checks alone"]),
    ("judge where hybrid has a check", lambda: judged("hybrid", [{"check": {}, "id": "a"}]), ["the rubric has a check"]),
    ("decided by nobody", lambda: lone(criteria=[dict(make.criterion("a", True), decided_by="nope")]), ["decided_by", "form of section 8"]),
    ("grader unknown", lambda: lone(grader="nope"), ["grader", "form of section 8"]),
    ("no criteria", lambda: lone(criteria=[], total=0, satisfied=0), ["criteria", "form of section 8"]),
    ("criterion twice", lambda: ruled(["a", "a"], None), ["more than once"]),
    ("criterion missing", lambda: ruled(["a"], ["a", "b"]), ['"b" is missing']),
    ("criterion of no rubric", lambda: ruled(["a", "c", "b"], ["a", "b"]), ['"c" is not in']),
    ("criteria out of order", lambda: ruled(["b", "a"], ["a", "b"]), ["order of the task's rubric"]),
    ("grade missing", lambda: lines(lambda v: v.insert(kind(v, "snapshot"), {"digest": Z, "kind": "graded"})), ["no blob line has the digest that this line"]),
    ("grade is no grade", lambda: not_graded(), ["grade: member"] * 8 + ["form of section 8"]),
    ("graded line gone", lambda: lines(lambda v: v.pop(kind(v, "graded")), graded), ["nothing names"]),
    # 8. Snapshot
    ("table count", lambda: snapshot(tables=dict(make.SNAPSHOT["tables"], order={"count": 2, "digest": sha256(make.TABLES["order"])})), ["count of table order"]),
    ("table digest", lambda: snapshot(tables=dict(make.SNAPSHOT["tables"], order={"count": 1, "digest": Z})), ["digest of table order"]),
    ("table entry", lambda: snapshot(tables=dict(make.SNAPSHOT["tables"], order={"count": 1, "digest": sha256(make.TABLES["order"]), "a": 1})), ["entry for table"]),
    ("snapshot digest", lambda: lines(update("snapshot", value=dict(make.SNAPSHOT, clock={"now": "2030"}))), ["snapshot's digest"]),
    ("snapshot format", lambda: snapshot(format=2), ["format"]),
    ("snapshot kind", lambda: snapshot(kind="snap"), ["kind"]),
    ("snapshot clock", lambda: snapshot(clock={"now": "x", "zone": "y"}), ["clock"]),
    ("snapshot member", lambda: snapshot(name="x"), ["does not belong"]),
    ("table not canonical", lambda: table("order", b'{"id": "o1"}\n'), ["its line 1: not canonical"]),
    ("table no JSON", lambda: table("order", b'{"id":"o1"}\n{"id"}\n'), ["its line 2: not JSON"]),
    ("table with an empty line", lambda: table("order", b'{"id":"o1"}\n\n'), ["its line 2: not JSON"]),
    ("table out of order", lambda: table("order", b'{"id":"o2"}\n{"id":"o1"}\n'), ["ordered by id"]),
    ("table in UTF-16 order", lambda: table("order", '{"id":"\U0001f600"}\n{"id":"\ufb01"}\n'.encode()), ["ordered by id"]),
    ("table with an id twice", lambda: table("order", b'{"id":"o1"}\n{"a":1,"id":"o1"}\n'), ["each once"]),
    ("table without an id", lambda: table("order", b'{"name":"o1"}\n'), ["no entity with an id"]),
    ("table without a line feed", lambda: table("order", b'{"id":"o1"}\n{"id":"o2"}'), ["line feed"]),
    ("table of other bytes", lambda: table("order", b'{"id":"o2"}\n', keep=True), ["digest of table order"]),
    ("table missing", lambda: lines(lambda v: v.pop(-1)), ["no line for table"]),
    ("table extra", lambda: lines(lambda v: v.append({"kind": "table", "text": "", "type": "shipment"})), ["has no table shipment"]),
    ("table of an unknown type", lambda: lines(lambda v: v.append({"kind": "table", "text": "", "type": "_hold"})), ["a table type"]),
    ("tables out of order", lambda: lines(lambda v: swap(len(v) - 2, len(v) - 1)(v)), ["tables are ordered"]),
    ("tables without a snapshot", lambda: lines(lambda v: v.pop(kind(v, "snapshot"))), ["without a snapshot line"]),
    ("snapshot after a table", lambda: lines(lambda v: v.append(v.pop(kind(v, "snapshot")))), ["snapshot line after the first table"]),
    ("restored, but not null", lambda: Episode(tables=make.TABLES).opened().call("x", {}, [], EVENT, CHANGED).call("x", {}, [], EVENT, {"order/o1": make.PAID}).bytes(),
     ["equals the snapshot's"]),
    ("null, but never there", lambda: Episode(tables=make.TABLES).opened().call("x", {}, [], EVENT, {"order/o9": {"id": "o9"}})
     .call("x", {}, [], EVENT, {"order/o9": None}).bytes(), ["no such entity"]),
]


def relinked(at, **members):
    """A record edited; every later prev is made good, its own is not."""
    e = base()
    e.records[at].update(members)
    for before, after in zip(e.records[at:], e.records[at + 1 :]):
        after["prev"] = sha256(canonical(before))
    return e.bytes()


def blobbed(**members):
    e = minimal().call("x", {}, [])
    return e.edit(1, **{n: v if v is DELETE else e.blob(v) for n, v in members.items()}).bytes()


def extra(d, text):
    def edit(values):
        values.append({"digest": d, "kind": "blob", "text": text})
        values.sort(key=lambda v: (v.get("kind") == "blob", v.get("kind") == "blob" and v["digest"]))
    return lines(edit, minimal)


def bad_blob(text):
    e = minimal()
    e.blobs[sha256(text.encode("utf-8"))] = text
    return e.add("message", role="user", content=sha256(text.encode("utf-8"))).bytes()


def forged_change(old, new):
    e = minimal().call("x", {}, [], EVENT, old)
    return e.edit(1, changes=new).bytes()


def evidence_for_check():
    e = base()
    return e.grade([dict(make.criterion("a", True, evidence=e.blob("seen")), decided_by="check")]).bytes()


def ruled(criteria, rubric):
    """Criteria with these ids, graded for a task with such a rubric."""
    task = dict(make.TASK, **({} if rubric is None else {"rubric": [{"check": {}, "id": i} for i in rubric]}))
    e = Episode().opened(task=task).submitted("done")
    return e.grade([make.criterion(i, True) for i in criteria]).bytes()


def judged(grader, rubric):
    e = Episode().opened(task=dict(make.TASK, **({} if rubric is None else {"rubric": rubric}))).submitted("done")
    return e.grade([make.criterion("a", True, evidence=e.blob("seen"))], grader=grader).bytes()


def not_graded():
    e = base()
    e.graded.append(e.blob({}))
    return e.bytes()


class Forgery(unittest.TestCase):
    """One thing is changed and everything around it made good again, down to the end line: each check works by itself."""

    def test_sound_files_pass(self):
        for data in (base().bytes(), base(False).bytes(), graded().bytes(), minimal().bytes(), ruled(["a", "b"], ["a", "b"]), judged("hybrid", [{"id": "a"}]), table("order", make.TABLES["order"]), snapshot(), lone()):
            self.assertEqual(messages(verify(data)), [])

    def test_each_check_by_itself(self):
        for name, forge, expected in FORGED:
            with self.subTest(name):
                report = verify(forge())
                self.assertTrue(report.problems)
                found = messages(report)
                if expected is not None:
                    self.assertEqual(len(found), len(expected), found)
                    for part in expected:
                        self.assertTrue(any(part in text for text in found), (part, found))

    def test_a_consistent_forgery_needs_the_noted_head(self):
        honest = base().grade([make.criterion("a", False, 1, 2)])
        forged = base()
        forged.records, forged.blobs = [], {}
        forged.opened().message("user", "hello").submitted("all done").grade([make.criterion("a", True)])
        self.assertEqual(messages(verify(honest.bytes(), honest.hash())), [])
        self.assertEqual(messages(verify(forged.bytes())), [])
        self.assertFalse(verify(forged.bytes()).pinned)
        report = verify(forged.bytes(), honest.hash())
        self.assertEqual((len(report.problems), report.pinned), (1, False))
        self.assertIn("noted elsewhere", messages(report)[0])

    def test_head_must_be_a_digest(self):
        for head in ("", "A" * 64, "0" * 63, 5):
            with self.assertRaises(ValueError):
                verify(base().bytes(), head)


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = str(Path(self.folder.name) / "e.ndjson")
        self.episode = make.full()
        Path(self.path).write_bytes(self.episode.bytes())

    def run_main(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(list(arguments))
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), err.getvalue()

    def test_verified(self):
        code, out, _ = self.run_main(self.path, "--head", self.episode.hash())
        self.assertEqual((code, "VERIFIED: 6 records" in out, "Nothing pins" in out), (0, True, False))
        code, out, _ = self.run_main(self.path)
        self.assertEqual((code, "Nothing pins this file" in out), (0, True))

    def test_problems(self):
        data = Path(self.path).read_bytes()
        Path(self.path).write_bytes(data.replace(b'"role":"user"', b'"role":"uzer"'))
        code, out, _ = self.run_main(self.path)
        self.assertEqual(code, 1)
        self.assertIn('line 3, record seq 1: member "role"; expected "user" or "assistant", found "uzer"', out)
        self.assertIn("NOT VERIFIED", out)
        code, out, _ = self.run_main(self.path, "--json")
        report = json.loads(out)
        self.assertEqual((code, report["verified"], report["pinned"]), (1, False, False))
        self.assertEqual((report["problems"][0]["line"], report["problems"][0]["seq"]), (3, 1))
        self.assertEqual(self.run_main(str(self.path), "--head", "0" * 64)[0], 1)

    def test_unusable(self):
        self.assertEqual(self.run_main(self.path + ".no")[0], 2)
        self.assertEqual(self.run_main(self.folder.name)[0], 2)
        self.assertEqual(self.run_main(self.path, "--head", "x")[0], 2)
        self.assertEqual(self.run_main()[0], 2)
        Path(self.path).write_bytes(b"")
        self.assertEqual(self.run_main(self.path)[0], 1)

    def test_both_ways_to_start(self):
        for command, folder in ((["-m", "corecraft.verify"], CLIENT), ([str(CLIENT / "corecraft" / "verify.py")], TOP)):
            for arguments, code in (([self.path], 0), (["--help"], 0), ([self.path + ".no"], 2), (["--head", "0" * 64, "--json", self.path], 1)):
                done = subprocess.run([sys.executable] + command + arguments, cwd=str(folder), capture_output=True, text=True, env={"LC_ALL": "C"})
                self.assertEqual((done.returncode, "Traceback" in done.stderr), (code, False), done.stderr)
        self.assertIn("examples:", self.run_main("--help")[1])


if __name__ == "__main__":
    unittest.main()
