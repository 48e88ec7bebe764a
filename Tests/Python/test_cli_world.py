"""The commands about stores, snapshots, tasks and tools."""

import json

import pytest
from conftest import ROOT, TASK, answer, corecraft, lines, refused, verified


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
