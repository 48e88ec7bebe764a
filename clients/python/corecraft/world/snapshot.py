"""Reads a snapshot's folder (format.md, section 3) and checks every digest in it."""

import datetime
import hashlib
import json
import pathlib


class Snapshot:
    """Entities by type and id, and the clock."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        self.object = manifest["snapshot"]
        self.digest = manifest["digest"]
        self.problems = []
        self.tables = {}
        for kind, table in self.object["tables"].items():
            content = (folder / f"{kind}.jsonl").read_bytes()
            if hashlib.sha256(content).hexdigest() != table["digest"]:
                self.problems.append(f"{kind}.jsonl is not the table that the manifest names")
            entities = [json.loads(line) for line in content.decode("utf-8").splitlines()]
            if len(entities) != table["count"]:
                self.problems.append(f"{kind}.jsonl has {len(entities)} entities, the manifest says {table['count']}")
            self.tables[kind] = {entity["id"]: entity for entity in entities}
        canonical = json.dumps(self.object, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(canonical.encode("utf-8")).hexdigest() != self.digest:
            self.problems.append("the manifest's digest is not that of its snapshot object")
        self.now = moment(self.object["clock"]["now"])

    def of(self, kind):
        """The entities of a type, in the order of their ids."""
        return list(self.tables.get(kind, {}).values())

    def find(self, key):
        """The entity of a key such as `order/ord-250821-017`, or None."""
        kind, identifier = key.split("/", 1)
        return self.tables.get(kind, {}).get(identifier)


def moment(text):
    """The instant of a timestamp with offset."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


MISSING = object()


def at(value, pointer):
    """The value at an RFC 6901 pointer, or MISSING."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            if not name.isdigit() or int(name) >= len(value):
                return MISSING
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return MISSING
    return value
