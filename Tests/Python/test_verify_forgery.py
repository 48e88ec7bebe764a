"""The verifier against forgeries that are consistent but for one thing."""

import unittest

from trajectory_support import DELETE, messages
import make_format_vectors as make
from corecraft.canonical import canonical
from corecraft.shapes import digest, sha256
from corecraft.verify import verify
from forging import (
    bad_blob, base, blobbed, CHANGED, Episode, EVENT, evidence_for_check, extra, forged_change, graded, judged, kind, lines, lone,
    minimal, not_graded, raw, record_deleted, refails, relinked, ruled, SHORT_BLOB, snapshot, swap, table, update, Z,
)


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


if __name__ == "__main__":
    unittest.main()
