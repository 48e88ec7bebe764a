"""The commands that open episodes, act in them and read them."""

import json
import subprocess
import sys

from conftest import ROOT, TASK, answer, corecraft, lines, refused


def test_open_makes_the_store_and_says_what_it_opened(store):
    opened = answer("open", "--store", store, "--task", TASK, "--count", 3)
    assert len(opened["episodes"]) == 3
    assert len({episode["head"] for episode in opened["episodes"]}) == 1
    text = corecraft("open", "--store", store, "--snapshot", "starter")
    assert text.returncode == 0 and "EPISODE" in text.stdout and "ep-" in text.stdout


def test_labels_are_written_in_one_way(played, store):
    commands = [
        ["open", "--store", store, "--task", TASK], ["fork", "--store", played.store, f"{played.open}@0"],
        ["show", "--store", played.store], ["gc", "--store", played.store, "--to", store],
    ]
    for command in commands:
        for label in ("run:test", "=test"):
            refused(2, *command, "--label", label, says=f"{label} is no label; write NAME=VALUE")
    assert not store.exists()


def test_open_refuses_what_is_not_offered(store):
    refused(2, "open", "--store", store, "--task", "no-such-task", says="no-such-task")
    refused(2, "open", "--store", store, "--snapshot", "no-such-snapshot", says=["no-such-snapshot", "starter"])
    refused(2, "open", "--store", store, says="--task")
    refused(2, "open", "--store", store, "--task", TASK, "--snapshot", "starter", says="--task")
    refused(2, "open", "--store", store, "--task", TASK, "--count", 0, says="count")
    refused(2, "open", "--store", store, "--task", TASK, "--label", "nothing", says="NAME=VALUE")
    refused(2, "open", "--store", store, "--task", TASK, "--profile", "tiny", says="tiny")


def test_a_store_keeps_its_mode(store):
    answer("open", "--store", store, "--task", TASK, "--mode", "scratch")
    answer("open", "--store", store, "--task", TASK)
    refused(2, "open", "--store", store, "--task", TASK, "--mode", "durable", says=["scratch", "durable"])


def test_call_prints_the_result(copy, played):
    found = answer("call", "--store", copy, played.open, "searchOrders", '{"status": "paid"}')
    assert found["seq"] == 1 and found["is_error"] is False and isinstance(found["result"], list)
    text = corecraft("call", "--store", copy, played.open, "searchOrders", "-", stdin='{"status": "paid"}')
    assert text.returncode == 0 and json.loads(text.stdout) == found["result"] and "record 2" in text.stderr


def test_call_reads_its_arguments_from_a_file(copy, played, tmp_path):
    (tmp_path / "arguments.json").write_text('{"status": "paid"}')
    assert answer("call", "--store", copy, played.open, "searchOrders", f"@{tmp_path}/arguments.json")["is_error"] is False
    refused(2, "call", "--store", copy, played.open, "searchOrders", "@/nowhere", says="/nowhere")


