"""The snapshot that a trajectory file carries. docs/format.md, sections 3 and 9."""

try:
    from .canonical import Refused, canonical, parse
    from .report import show
    from .shapes import LINES, SNAPSHOT, TABLE_TYPES, digest, is_id, sha256
except ImportError:  # run as a script
    from canonical import Refused, canonical, parse
    from report import show
    from shapes import LINES, SNAPSHOT, TABLE_TYPES, digest, is_id, sha256


class SnapshotChecks:
    """The part of the verifier that knows the snapshot and its tables."""

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
