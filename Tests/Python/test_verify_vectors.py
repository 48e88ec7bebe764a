"""clients/python/corecraft against the golden vectors.

    python3 -m pytest Tests/Python/test_verify_vectors.py     or: python3 -m unittest discover -s Tests/Python -p "test_verify*.py"
"""

import json
import random
import time
import unittest

from trajectory_support import VECTORS, file_of, messages
import make_format_vectors as make
from corecraft.canonical import Refused, amount_text, canonical, number_text, parse
from corecraft.shapes import digest, fold, record_blobs, record_shape, root, sha256, shape_problems, snapshot_object
from corecraft.verify import verify


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


if __name__ == "__main__":
    unittest.main()
