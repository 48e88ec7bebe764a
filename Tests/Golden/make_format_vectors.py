#!/usr/bin/env python3
"""Makes format-vectors.json (docs/format.md, section 11) with clients/python/corecraft alone. Deterministic.

    python3 Tests/Golden/make_format_vectors.py            writes the file beside this script
    python3 Tests/Golden/make_format_vectors.py --check    exit code 1 when the file would differ

`Episode` builds trajectory files; Tests/Python/forging.py uses it too.
"""

import json
import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "clients" / "python"))

from corecraft.canonical import Refused, amount_text, canonical, number_text, parse  # noqa: E402
from corecraft.shapes import digest, fold, record_blobs, root, sha256, snapshot_object  # noqa: E402
from corecraft.verify import verify  # noqa: E402

CLOCK = {"now": "2025-09-01T12:00:00Z"}
SCHEMA = {"properties": {"product_id": {"type": "string"}}, "required": ["product_id"], "type": "object"}
TOOLS = [{"annotations": {"readOnlyHint": True}, "description": "Reads a product.", "inputSchema": SCHEMA, "name": "getProduct",
          "outputSchema": {"type": "object"}}]
TASK = {"id": "t1", "prompt": "Refund order o1.", "system_prompt": "You work for Corecraft.\nBe brief."}
ORDER = {"id": "o1", "status": "paid", "total": 99.5}
PAID, SHIPPED = dict(ORDER), dict(ORDER, status="shipped")
PRODUCTS = [{"id": "p1", "name": "Caf\u00e9 desk", "stock": 3}, {"id": "p2", "name": "Cafe\u0301 lamp", "stock": 0}]


def text(value):
    return canonical(value).decode("utf-8")


def table(rows):
    return b"".join(canonical(row) + b"\n" for row in rows)


TABLES = {"order": table([ORDER]), "product": table(PRODUCTS), "refund": b""}
SNAPSHOT = snapshot_object(CLOCK, TABLES)


class Episode:
    """Builds a trajectory file. Records are dicts without seq, prev and root; those are filled in."""

    def __init__(self, snapshot=SNAPSHOT, tables=None, name="e1"):
        self.name, self.snapshot, self.tables = name, snapshot, tables
        self.records, self.blobs, self.graded, self.changed = [], {}, [], {}

    def blob(self, value):
        self.blobs[digest(value)] = text(value)
        return digest(value)

    def add(self, kind, changes=None, **members):
        if changes:
            members["changes"] = {k: None if d is None else self.blob(d) for k, d in changes.items()}
            fold(self.changed, members["changes"])
        record = dict(members, kind=kind, seq=len(self.records), root=root(digest(self.snapshot), self.changed),
                      prev=sha256(canonical(self.records[-1])) if self.records else None)
        self.records.append(record)
        return self

    def opened(self, task=TASK, tools=TOOLS, seed=7, changes=None):
        return self.add("opened", changes, format=1, rules="corecraft/1", snapshot=digest(self.snapshot), seed=seed,
                        task=None if task is None else self.blob(task), tools=self.blob(tools))

    def call(self, name, arguments, result, events=None, changes=None, is_error=False):
        members = {"name": name, "result": self.blob(result), "is_error": is_error}
        for member, value in (("arguments", arguments), ("events", events)):
            if value is not None:
                inline = len(canonical(value)) <= 512
                members[member if inline else member + "_blob"] = value if inline else self.blob(value)
        return self.add("call", changes, **members)

    def message(self, role, content):
        return self.add("message", role=role, content=self.blob(content))

    def submitted(self, response, **members):
        return self.add("submitted", response=self.blob(response), **members)

    def hash(self, seq=-1):
        return sha256(canonical(self.records[seq]))

    def grade(self, criteria, seq=-1, grader="checks", **other):
        record = self.records[seq]
        value = {"criteria": criteria, "grader": grader, "head": self.hash(seq), "kind": "grade", "seq": record["seq"],
                 "satisfied": sum(c["satisfied"] for c in criteria), "task": self.records[0]["task"], "total": len(criteria)}
        self.graded.append(self.blob(dict(value, **other)))
        return self

    def values(self):
        """The lines but the last, as values."""
        lines = [{"episode": self.name, "format": 1, "head": self.hash(), "kind": "trajectory", "seq": len(self.records) - 1,
                  "snapshot": digest(self.snapshot)}]
        lines += self.records
        lines += [{"digest": d, "kind": "blob", "text": self.blobs[d]} for d in sorted(self.blobs)]
        lines += [{"digest": d, "kind": "graded"} for d in self.graded]
        if self.tables is not None:
            lines.append({"kind": "snapshot", "value": self.snapshot})
            lines += [{"kind": "table", "text": self.tables[t].decode("utf-8"), "type": t} for t in sorted(self.tables)]
        return lines

    def bytes(self):
        return sign([canonical(value) for value in self.values()])


