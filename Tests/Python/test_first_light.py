"""The main job: examples/first_light.py on a fresh store, and the script behind `make run`."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from conftest import BINARY, PATIENCE_SECONDS, ROOT, environment, verified

PROGRAM = str(ROOT / "examples/first_light.py")


def test_sixteen_episodes_are_driven_graded_replayed_audited_and_forked(tmp_path):
    store = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, PROGRAM, "--binary", BINARY, "--store", str(store), "--port", "0", "--once", "--json"],
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, env=environment(),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    rows, fork = result["episodes"], result["fork"]
    assert len(rows) == 16
    assert [row["passed"] for row in rows].count(True) == 9
    assert all((row["reward"] == 1) == row["passed"] for row in rows + [fork])
    assert all(row["replay"] and row["audit"] for row in rows + [fork])
    assert len({tuple(row["failed"]) for row in rows if not row["passed"]}) >= 6, "wrong in different ways"

    heads = {script: {row["head"] for row in rows if row["script"] == script} for script in {row["script"] for row in rows}}
    assert all(len(same) == 1 for same in heads.values()), "the same calls have the same head"
    before_the_answer = {row["root"] for row in rows if row["script"] in ("agent", "agent, looks twice")}
    assert len(before_the_answer) == 1, "the same changes have the same root, whatever was looked up"

    wrong = next(row for row in rows if row["episode"] == fork["parent"])
    assert not wrong["passed"] and fork["passed"] and fork["head"] in heads["agent"] and fork["calls"] == 2
    assert result["rates"]["mcp_calls"] == sum(row["calls"] for row in rows)
    assert result["as_planned"] and result["all_audited"] and result["same_head"]
    verified(store)


def test_the_script_of_make_run_serves_a_fresh_store_without_the_demo(tmp_path):
    server = subprocess.Popen(
        [str(ROOT / "Scripts/run.sh"), BINARY, "0", "0"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(),
    )
    try:
        line = server.stderr.readline()
        assert "serving" in line and "http://127.0.0.1:" in line
    finally:
        os.kill(server.pid, signal.SIGTERM)
        assert server.wait(timeout=PATIENCE_SECONDS) == 0
        server.stdout.close()
        server.stderr.close()


def test_the_server_stays_up_until_it_is_interrupted(tmp_path):
    program = subprocess.Popen(
        [sys.executable, PROGRAM, "--binary", BINARY, "--store", str(tmp_path / "store"), "--port", "0"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(),
    )
    try:
        said = []
        while not (said and said[-1].startswith("  the store")):
            said.append(program.stdout.readline())
            assert said[-1], program.stderr.read()
        (url,) = [line.split()[-1] for line in said if line.startswith("The server stays up")]
        with urllib.request.urlopen(url + "/readyz", timeout=PATIENCE_SECONDS) as ready:
            assert ready.status == 200
        assert sum(line.startswith("ep-") for line in said) == 17
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=PATIENCE_SECONDS) == 0
        with pytest.raises(OSError):
            urllib.request.urlopen(url + "/readyz", timeout=PATIENCE_SECONDS)
    finally:
        if program.poll() is None:
            program.terminate()
            program.wait(timeout=PATIENCE_SECONDS)
        program.stdout.close()
        program.stderr.close()
    verified(tmp_path / "store")
