"""The command line as its users see it: each command, good and bad input, forwarding, exit codes, help."""

import json
import shutil
import subprocess
import sys

import pytest
from conftest import BINARY, PATIENCE_SECONDS, REFERENCE, ROOT, TASK, answer, corecraft, environment, lines, refused, verified

COMMANDS = [
    ["serve"], ["mcp"], ["open"], ["call"], ["submit"], ["grade"], ["fork"], ["log"], ["show"], ["diff"], ["replay"], ["audit"],
    ["export"], ["verify"], ["snapshot"], ["snapshot", "import"], ["snapshot", "list"], ["snapshot", "show"], ["snapshot", "lint"],
    ["tasks"], ["tasks", "list"], ["tasks", "show"], ["tools"],
]
NOBODY = "ep-000000000000-77"


class Played:
    """A store with one episode that was played to its end and one that is open."""

    def __init__(self, store):
        self.store = store
        opened = answer("open", "--store", store, "--task", TASK, "--count", 2, "--label", "run=test")
        self.done, self.open = [episode["id"] for episode in opened["episodes"]]
        for call in REFERENCE["calls"]:
            answer("call", "--store", store, self.done, call["name"], json.dumps(call["arguments"]))
        self.submitted = answer("submit", "--store", store, self.done, REFERENCE["response"])
        self.last = len(REFERENCE["calls"]) + 1


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return Played(tmp_path_factory.mktemp("played") / "store")


@pytest.fixture
def copy(played, tmp_path):
    """A copy of the played store, for tests that write."""
    shutil.copytree(played.store, tmp_path / "store")
    return tmp_path / "store"


# Help and usage


@pytest.mark.parametrize("command", [[]] + COMMANDS, ids=" ".join)
def test_help_has_examples(command):
    done = corecraft(*command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert "EXAMPLES:" in done.stdout
    examples = done.stdout.split("EXAMPLES:")[1]
    assert " ".join(["corecraft", *command]) in examples


def test_help_says_what_exit_codes_mean():
    assert "EXIT CODES" in corecraft("--help").stdout


@pytest.mark.parametrize("arguments", [["nonsense"], ["call"], ["open", "--no-such-option"], ["open", "--count", "many"]], ids=" ".join)
def test_wrong_usage_ends_with_2(arguments):
    refused(2, *arguments, says="error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", NOBODY], ["show"], ["show", NOBODY], ["diff", NOBODY, NOBODY], ["call", NOBODY, "searchOrders"], ["fork", NOBODY],
        ["replay", NOBODY], ["audit", NOBODY], ["export", NOBODY], ["verify"], ["submit", NOBODY, "x"], ["grade", NOBODY],
    ],
    ids=" ".join,
)
def test_a_store_that_is_not_there_is_named(arguments, store):
    done = refused(2, *arguments, "--store", store, says=["no store", str(store)])
    assert done.stdout == "" and not store.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["log", NOBODY], ["show", NOBODY], ["show", NOBODY + "@1"], ["diff", NOBODY, NOBODY], ["call", NOBODY, "searchOrders"],
        ["fork", NOBODY], ["replay", NOBODY], ["audit", NOBODY], ["export", NOBODY], ["submit", NOBODY, "x"], ["grade", NOBODY],
        ["mcp", "--episode", NOBODY],
    ],
    ids=" ".join,
)
def test_an_unknown_episode_is_named(arguments, played):
    refused(2, *arguments, "--store", played.store, says=NOBODY)


def test_what_is_no_episode_at_all_is_told_what_one_looks_like(played):
    refused(2, "log", "banana", "--store", played.store, says=["banana", "ep-"])


def test_the_store_may_be_named_by_the_environment(played):
    assert len(lines("show", env={"CORECRAFT_STORE": str(played.store)})) == 2
    refused(2, "show", says=["--store", "CORECRAFT_STORE"])


# Opening and acting


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


# The store


def test_verify_finds_a_store_whole(played):
    report = verified(played.store)
    assert report["records"] > 0 and report["problem_count"] == 0 and len(report["commit_hash"]) == 64
    assert "ok" in corecraft("verify", "--store", played.store).stdout


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_verify_reports_damage_whatever_it_does_to_the_reader(copy, share):
    file = copy / "data.mdb"
    data = bytearray(file.read_bytes())
    used = len(data) - len(data) % 4096
    start = int(used * share) // 4096 * 4096
    data[start:start + 8 * 4096] = b"\xff" * (8 * 4096)
    file.write_bytes(bytes(data[:len(data)]))
    done = corecraft("verify", "--store", copy, "--json")
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    report = json.loads(done.stdout)
    assert report["ok"] is False and report["problem_count"] >= 1 and report["problems"][0]["text"]


