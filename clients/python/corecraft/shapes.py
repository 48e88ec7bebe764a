"""The objects of format 1: their digests, and which members they have. docs/format.md, sections 3, 4, 5, 8 and 9."""

import hashlib
import json
import re

try:
    from .canonical import MAX_INTEGER, canonical
    from .report import show
except ImportError:  # run as a script
    from canonical import MAX_INTEGER, canonical
    from report import show

TABLE_TYPES = frozenset(
    "build customer employee escalation knowledge_base_article order payment product refund resolution shipment slack_channel"
    " slack_message support_ticket warranty_claim bundle compatibility_rule".split()
)
INLINE_LIMIT = 512


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def digest(value):
    """D(v): the digest of a JSON value's canonical text."""
    return sha256(canonical(value))


def snapshot_object(clock, tables):
    """The snapshot object of a clock and tables (type to the bytes of its file). Section 3."""
    entries = {kind: {"count": data.count(b"\n"), "digest": sha256(data)} for kind, data in tables.items()}
    return {"clock": clock, "format": 1, "kind": "snapshot", "tables": entries}


def root(snapshot, changed):
    """Section 5. `changed` maps "type/id" to the digest of the document that now differs from the snapshot's."""
    return digest({"changed": changed, "kind": "root", "snapshot": snapshot})


def fold(changed, changes):
    """Applies one record's `changes` to `changed`, in place."""
    for key, document in changes.items():
        if document is None:
            changed.pop(key, None)
        else:
            changed[key] = document


# Shapes: what members an object has, and of what type. A check is (predicate, what it expects).


def is_digest(v):
    return isinstance(v, str) and re.fullmatch("[0-9a-f]{64}", v) is not None


def is_id(v):
    return isinstance(v, str) and 1 <= len(v.encode("utf-8")) <= 200 and not re.search("[\x00-\x1f\x7f-\x9f]", v)


def is_count(v):
    return type(v) is int and 0 <= v <= MAX_INTEGER


def is_change(key, document):
    kind, slash, name = key.partition("/")
    return (kind in TABLE_TYPES or kind == "_hold") and slash and is_id(name) and (document is None or is_digest(document))


def is_event(v):
    return isinstance(v, dict) and isinstance(v.get("type"), str)


ANY = (lambda v: True, "a value")
TEXT = (lambda v: isinstance(v, str), "a text")
ID = (is_id, "an id of 1 to 200 bytes without control characters")
BOOL = (lambda v: isinstance(v, bool), "true or false")
COUNT = (is_count, "an integer from 0 to 2^53-1")
DIGEST = (is_digest, "64 lower-case hexadecimal digits")
DIGEST_OR_NULL = (lambda v: v is None or is_digest(v), "64 lower-case hexadecimal digits, or null")
OBJECT = (lambda v: isinstance(v, dict), "an object")
CLOCK = (lambda v: isinstance(v, dict) and list(v) == ["now"] and isinstance(v["now"], str), 'an object with the text "now" alone')
EVENTS = (lambda v: isinstance(v, list) and v and all(map(is_event, v)), 'an array of objects with a text "type", not empty')
CHANGES = (
    lambda v: isinstance(v, dict) and v and all(is_change(k, d) for k, d in v.items()),
    "a digest or null for each type/id, of known types, not empty",
)


def exactly(*values):
    return (lambda v: any(type(v) is type(x) and v == x for x in values)), " or ".join(json.dumps(x) for x in values)


HEADER = {"episode": ID, "format": exactly(1), "head": DIGEST, "kind": exactly("trajectory"), "seq": COUNT, "snapshot": DIGEST}
EVERY_RECORD = {"kind": TEXT, "seq": COUNT, "prev": DIGEST_OR_NULL, "root": DIGEST}
RECORDS = {  # "?" marks a member that may be absent
    "opened": {"format": exactly(1), "rules": TEXT, "snapshot": DIGEST, "task": DIGEST_OR_NULL, "tools": DIGEST, "seed": COUNT,
               "changes?": CHANGES},
    "call": {"name": ID, "arguments?": OBJECT, "arguments_blob?": DIGEST, "result": DIGEST, "is_error": BOOL, "events?": EVENTS,
             "events_blob?": DIGEST, "changes?": CHANGES},
    "message": {"role": exactly("user", "assistant"), "content": DIGEST},
    "submitted": {"response": DIGEST, "stopped?": exactly("turn_limit", "context_limit")},
}
BLOB_MEMBERS = {"opened": ("task", "tools"), "call": ("arguments_blob", "result", "events_blob"), "message": ("content",),
                "submitted": ("response",)}
TOOL = {"annotations": ANY, "description": TEXT, "inputSchema": ANY, "name": TEXT, "outputSchema": ANY}
CRITERIA = (lambda v: isinstance(v, list) and v, "an array, not empty")
GRADE = {"criteria": CRITERIA, "grader": exactly("checks", "judge", "hybrid"), "head": DIGEST, "kind": exactly("grade"), "satisfied": COUNT, "seq": COUNT, "task": DIGEST,
         "total": COUNT}
CRITERION = {"decided_by": exactly("check", "judge"), "expected": ANY, "found": ANY, "id": TEXT, "satisfied": BOOL, "evidence?": DIGEST}
SNAPSHOT = {"clock": CLOCK, "format": exactly(1), "kind": exactly("snapshot"), "tables": OBJECT}
LINES = {  # the lines after the records, in this order
    "blob": {"digest": DIGEST, "kind": TEXT, "text": TEXT},
    "graded": {"digest": DIGEST, "kind": TEXT},
    "snapshot": {"kind": TEXT, "value": OBJECT},
    "table": {"kind": TEXT, "text": TEXT, "type": (lambda v: isinstance(v, str) and v in TABLE_TYPES, "a table type")},
    "end": {"kind": TEXT, "sha256": DIGEST},
}
ORDER = ["header", "record"] + list(LINES)


def shape_problems(value, shape):
    """(what, expected, found) for each member that is missing, unknown or of the wrong type."""
    known = {name.rstrip("?") for name in shape}
    problems = [("member %s does not belong here" % show(name), None, value[name]) for name in value if name not in known]
    for name, (accepts, expected) in shape.items():
        if name.rstrip("?") in value:
            found = value[name.rstrip("?")]
            if not accepts(found):
                problems.append(("member %s" % show(name.rstrip("?")), expected, found))
        elif not name.endswith("?"):
            problems.append(("member %s is missing" % show(name), expected, None))
    return problems


def record_shape(record):
    kind = record.get("kind")
    return dict(EVERY_RECORD, **(RECORDS[kind] if isinstance(kind, str) and kind in RECORDS else {}))


def is_failure(result):
    """Whether a result is that of a failed call. Section 4."""
    return isinstance(result, dict) and not shape_problems(result, {"error": TEXT, "hint?": TEXT})


def record_blobs(record):
    """(member, digest) of each blob that a record names. Section 4."""
    kind = record.get("kind")
    named = [(m, record.get(m)) for m in BLOB_MEMBERS.get(kind if isinstance(kind, str) else "", ())]
    changes = record.get("changes")
    named += [("changes " + show(key), d) for key, d in changes.items()] if isinstance(changes, dict) else []
    return [(member, d) for member, d in named if is_digest(d)]