def test_an_error_of_the_tool_is_recorded_and_ends_with_1(copy, played):
    done = corecraft("call", "--store", copy, played.open, "getOrderDetails", '{"order_id": "nothing"}', "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["is_error"] is True
    assert [r["record"]["is_error"] for r in lines("log", "--store", copy, played.open) if "is_error" in r["record"]] == [True]


def test_a_call_that_cannot_be_is_refused_and_not_recorded(copy, played):
    refused(2, "call", "--store", copy, played.open, "noSuchTool", says="noSuchTool")
    refused(2, "call", "--store", copy, played.open, "searchOrders", "{broken", says="not JSON")
    refused(2, "call", "--store", copy, played.open, "searchOrders", "[1]", says="object")
    refused(2, "call", "--store", copy, played.open, "searchOrders", "--expected-seq", 9, says="9")
    refused(2, "call", "--store", copy, played.done, "searchOrders", says="submitted")
    assert len(lines("log", "--store", copy, played.open)) == 1


def test_submit_grades_and_closes(copy, played):
    assert played.submitted["grade"]["passed"] is True and played.submitted["grade"]["reward"] == 1
    refused(2, "submit", "--store", copy, played.done, "again", says="submitted")
    refused(2, "submit", "--store", copy, played.open, "x", "--stopped", "boredom", says="turn_limit")
    text = corecraft("submit", "--store", copy, played.open, "I did nothing.")
    assert text.returncode == 0 and "not passed" in text.stdout


def test_grade_again_and_in_the_middle(copy, played):
    assert answer("grade", "--store", copy, played.done)["passed"] is True
    assert answer("grade", "--store", copy, f"{played.done}@2")["passed"] is False
    refused(2, "grade", "--store", copy, played.open, says="submit")
    refused(2, "grade", "--store", copy, played.done, "--grader", "dice", says="checks")
    assert "reward 1.000" in corecraft("grade", "--store", copy, played.done).stdout


# Reading



def test_log_lists_records(played):
    records = lines("log", "--store", played.store, played.done)
    assert [r["seq"] for r in records] == list(range(played.last + 1))
    assert {r["via"] for r in records} == {"cli"}
    assert [r["seq"] for r in lines("log", "--store", played.store, played.done, "--from", 2, "--to", 3)] == [2, 3]
    text = corecraft("log", "--store", played.store, played.done).stdout.splitlines()
    assert len(text) == played.last + 2 and text[0].split()[:3] == ["SEQ", "KIND", "WHAT"]


def test_show_lists_episodes(played):
    assert [e["id"] for e in lines("show", "--store", played.store)] == [played.done, played.open]
    assert [e["id"] for e in lines("show", "--store", played.store, "--status", "open")] == [played.open]
    assert len(lines("show", "--store", played.store, "--label", "run=test")) == 2
    assert lines("show", "--store", played.store, "--label", "run=other") == []
    assert played.done in corecraft("show", "--store", played.store).stdout


def test_show_an_episode_a_record_and_the_state(played):
    shown = answer("show", "--store", played.store, played.done)
    assert shown["status"] == "submitted" and shown["reward"] == 1 and shown["task"] == TASK
    assert answer("show", "--store", played.store, f"{played.done}@1")["record"]["name"] == "searchCustomers"
    refused(2, "show", "--store", played.store, f"{played.done}@99", says="99")
    before = answer("show", "--store", played.store, f"{played.done}@0", "--state", "--type", "order")
    after = answer("show", "--store", played.store, played.done, "--state", "--changed")
    assert before["entities"]["order"]["ord-250914-002"]["status"] == "paid"
    assert after["entities"]["order"]["ord-250914-002"]["status"] == "cancelled"
    assert corecraft("show", "--store", played.store, played.done).returncode == 0
    refused(2, "show", "--store", played.store, "--state", says="episode")


def test_diff_names_the_first_difference(played):
    differs = answer("diff", "--store", played.store, played.done, played.open)
    assert differs["first_difference"]["seq"] == 1 and "ord-250914-002" in differs["entities"]["order"]
    same = answer("diff", "--store", played.store, f"{played.done}@0", played.open)
    assert same == {"entities": {}, "first_difference": None}
    assert "cancelled" in corecraft("diff", "--store", played.store, played.done, played.open).stdout


def test_fork_shares_what_was_before(copy, played):
    forked = answer("fork", "--store", copy, f"{played.done}@3", "--count", 2)["episodes"]
    assert len(forked) == 2
    shown = answer("show", "--store", copy, forked[0]["id"])
    assert shown["parent"] == played.done and shown["forked_at"] == 3 and shown["status"] == "open"
    refused(2, "fork", "--store", copy, played.done, says="submi")
    refused(2, "fork", "--store", copy, f"{played.done}@99", says="99")


def test_replay_and_audit_agree_with_the_record(played):
    assert answer("replay", "--store", played.store, played.done) == {"divergence": None, "ok": True, "records": played.last + 1}
    audit = answer("audit", "--store", played.store, played.done)
    assert audit["ok"] and audit["chain"] and audit["facts"] and audit["reward"] and audit["commands"]["ran"]
    assert "ok" in corecraft("replay", "--store", played.store, played.done, "--kind", "facts").stdout
    assert "ok" in corecraft("audit", "--store", played.store, played.done).stdout


def test_an_exported_file_stands_alone(played, tmp_path):
    file = tmp_path / "trajectory.ndjson"
    said = answer("export", "--store", played.store, played.done, "--with-snapshot", "--output", file)
    assert said["head"] == played.submitted["head"] and said["bytes"] == file.stat().st_size
    piped = corecraft("export", "--store", played.store, played.done, "--with-snapshot")
    assert piped.stdout.encode() == file.read_bytes()
    nowhere = ["--snapshots", tmp_path / "none"]
    assert answer("replay", file, *nowhere)["ok"] and answer("audit", file, *nowhere)["ok"]
    verifier = [sys.executable, ROOT / "clients/python/corecraft/verify.py", file, "--head", said["head"]]
    done = subprocess.run(verifier, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_without_its_snapshot_needs_one(played, tmp_path):
    file = tmp_path / "trajectory.ndjson"
    answer("export", "--store", played.store, played.done, "--output", file)
    assert answer("audit", file)["ok"]
    refused(2, "audit", file, "--snapshots", tmp_path / "none", says=["snapshot", "--with-snapshot"])
    assert answer("audit", file, "--snapshots", tmp_path / "none", "--store", played.store)["ok"]


def test_a_file_that_was_tampered_with_ends_with_1(played, tmp_path):
    file = tmp_path / "trajectory.ndjson"
    answer("export", "--store", played.store, played.done, "--output", file)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    assert corecraft("audit", file).returncode == 1
    assert corecraft("replay", file).returncode == 1
    refused(2, "audit", tmp_path / "nothing.ndjson", says="nothing.ndjson")
