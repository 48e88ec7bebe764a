"""The verifier against files that were tampered with, byte by byte and line by line."""

import concurrent.futures
import random
import unittest

from trajectory_support import DELETE, TOP, TRAJECTORIES, file_of, paths, put
import make_format_vectors as make
from corecraft.canonical import canonical
from corecraft.verify import verify


def flips(part):
    """Each byte of a part of a file, changed: where verify finds nothing wrong, or does not name the line."""
    data, begin, end = part
    wrong = []
    for i in range(begin, min(end, len(data))):
        number = data.count(b"\n", 0, i) + 1
        # The header's episode is attested by sha256 alone, and a wrong head shows at the last record.
        before = data[:i] if number == 1 else b""
        elsewhere = data[i] == 10 or b'"episode":"' in before and b'"format"' not in before or b'"head":"' in before and b'"kind"' not in before
        for mask in (0x01, 0x80):
            problems = verify(data[:i] + bytes([data[i] ^ mask]) + data[i + 1 :]).problems
            if not problems or not elsewhere and number not in {p.line for p in problems}:
                wrong.append((i, mask, [str(p) for p in problems]))
    return wrong


def truncations(part):
    data, begin, end = part
    return [i for i in range(begin, min(end, len(data))) if not verify(data[:i]).problems]


class Tampering(unittest.TestCase):
    """Whatever is changed without care for sha256, verify objects; and it names the line."""

    def test_every_byte_flipped(self):
        self.in_parallel(flips)

    def test_every_byte_of_an_exported_file_flipped(self):
        # Recorded by Corecraft itself, unlike the vectors; every byte fast, every 997th in full.
        data = (TOP / "Tests" / "Golden" / "restored.ndjson").read_bytes()
        self.assertTrue(verify(data).ok)
        self.assertTrue(verify(data, fast=True).ok)
        for position in range(len(data)):
            flipped = data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1:]
            self.assertFalse(verify(flipped, fast=True).ok, position)
            if position % 997 == 0:
                self.assertFalse(verify(flipped).ok, position)

    def test_every_truncation(self):
        self.in_parallel(truncations)

    def in_parallel(self, work):
        step = 500
        parts = [(file_of(v), begin, begin + step) for v in TRAJECTORIES for begin in range(0, len(file_of(v)), step)]
        with concurrent.futures.ProcessPoolExecutor() as pool:
            for part, wrong in zip(parts, pool.map(work, parts)):
                self.assertEqual(wrong, [], part[0][:60])

    def test_a_changed_record_is_named(self):
        for v in TRAJECTORIES:
            for number, line in enumerate(v["lines"], 1):
                if '"prev":' not in line:
                    continue
                seq = number - 2
                for old, new in (('"root":"', '"root":"x'), ('"seq":%d' % seq, '"seq":%d' % (seq + 5)), ('"kind"', '"king"')):
                    lines = list(v["lines"])
                    lines[number - 1] = line.replace(old, new, 1)
                    named = {(p.line, p.seq) for p in verify(file_of({"lines": lines})).problems}
                    self.assertIn((number, seq), named)

    def test_lines_deleted_doubled_swapped_inserted(self):
        for v in TRAJECTORIES:
            lines = v["lines"]
            for i in range(len(lines)):
                variants = [lines[:i] + lines[i + 1 :], lines[: i + 1] + lines[i:], lines[:i] + [""] + lines[i:], lines[:i] + ["{}"] + lines[i:]]
                if i:
                    variants.append(lines[: i - 1] + [lines[i], lines[i - 1]] + lines[i + 1 :])
                for variant in variants:
                    self.assertTrue(verify(file_of({"lines": variant})).problems, (v["name"], i))
                    # Also with the end line made good; only whether the same grade was given twice, and in which order, is not attested.
                    nothing = '"kind":"graded"' in lines[i] and (len(variant) > len(lines) and variant[i] == variant[i + 1]
                                                                 or len(variant) == len(lines) and '"kind":"graded"' in lines[i - 1])
                    if variant[-1:] == lines[-1:] and not nothing:
                        again = make.sign([line.encode("utf-8") for line in variant[:-1]])
                        self.assertTrue(verify(again).problems, (v["name"], i))

    def test_something_follows(self):
        for v in TRAJECTORIES:
            for more in (b"\n", b" ", b"{}\n", v["lines"][-1].encode() + b"\n", b"\x00"):
                self.assertTrue(verify(file_of(v) + more).problems)

    def test_garbage_never_raises(self):
        rng = random.Random(2)
        good = [file_of(v) for v in TRAJECTORIES]
        for _ in range(1500):
            data = bytearray(rng.choice(good))
            for _ in range(rng.randrange(1, 30)):
                i = rng.randrange(len(data))
                data[i : i + rng.randrange(0, 40)] = rng.choice([b"", b"[" * 100, b"9" * 400, b"\n", b"null", b"\xff\xfe", b'"', b"{}", b"1e999", rng.randbytes(5)])
            self.assertTrue(verify(bytes(data)).problems)
            self.assertTrue(verify(rng.randbytes(rng.randrange(0, 300))).problems)
        for data in (b"", b"\n", b"\n\n\n", b"[" * 1000000, b"[" * 1000000 + b"\n", b"9" * 1000000 + b"\n", b"\x00" * 1000, b"\xef\xbb\xbf", b"null\n", b"{}\n",
                     b'{"kind":"trajectory"}\n{"kind":"end"}\n', b'{"kind":[]}\n', b'{"kind":{}}\n' * 3, b"\r\n" * 5):
            self.assertTrue(verify(data).problems)

    def test_any_value_anywhere_never_raises(self):
        """Signed files in which one value, at any depth, is another of any type."""
        rng = random.Random(3)
        others = [None, True, 0, -1, 1.5, 1e300, 2 ** 53, "", "x", "order/o1", "_hold/x", "a" * 300, "0" * 64, [], [[]], {}, {"id": []}, {"a": {}}, "trajectory",
                  "blob", "graded", "snapshot", "table", "end", "opened", "call", "submitted", ["x"], [{"type": 1}], "\n", "{}", "[]\n", "\ufb01"]
        for episode in (make.talk(), make.full(), make.small_snapshot()):
            values = episode.values()
            for number, value in enumerate(values):
                for path in list(paths(value)):
                    for other in rng.sample(others, 6):
                        changed = list(values)
                        changed[number] = put(value, path, other)
                        verify(make.sign([canonical(v) for v in changed]))
                    if path:
                        changed = list(values)
                        changed[number] = put(value, path, DELETE)
                        if canonical(changed[number]) != canonical(value):
                            self.assertTrue(verify(make.sign([canonical(v) for v in changed])).problems, (number, path))

    def test_blob_texts_never_raise(self):
        others = ["null", "[]", "{}", "1", '"x"', '{"criteria":[1]}', '{"criteria":{}}', "[" * 70, "", "[1", '{"criteria":[{"evidence":1}]}', '[{"name":1}]', "[1]"]
        for episode in (make.talk(), make.full()):
            values = episode.values()
            for number, value in enumerate(values):
                for other in others if value.get("kind") in ("blob", "table") else ():
                    if other == value["text"]:
                        continue
                    changed = list(values)
                    changed[number] = dict(value, text=other)
                    self.assertTrue(verify(make.sign([canonical(v) for v in changed])).problems)


if __name__ == "__main__":
    unittest.main()
