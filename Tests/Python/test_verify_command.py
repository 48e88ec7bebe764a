"""The verifier as a command."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from trajectory_support import CLIENT, TOP
import make_format_vectors as make
from corecraft.verify import main


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = str(Path(self.folder.name) / "e.ndjson")
        self.episode = make.full()
        Path(self.path).write_bytes(self.episode.bytes())

    def run_main(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(list(arguments))
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), err.getvalue()

    def test_verified(self):
        code, out, _ = self.run_main(self.path, "--head", self.episode.hash())
        self.assertEqual((code, "VERIFIED: 6 records" in out, "Nothing pins" in out), (0, True, False))
        code, out, _ = self.run_main(self.path)
        self.assertEqual((code, "Nothing pins this file" in out), (0, True))

    def test_problems(self):
        data = Path(self.path).read_bytes()
        Path(self.path).write_bytes(data.replace(b'"role":"user"', b'"role":"uzer"'))
        code, out, _ = self.run_main(self.path)
        self.assertEqual(code, 1)
        self.assertIn('line 3, record seq 1: member "role"; expected "user" or "assistant", found "uzer"', out)
        self.assertIn("NOT VERIFIED", out)
        code, out, _ = self.run_main(self.path, "--json")
        report = json.loads(out)
        self.assertEqual((code, report["verified"], report["pinned"]), (1, False, False))
        self.assertEqual((report["problems"][0]["line"], report["problems"][0]["seq"]), (3, 1))
        self.assertEqual(self.run_main(str(self.path), "--head", "0" * 64)[0], 1)

    def test_unusable(self):
        self.assertEqual(self.run_main(self.path + ".no")[0], 2)
        self.assertEqual(self.run_main(self.folder.name)[0], 2)
        self.assertEqual(self.run_main(self.path, "--head", "x")[0], 2)
        self.assertEqual(self.run_main()[0], 2)
        Path(self.path).write_bytes(b"")
        self.assertEqual(self.run_main(self.path)[0], 1)

    def test_both_ways_to_start(self):
        for command, folder in ((["-m", "corecraft.verify"], CLIENT), ([str(CLIENT / "corecraft" / "verify.py")], TOP)):
            for arguments, code in (([self.path], 0), (["--help"], 0), ([self.path + ".no"], 2), (["--head", "0" * 64, "--json", self.path], 1)):
                done = subprocess.run([sys.executable] + command + arguments, cwd=str(folder), capture_output=True, text=True, env={"LC_ALL": "C"})
                self.assertEqual((done.returncode, "Traceback" in done.stderr), (code, False), done.stderr)
        self.assertIn("examples:", self.run_main("--help")[1])


if __name__ == "__main__":
    unittest.main()