# Snapshots and tasks


WORLD = {
    "name": "tiny", "clock": {"now": "2025-09-15T19:00:00Z"},
    "entities": {
        "customer": {
            "ada": {
                "name": "Ada", "email": "ada@mail.example", "dateOfBirth": "1990-01-01", "createdAt": "2025-01-01T00:00:00Z",
                "addresses": [],
            }
        }
    },
}


def test_snapshots_are_imported_listed_and_shown(store, tmp_path):
    file = tmp_path / "world.json"
    file.write_text(json.dumps(WORLD))
    imported = answer("snapshot", "import", file, "--store", store)
    listed = answer("snapshot", "list", "--store", store)["snapshots"]
    assert {entry["name"] for entry in listed} >= {"starter", "corecraft-1", "tiny"}
    assert answer("snapshot", "show", "tiny", "--store", store)["digest"] == imported["snapshot"]
    assert json.loads(corecraft("snapshot", "show", "tiny", "--store", store, "--type", "customer").stdout)["id"] == "ada"
    assert answer("open", "--store", store, "--snapshot", "tiny")["episodes"]
    as_folder = answer("snapshot", "import", file, "--folder", tmp_path / "folder")
    assert as_folder == imported and (tmp_path / "folder/manifest.json").exists()


def test_an_import_lists_everything_that_is_wrong(store, tmp_path):
    file = tmp_path / "world.json"
    wrong = {"name": "tiny", "clock": {"now": "yesterday"}, "entities": {"customer": {"ada": {"name": 7}}, "spaceship": {}}}
    file.write_text(json.dumps(wrong))
    says = ["clock.now", "entities.customer.ada.name", "entities.spaceship"]
    refused(2, "snapshot", "import", file, "--store", store, says=says)
    refused(2, "snapshot", "import", file, "--folder", tmp_path / "folder", says=says)
    file.write_text("{")
    refused(2, "snapshot", "import", file, "--store", store, says="not JSON")


def test_the_starter_snapshot_is_coherent():
    report = answer("snapshot", "lint", "starter")
    assert report["ok"] is True and report["findings"] == [] and report["entities"] >= 150
    assert corecraft("snapshot", "lint", "snapshots/starter").returncode == 0