def sign(lines):
    """The bytes of a file of these lines (without the end line), with the right end line."""
    data = b"".join(line + b"\n" for line in lines)
    return data + canonical({"kind": "end", "sha256": sha256(data)}) + b"\n"


def criterion(name, satisfied, expected=1, found=1, evidence=None):
    value = {"decided_by": "judge" if evidence else "check", "expected": expected, "found": found, "id": name, "satisfied": satisfied}
    return dict(value, evidence=evidence) if evidence else value


LONG = {"note": "x" * 490, "product_id": "p1"}  # 518 bytes: a blob
EDGE = {"note": "x" * 501}  # 512 bytes: inline
HOLD = {"id": "o1", "lines": {"p1": 2}}


def minimal():
    return Episode().opened(task=None, tools=[])


def talk():
    return (Episode(name="\u00e9pisode/2").opened(tools=[]).message("user", "Is \u2018caf\u00e9\u2019 in stock? \U0001f600")
            .call("getProduct", {"product_id": "p1"}, PRODUCTS[0]).call("getProduct", {"product_id": "p9"}, {"error": "no such product"}, is_error=True)
            .message("assistant", "Yes, 3.").submitted("Yes.")
            .grade([criterion("answer", True, "Yes.", "Yes."), criterion("calls", False, 1, 2)]))


def small_snapshot():
    tables = {"order": table([ORDER]), "payment": b""}
    return (Episode(snapshot_object(CLOCK, tables), tables, name="small").opened(task=None, tools=[])
            .call("updateOrder", {"status": "shipped"}, SHIPPED, [{"order_id": "o1", "type": "order.updated"}], {"order/o1": SHIPPED})
            .call("updateOrder", {"status": "paid"}, PAID, [{"order_id": "o1", "type": "order.updated"}], {"order/o1": None})
            .submitted(None, stopped="turn_limit"))


def full():
    e = Episode(tables=TABLES, name="full").opened(changes={"customer/c1": {"id": "c1", "name": "Zo\u00eb"}})
    e.message("user", "Ship o1.")
    e.call("updateOrder", LONG, SHIPPED, [{"items": ["y" * 520], "type": "order.updated"}],
           {"order/o1": SHIPPED, "product/p1": dict(PRODUCTS[0], stock=1), "_hold/o1": HOLD})
    e.call("cancelOrder", {"order_id": "o1"}, PAID, [{"order_id": "o1", "type": "order.cancelled"}],
           {"order/o1": None, "product/p1": None, "_hold/o1": {"id": "o1", "lines": {}}})
    e.call("createRefund", {"amount": 1e21}, {"error": "too much", "hint": "at most 99.5"}, is_error=True)
    e.submitted({"done": True})
    e.grade([criterion("a", False, [1], [2])], seq=4)
    return e.grade([criterion("a", True), criterion("tone", True, "kind", "kind", e.blob("It was kind."))], grader="judge")


def cut_short():
    return Episode(name="cut").opened(tools=[], seed=2 ** 53 - 1).message("user", ["parts", {"n": 1.5}]).submitted("", stopped="context_limit")


