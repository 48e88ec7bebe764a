"""The blobs, and what records say they are. docs/format.md, sections 4 and 9."""

try:
    from .canonical import Refused, canonical, parse
    from .report import show
    from .shapes import EVENTS, INLINE_LIMIT, LINES, OBJECT, TEXT, TOOL, is_digest, is_failure, sha256
except ImportError:  # run as a script
    from canonical import Refused, canonical, parse
    from report import show
    from shapes import EVENTS, INLINE_LIMIT, LINES, OBJECT, TEXT, TOOL, is_digest, is_failure, sha256


class BlobChecks:
    """The part of the verifier that knows blobs."""

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
