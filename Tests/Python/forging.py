"""Forged trajectory files: one thing is changed, and everything around it made good again."""

import json

from trajectory_support import DELETE
import make_format_vectors as make
from corecraft.canonical import canonical
from corecraft.shapes import sha256, snapshot_object


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