def test_lint_ends_with_1_when_it_finds_something(tmp_path):
    file = tmp_path / "world.json"
    dangling = {
        "id": "ord-1", "customerId": "nobody", "lineItems": [{"productId": "nothing", "qty": 1}], "status": "pending",
        "createdAt": "2025-01-01T00:00:00Z", "updatedAt": "2025-01-01T00:00:00Z",
    }
    file.write_text(json.dumps(WORLD | {"entities": {"order": {"ord-1": dangling}}}))
    done = corecraft("snapshot", "lint", file, "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["findings"]
    assert "ord-1" in corecraft("snapshot", "lint", file).stdout


@pytest.mark.parametrize("command", ["open", "mcp"])
def test_a_command_that_fails_leaves_no_new_store_behind(store, command):
    refused(2, command, "--store", store, "--task", "nope", says="nope")
    assert not store.exists()
    answer("open", "--store", store, "--snapshot", "starter")
    refused(2, command, "--store", store, "--task", "nope", says="nope")
    assert len(lines("show", "--store", store)) == 1


def test_a_damaged_file_is_not_told_to_verify_a_store(tmp_path):
    file = tmp_path / "bad.ndjson"
    file.write_text("{}\n")
    done = corecraft("audit", file)
    assert done.returncode == 1 and "verify" not in done.stderr, done.stderr


def test_unknown_snapshots_and_tasks_are_told_what_there_is():
    refused(2, "snapshot", "show", "banana", says=["banana", "starter"])
    refused(2, "snapshot", "lint", "banana", says=["banana", "starter"])
    refused(2, "snapshot", "show", "starter", "--type", "spaceship", says=["spaceship", "order"])
    refused(2, "tasks", "show", "banana", says=["banana", TASK])


def test_tools_are_what_the_checked_in_files_say():
    assert corecraft("tools", "--json").stdout == (ROOT / "mcp-tools.json").read_text("utf-8")
    assert corecraft("tools", "--markdown").stdout == (ROOT / "docs/tools.md").read_text("utf-8")
    assert len(corecraft("tools").stdout.splitlines()) == 35
    assert len(json.loads(corecraft("tools", "--profile", "core", "--json").stdout)) == 28
    assert len(json.loads(corecraft("tools", "--profile", "core+submit", "--json").stdout)) == 29
    assert "submitResponse" in corecraft("tools", "--profile", "all+submit").stdout
    assert corecraft("tools", "--json", "--markdown").returncode == 2


def test_tasks_are_listed_and_shown():
    assert TASK in [task["id"] for task in answer("tasks", "list")["tasks"]]
    assert answer("tasks", "show", TASK)["id"] == TASK
    assert TASK in corecraft("tasks", "list", "--split", "demo").stdout
    assert answer("tasks", "list", "--split", "none")["tasks"] == []
    assert "starter" in [snapshot["name"] for snapshot in answer("snapshot", "list")["snapshots"]]


# Beside a server


def test_what_writes_goes_to_the_server_and_what_reads_reads_beside_it(server, store):
    opened = answer("open", "--store", store, "--task", TASK)["episodes"][0]
    assert opened["mcp_url"].startswith(server.url + "/mcp/")
    id = opened["id"]
    receipt = answer("call", "--store", store, id, "searchOrders")
    assert server.get(f"/v1/episodes/{id}")["head"] == receipt["head"]
    assert [r["via"] for r in lines("log", "--store", store, id)][1:] == ["cli"]
    forked = answer("fork", "--store", store, f"{id}@0")["episodes"][0]["id"]
    assert {e["id"] for e in lines("show", "--store", store)} == {id, forked}
    assert answer("submit", "--store", store, id, "done")["grade"]["passed"] is False
    assert answer("grade", "--store", store, id)["passed"] is False
    assert answer("replay", "--store", store, id)["ok"] and answer("audit", "--store", store, id)["ok"]
    assert corecraft("export", "--store", store, id).returncode == 0
    refused(2, "call", "--store", store, id, "searchOrders", says="submitted")
    refused(2, "call", "--store", store, NOBODY, "searchOrders", says=NOBODY)
    verified(store)
    assert server.stop() == 0
    assert answer("call", "--store", store, forked, "searchOrders")["seq"] == 1


def test_a_second_server_says_so_and_stops(server, store):
    done = refused(3, "serve", "--store", store, "--port", 0, "--json", says=[str(server.process.pid), server.url])
    assert done.stdout == ""


def test_a_busy_port_is_named(server, tmp_path):
    port = server.url.rsplit(":", 1)[1]
    refused(3, "serve", "--store", tmp_path / "other", "--port", port, says=port)


def test_a_server_with_a_token_wants_it(serve, store, tmp_path):
    (tmp_path / "token").write_text("open-sesame\n")
    server = serve(store, "--token-file", tmp_path / "token", token="open-sesame")
    refused(3, "open", "--store", store, "--task", TASK, says="CORECRAFT_TOKEN")
    id = answer("open", "--store", store, "--task", TASK, "--token-file", tmp_path / "token")["episodes"][0]["id"]
    assert answer("call", "--store", store, id, "searchOrders", env={"CORECRAFT_TOKEN": "open-sesame"})["seq"] == 1
    assert server.get(f"/v1/episodes/{id}")["seq"] == 1


def test_a_holder_without_a_url_is_named_after_a_while(store):
    id = answer("open", "--store", store, "--task", TASK)["episodes"][0]["id"]
    holder = subprocess.Popen(
        [BINARY, "mcp", "--store", store, "--episode", id, "--json"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(),
    )
    try:
        assert json.loads(holder.stderr.readline()) == {"episode": id, "event": "ready"}
        assert len(lines("log", "--store", store, id)) == 1
        refused(3, "call", "--store", store, id, "searchOrders", says=str(holder.pid))
    finally:
        holder.stdin.close()
        assert holder.wait(timeout=PATIENCE_SECONDS) == 0
        holder.stdout.close()
        holder.stderr.close()
    assert answer("call", "--store", store, id, "searchOrders")["seq"] == 1


def test_bad_options_of_serve_are_refused(store):
    refused(2, "serve", "--store", store, "--host", "0.0.0.0", "--port", 0, says="--token-file")
    refused(2, "serve", "--store", store, "--agent-listen", "nowhere", says="HOST:PORT")
    refused(2, "serve", "--store", store, "--token-file", "/nowhere/token", says="/nowhere/token")
    refused(2, "serve", "--store", store, "--port", 70000, says="70000")
    assert not store.exists()
