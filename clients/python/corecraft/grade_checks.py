"""The grades of a trajectory file. docs/format.md, sections 8 and 9."""

try:
    from .grades import grade_faults
    from .report import show
    from .shapes import CRITERION, GRADE, LINES, is_digest
except ImportError:  # run as a script
    from grades import grade_faults
    from report import show
    from shapes import CRITERION, GRADE, LINES, is_digest


class GradeChecks:
    """The part of the verifier that knows grades."""

    def check_grades(self):
        records = self.lines["record"]
        for line in self.lines["graded"]:
            if not line.value or not self.check_shape(line, line.value, LINES["graded"]):
                self.blobs_unknown = True
                continue
            self.named.setdefault(line.value["digest"], (line, "this line"))
            if line.value["digest"] not in self.blobs:
                self.blobs_unknown = True
                continue
            grade = self.blobs[line.value["digest"]][1]
            criteria = grade.get("criteria") if isinstance(grade, dict) else None
            criteria = [c for c in criteria if isinstance(c, dict)] if isinstance(criteria, list) else []
            for criterion in criteria:
                if is_digest(criterion.get("evidence")):
                    self.named.setdefault(criterion["evidence"], (line, "a criterion's evidence"))
            if not isinstance(grade, dict):
                self.bad(line, "the grade", "an object", grade)
                continue
            sound = self.check_shape(line, grade, GRADE, "grade: ")
            sound &= all([self.check_shape(line, c, CRITERION, "criterion %s: " % show(c.get("id"))) for c in criteria])
            if not sound or len(criteria) != len(grade["criteria"]):
                self.bad(line, "the grade is not of the form of section 8")
                continue
            for message, expected, found in grade_faults(grade, self.task_document()):
                self.bad(line, "the grade's " + message, expected, found)
            seq, total, satisfied = grade["seq"], grade["total"], grade["satisfied"]
            if seq >= len(records):
                self.bad(line, "the grade's seq", "at most %d" % (len(records) - 1), seq)
            elif self.hashes[seq] != grade["head"]:
                self.bad(line, "the grade's head is not the hash of record %d (line %d)" % (seq, records[seq].number),
                         self.hashes[seq], grade["head"])
            task = (records[0].value or {}).get("task") if records else None
            if grade["task"] != task:
                self.bad(line, "the grade's task is not the one that record 0 names", show(task), grade["task"])
            if total != len(criteria):
                self.bad(line, "the grade's total is not the number of criteria", len(criteria), total)
            count = sum(c["satisfied"] for c in criteria)
            if satisfied != count:
                self.bad(line, "the grade's satisfied is not the number of satisfied criteria", count, satisfied)
            self.report.grades.append({
                "grader": grade["grader"], "passed": satisfied == total, "reward": satisfied / total if total else None,
                "satisfied": satisfied, "seq": seq, "total": total,
            })

    def task_document(self):
        opened = (self.lines["record"][0].value or {}) if self.lines["record"] else {}
        document = self.blob(opened.get("task"))
        return document[1] if document else None
