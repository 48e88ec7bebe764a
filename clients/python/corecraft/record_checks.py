"""The header, the records, their chain and their roots. docs/format.md, sections 4, 5 and 9."""

try:
    from .canonical import canonical
    from .report import show
    from .shapes import (
        EVERY_RECORD, HEADER, INLINE_LIMIT, RECORDS, fold, is_count, is_digest, record_blobs, record_shape, root, sha256,
    )
except ImportError:  # run as a script
    from canonical import canonical
    from report import show
    from shapes import (
        EVERY_RECORD, HEADER, INLINE_LIMIT, RECORDS, fold, is_count, is_digest, record_blobs, record_shape, root, sha256,
    )


class RecordChecks:
    """The part of the verifier that knows header and records."""

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