def vectors():
    out = []

    def add(kind, name, **members):
        out.append(dict({"name": name, "kind": kind}, **members))

    def writes(name, source, expected=None):
        written = text(parse(source))
        assert expected is None or written == expected, (name, written)
        add("canonical", name, source=source, canonical=written)

    # RFC 8785, sections 3.2.2 and 3.2.3, appendix B, and the test data of its repository

    writes("RFC 8785 3.2.2, with a number that is its own decimal",
           '{\n  "numbers": [333333333.3333333, 1E30, 4.50,\n              2e-3, 0.000000000000000000000000001],\n'
           '  "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",\n  "literals": [null, true, false]\n}',
           '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
           '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
    writes("RFC 8785 3.2.3, order by UTF-16",
           '{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",'
           ' "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}',
           '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",'
           '"\u20ac":"Euro Sign","\U0001f600":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}')
    writes("RFC 8785 arrays", '[\n  56,\n  {\n    "d": true,\n    "10": null,\n    "1": [ ]\n  }\n]', '[56,{"1":[],"10":null,"d":true}]')
    writes("RFC 8785 french", '{"peach":"order","p\u00e9ch\u00e9":"wrong","p\u00eache":"order","sin":"culture"}',
           '{"peach":"order","p\u00e9ch\u00e9":"wrong","p\u00eache":"order","sin":"culture"}')
    writes("RFC 8785 structures",
           '{"1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0},"10": { },"": "empty","a": { },"111": [ {"e": "yes","E": "no" } ],"A": { }}',
           '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}')
    writes("RFC 8785 unnormalized", '{"Unnormalized Unicode":"A\\u030a"}', '{"Unnormalized Unicode":"A\u030a"}')
    appendix = [
        ("0000000000000000", "0"), ("8000000000000000", "0"), ("0000000000000001", "5e-324"), ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"), ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"), ("c340000000000000", "-9007199254740992"), ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"), ("44b52d02c7e14af6", "1e+23"), ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"), ("444b1ae4d6e2ef4f", "999999999999999900000"), ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"), ("3eb0c6f7a0b5ed8d", "0.000001"), ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"), ("41b3de4355555555", "333333333.3333333"), ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"), ("becbf647612f3696", "-0.0000033333333333333333"), ("43143ff3c1cb0959", "1424953923781206.2"),
    ]
    for bits, expected in appendix:
        assert number_text(struct.unpack(">d", bytes.fromhex(bits))[0]) == expected, bits
    numbers = [expected for _, expected in appendix]
    writes("RFC 8785 appendix B, finite numbers", "[" + ", ".join(numbers) + "]", "[" + ",".join(numbers) + "]")

    # Canonical texts

    for name, source, expected in [
        ("layout", ' \t\r\n{ "b" : [ 1 , 2 ] , "a" : { } }\n ', '{"a":{},"b":[1,2]}'),
        ("scalar null", "null", "null"), ("scalar text", '"a"', '"a"'), ("scalar number", " 12 ", "12"), ("empty text", '""', '""'),
        ("literals", "[true,false,null]", "[true,false,null]"),
        ("order by UTF-16, not UTF-8", '{"\ufb01":1,"\U0001f600":2,"\uffff":3,"\U00010000":4,"\ud7ff":5}',
         '{"\ud7ff":5,"\U00010000":4,"\U0001f600":2,"\ufb01":1,"\uffff":3}'),
        ("order, a prefix first", '{"ab":1,"a":2,"":3,"b":4,"A":5,"a\\u0000":6}', '{"":3,"A":5,"a":2,"a\\u0000":6,"ab":1,"b":4}'),
        ("composed and decomposed are two members", '{"\u00e9":1,"e\u0301":2}', '{"e\u0301":2,"\u00e9":1}'),
        ("composed and decomposed are kept", '["\\u00e9","e\\u0301","\u00c5","\u212b"]', '["\u00e9","e\u0301","\u00c5","\u212b"]'),
        ("a name twice, but in two objects", '{"a":{"a":1},"b":{"a":1}}', '{"a":{"a":1},"b":{"a":1}}'),
        ("control characters", '"' + "".join("\\u%04X" % n for n in range(0x20)) + '\\u007f"',
         '"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014'
         '\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f\x7f"'),
        ("escapes", '"\\"\\\\\\/\\b\\f\\n\\r\\t<>&\'"', '"\\"\\\\/\\b\\f\\n\\r\\t<>&\'"'),
        ("raw beyond ASCII", '"\\u0080\\u2028\\u2029\\ufeff\\uffff\\ufffe\\ud83d\\uDE00"', '"\u0080\u2028\u2029\ufeff\uffff\ufffe\U0001f600"'),
        ("escaped names", '{"\\u0062":1,"\\u0061":2}', '{"a":2,"b":1}'),
        ("last code point", '"\\udbff\\udfff"', '"\U0010ffff"'),
        ("minus zero", "[-0,-0.0,-0e5,0e-5,0.00]", "[0,0,0,0,0]"),
        ("zero with a huge exponent", "[0e999999999999999999999,-0.0e-99999]", "[0,0]"),
        ("where the exponent begins", "[1e20,1e21,123456789012345680000,0.000001,0.0000001,1.5e-7,-1e21]",
         "[100000000000000000000,1e+21,123456789012345680000,0.000001,1e-7,1.5e-7,-1e+21]"),
        ("whole numbers", "[1.0,1.50,10e1,1E+2,100e-2,9007199254740991,-9007199254740991,9007199254740992,9007199254740994]",
         "[1,1.5,100,100,1,9007199254740991,-9007199254740991,9007199254740992,9007199254740994]"),
        ("money", "[0.1,0.2,0.3,19.99,1299.0,0.005,1.005,100000000.01]", "[0.1,0.2,0.3,19.99,1299,0.005,1.005,100000000.01]"),
        ("smallest and greatest", "[5e-324,2.2250738585072014e-308,2.225073858507201e-308,17976931348623157e292]",
         "[5e-324,2.2250738585072014e-308,2.225073858507201e-308,1.7976931348623157e+308]"),
        ("a long form of a short number", "[1" + "0" * 300 + ",0." + "0" * 30 + "1" + "0" * 30 + ",0." + "0" * 400 + "1e401]",
         "[1e+300,1e-31,1]"),
        ("64 arrays", "[" * 64 + "]" * 64, "[" * 64 + "]" * 64),
        ("64 objects and arrays", '{"a":[' * 32 + "1" + "]}" * 32, '{"a":[' * 32 + "1" + "]}" * 32),
        ("siblings are not deep", "[" + ",".join(["[]"] * 70) + "]", "[" + ",".join(["[]"] * 70) + "]"),
    ]:
        writes(name, source, expected)

    # Refusals

    def refused(name, source, offset):
        data = source if isinstance(source, bytes) else source.encode("utf-8")
        try:
            parse(data)
            raise AssertionError(name)
        except Refused as refusal:
            assert refusal.offset == offset, (name, refusal)
        add("refused", name, **({"source_hex": source.hex()} if isinstance(source, bytes) else {"source": source}), offset=offset)

    for name, source, offset in [
        ("RFC 8785 3.2.2 as it stands: no exact decimal", '{\n  "numbers": [333333333.33333329, 1E30]\n}', 16),
        ("no text", "", 0), ("only white space", " \n ", 3), ("open array", "[1,", 3), ("open object", '{"a"', 4), ("open string", '"abc', 4),
        ("open escape", '"\\', 2), ("open unicode escape", '"\\u00', 5), ("open literal", "tru", 3), ("open after e", "[1e", 3),
        ("comma before ]", "[1,]", 3), ("comma before }", '{"a":1,}', 7), ("two commas", "[1,,2]", 3), ("no comma", "[1 2]", 3),
        ("no colon", '{"a" 1}', 5), ("bare name", "{a:1}", 1), ("name is a number", "{1:1}", 1), ("apostrophes", "['a']", 1),
        ("a value follows", "{} {}", 3), ("a word follows", "nullx", 4), ("wrong literal", "[trUe]", 3), ("capital literal", "True", 0),
        ("NaN", "[NaN]", 1), ("Infinity", "[-Infinity]", 2), ("comment", "[1]//", 3), ("form feed", "[\f1]", 1), ("no-break space", "[\u00a01]", 1),
        ("mismatched bracket", "[1}", 2), ("closing bracket", "]", 0), ("byte 0", "[\x00]", 1),
        ("leading zero", "[01]", 2), ("plus", "[+1]", 1), ("no whole part", "[.5]", 1), ("no fraction", "[1.]", 3), ("no fraction, exponent", "[1.e5]", 3),
        ("no exponent", "[1e]", 3), ("no exponent after sign", "[1e+]", 4), ("minus alone", "[-]", 2), ("two points", "[1.5.2]", 4),
        ("fraction in the exponent", "[1e5.5]", 4), ("hexadecimal", "[0x1]", 2), ("other digits", "[1\u0661]", 2),
        ("control character in a string", '["a\tb"]', 3), ("line feed in a string", '"\u00e9\n"', 3),
        ("no such escape", '"ab\\x41"', 4), ("no hexadecimal digit", '"\\u12G4"', 5),
        ("lone high surrogate", '"\\ud800"', 1), ("lone low surrogate", '["a\\udc00"]', 3), ("high surrogate and a letter", '"\u00e9\\ud83dA"', 3),
        ("high surrogate and another escape", '"\\ud83d\\u0041"', 1), ("two high surrogates", '"\\ud83d\\ud83d\\ude00"', 1),
        ("surrogates swapped", '"\\ude00\\ud83d"', 1), ("lone surrogate in a name", '{"\\ud800":1}', 2),
        ("a member twice", '{"a":1,"b":2,"a":3}', 13), ("a member twice, one escaped", '{"a":1,"\\u0061":1}', 7),
        ("a member twice, further in", '[{"x":{"\u00e9":1, "\u00e9":1}}]', 15),
        ("2^53 + 1", "[1,9007199254740993]", 3), ("-2^53 - 1", "-9007199254740993", 0), ("exact double, other shortest text", "123456789012345683968", 0),
        ("too large", '{"n":1e400}', 5), ("far too large", "1e99999999999999999999", 0), ("too small", "[1e-400]", 1), ("far too small", "-1e-99999999999999999999", 0),
        ("rounds to the smallest", "4.9e-324", 0), ("the exact tenth", "0.1000000000000000055511151231257827", 0), ("18 digits", "0.123456789012345678", 0),
        ("greatest, one digit more", "1.79769313486231570001e308", 0), ("halfway to infinity", "1.7976931348623159e308", 0),
        ("65 arrays", "[" * 65 + "]" * 65, 64), ("65 objects", '{"a":' * 65 + "1" + "}" * 65, 320), ("65 deep, not the first", "[1," + "[" * 64 + "]" * 65, 66),
        ("65 open arrays and no end", "[" * 65, 64), ("500 open arrays", "[" * 500, 64),
        ("byte order mark", "\ufeff{}", 0), ("byte order mark inside", "[\ufeff]", 1),
        ("not UTF-8: FF", b'["\xff"]', 2), ("not UTF-8: a lone continuation", b'"a\x80"', 2), ("not UTF-8: two bytes for NUL", b'"\xc0\x80"', 1),
        ("not UTF-8: an encoded surrogate", b'"\xed\xa0\x80"', 1), ("not UTF-8: beyond U+10FFFF", b'"\xf4\x90\x80\x80"', 1),
        ("not UTF-8: a sequence cut short", b'"\xe2\x82"', 1), ("not UTF-8: outside a string", b"[1,\xc3]", 3), ("UTF-16", b"\xff\xfe[\x00]\x00", 0),
        ("wrong before the broken UTF-8", b'[}"\xff"]', 1),
    ]:
        refused(name, source, offset)

    # Digests

    for name, value in [
        ("empty object", {}), ("empty array", []), ("null", None), ("empty text", ""), ("numbers", [1, 1.5, 1e21, 1e-7, 0]),
        ("order of members", {"\ufb01": 1, "\U0001f600": 2}), ("composed", "\u00e9"), ("decomposed", "e\u0301"),
        ("task", TASK), ("tools", TOOLS), ("result", PRODUCTS), ("error", {"error": "no such order", "hint": "see searchOrders"}),
        ("hold", HOLD), ("hold given back", {"id": "o1", "lines": {}}), ("arguments of 512 bytes", EDGE), ("arguments of 518 bytes", LONG),
    ]:
        add("digest", "digest of " + name, value=value, digest=digest(value))

    # Tables and snapshots. Entities are ordered by UTF-8 bytes: U+FB01 before U+1F600.

    odd = table([{"id": i} for i in sorted(["a b", "Z", "\u00e9", "e\u0301", "\ufb01", "\U0001f600", "a/b"], key=lambda i: i.encode("utf-8"))])
    for name, data in [("empty table", b""), ("one row", TABLES["order"]), ("two rows", TABLES["product"]), ("order by UTF-8", odd)]:
        add("table", name, text=data.decode("utf-8"), count=data.count(b"\n"), digest=sha256(data))
    for name, tables in [("no table", {}), ("an empty table", {"refund": b""}), ("three tables", TABLES), ("odd ids", {"support_ticket": odd, "bundle": b""})]:
        value = snapshot_object(CLOCK, tables)
        add("snapshot", "snapshot of " + name, clock=CLOCK, tables={t: d.decode("utf-8") for t, d in tables.items()}, object=value, digest=digest(value))

    # Records

    def record(name, value):
        add("record", name, record_kind=value["kind"], text=text(value), hash=digest(value), blobs=sorted({d for _, d in record_blobs(value)}))

    whole = full()
    for value, name in zip(whole.records, [
        "opened with injected state", "message of the user", "call with blobs for arguments and events", "call that restores", "call that failed with a hint",
        "submitted",
    ]):
        record(name, value)
    record("opened without a task", minimal().records[0])
    record("opened with the greatest seed", cut_short().records[0])
    record("message with parts", cut_short().records[1])
    record("submitted at the context limit", cut_short().records[2])
    record("submitted null at the turn limit", small_snapshot().records[3])
    record("call without arguments", minimal().call("listProducts", {}, []).records[1])
    record("call with 512 bytes of arguments", minimal().call("note", EDGE, []).records[1])
    record("call with 513 bytes of arguments", minimal().call("note", {"note": "x" * 502}, []).records[1])
    record("call with arguments of 512 bytes in fewer characters", minimal().call("note", {"note": "\u00e9" * 250 + "x"}, []).records[1])
    record("call that failed", talk().records[3])
    record("call with odd keys", minimal().call("odd", {"\ufb01": 1, "\U0001f600": [1e-7, -0.0]}, {}, [{"type": "order.updated"}],
                                                 {"order/a/b": {"id": "a/b"}, "order/\ufb01": {"id": "\ufb01"}, "order/\U0001f600": {"id": "\U0001f600"}}).records[1])
    record("message of the assistant", talk().records[4])

    # Roots

    base, (a, b, c) = digest(SNAPSHOT), [digest({"id": i}) for i in "abc"]
    for name, changes in [
        ("nothing changed", []), ("one entity", [{"order/a": a}]), ("two records", [{"order/a": a}, {"order/b": b}]),
        ("the same in another order", [{"order/b": b}, {"order/a": a}]), ("changed twice", [{"order/a": a}, {"order/a": b}]),
        ("restored", [{"order/a": a, "order/b": b}, {"order/a": None}]), ("all restored", [{"order/a": a}, {"order/a": None}]),
        ("restored and changed again", [{"order/a": a}, {"order/a": None}, {"order/a": c}]),
        ("a hold", [{"_hold/o1": digest(HOLD), "product/p1": a}]), ("an id with a slash", [{"order/a/b": a}]),
        ("order of members", [{"order/\ufb01": a, "order/\U0001f600": b, "order/\u00e9": c, "order/e\u0301": a}]),
    ]:
        changed = {}
        for each in changes:
            fold(changed, each)
        add("root", "root, " + name, snapshot=base, changes=changes, root=root(base, changed))
    empty = digest(snapshot_object(CLOCK, {}))
    add("root", "root over the empty snapshot", snapshot=empty, changes=[], root=root(empty, {}))

    # Heads, grades, trajectories, amounts

    episodes = [("opened alone", minimal()), ("with a grade", talk()), ("with a snapshot", small_snapshot()), ("with a snapshot and two grades", whole),
                ("stopped", cut_short())]
    for name, episode in episodes:
        add("head", "chain, " + name, records=[text(r) for r in episode.records], head=episode.hash())
    for name, episode in [("one of two", talk()), ("none of one", whole), ("by a judge", whole)]:
        d = episode.graded[-1 if name == "by a judge" else 0]
        value = parse(episode.blobs[d])
        add("grade", "grade, " + name, text=episode.blobs[d], digest=d, satisfied=value["satisfied"], total=value["total"],
            passed=value["satisfied"] == value["total"])
    for name, episode in episodes:
        data = episode.bytes()
        report = verify(data, episode.hash())
        assert report.ok, [str(p) for p in report.problems]
        add("trajectory", "trajectory, " + name, lines=data.decode("utf-8").split("\n")[:-1], head=episode.hash())
    for amount in ["100", "100.0", "1e2", "99.99", "0", "-0", "-5", "0.5", "1299.10", "0.000001", "1e-7", "1e20", "1e21", "12345678901234567890"]:
        add("amount", "amount " + amount, amount=amount, id_text=amount_text(amount))

    names = [v["kind"] + " " + v["name"] for v in out]
    assert len(set(names)) == len(names), sorted(n for n in names if names.count(n) > 1)
    return out


def main():
    # Escaped, so that no editor can normalize a text.
    made = "[\n" + ",\n".join(json.dumps(v, ensure_ascii=True) for v in vectors()) + "\n]\n"
    path = HERE / "format-vectors.json"
    if "--check" in sys.argv[1:]:
        return 0 if path.exists() and path.read_text("ascii") == made else 1
    path.write_bytes(made.encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
