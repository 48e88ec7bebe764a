"""The help of each command: it names the options that the command uses and no others, and its examples work."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
from conftest import BINARY, PATIENCE_SECONDS, ROOT, TASK, answer, corecraft, environment

OPENING = "store mode snapshots tasks system-prompts token-file json"
WRITING = "store token-file json"
READING = "store json"
SNAPSHOT = "snapshots store json"
COPYING = "store json to"
# Each command with all the options that it has; None for those that only lead to others.
OPTIONS = {
    "": None,
    "serve": None,
    "mcp": OPENING + " task snapshot episode profile",
    "open": OPENING + " label task snapshot count seed profile",
    "call": WRITING + " expected-seq",
    "submit": WRITING + " stopped grade no-grade",
    "grade": WRITING + " grader",
    "fork": WRITING + " label count",
    "log": READING + " from to",
    "show": READING + " state changed type group task status label",
    "diff": READING,
    "replay": SNAPSHOT + " kind",
    "audit": SNAPSHOT,
    "export": READING + " output with-snapshot",
    "import": "store mode snapshots token-file json",
    "verify": READING,
    "backup": COPYING,
    "gc": COPYING + " older-than label group ended",
    "upgrade": COPYING,
    "snapshot": None,
    "snapshot import": "store mode token-file json folder",
    "snapshot list": SNAPSHOT,
    "snapshot show": SNAPSHOT + " type",
    "snapshot lint": SNAPSHOT,
    "world": None,
    "world build": "seed scale name out split content json",
    "world stats": SNAPSHOT + " svg answers beside",
    "tasks": None,
    "tasks list": "tasks system-prompts json split",
    "tasks show": "tasks system-prompts json",
    "tools": "profile json markdown",
}


def help_of(command):
    done = corecraft(*command.split(), "--help")
    assert done.returncode == 0 and done.stderr == ""
    return done.stdout


def examples(text):
    return [line.strip() for line in text.split("EXAMPLES:")[1].split("\n\n")[0].splitlines() if line.strip()]


@pytest.mark.parametrize("command", OPTIONS)
def test_help_has_examples(command):
    assert any(f"corecraft {command}".strip() in example for example in examples(help_of(command)))


@pytest.mark.parametrize("command", [command for command, options in OPTIONS.items() if options])
def test_help_names_the_options_that_are_used_and_no_others(command):
    described = help_of(command).split("OPTIONS:")[1]
    named = set(re.findall(r"--([a-z-]+)", "\n".join(line for line in described.splitlines() if line.startswith("  -"))))
    assert named - {"version", "help"} == set(OPTIONS[command].split())


def test_every_command_is_in_the_help():
    for command in OPTIONS:
        parent, _, name = command.rpartition(" ")
        assert re.search(rf"^  {name}\b", help_of(parent), re.M), command


def test_help_says_what_exit_codes_mean():
    assert "EXIT CODES" in help_of("")


# Examples


def desk(played, folder):
    """A folder that has what the examples speak of; returns what stands for their words in capitals."""
    for name in ("snapshots", "tasks", "system-prompts"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "docs").mkdir()
    (folder / "Sources").symlink_to(ROOT / "Sources")
    (folder / "my-content").symlink_to(ROOT / "Sources/WorldBuilder/Content")
    for store in ("run/store", "a"):
        shutil.copytree(played.store, folder / store)
    (folder / "FILE").write_text("open-sesame")
    (folder / "answer.md").write_text("Done.")
    (folder / "corecraft.json").write_text('{"store": "run/store"}')
    (folder / "order.json").write_text(json.dumps(
        {"customer_id": "renee-lindqvist-48213", "line_items": [{"productId": "kestrel-nv4-2tb", "qty": 1}]}))
    (folder / "world.json").write_text(json.dumps(
        {"name": "tiny", "clock": {"now": "2025-09-15T19:00:00Z"}, "entities": {"order": {}}}))
    answer("export", "--store", played.store, played.done, "--output", folder / "trajectory.ndjson")
    return {"ID": TASK, "OTHER": played.open, "DIGEST": answer("snapshot", "show", "starter")["digest"]}


def episode_for(command, played):
    """Calls begin at record 1, grades want a submission, and everything else an episode with many records."""
    return played.open if command in ("call", "submit") else played.done if command == "grade" else played.forked


@pytest.fixture(scope="module")
def forked(played):
    """Adds an open episode that has made all its calls."""
    (episode,) = answer("fork", "--store", played.store, f"{played.done}@{played.last - 1}")["episodes"]
    played.forked = episode["id"]


@pytest.mark.parametrize("command", OPTIONS)
def test_examples_work(command, played, forked, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/corecraft").symlink_to(pathlib.Path(BINARY).absolute())
    for number, example in enumerate(examples(help_of(command))):
        # Worlds take their time: each small one is built once.
        if "--scale 100" in example or command == "world" and "build" in example:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        words = desk(played, folder) | {"EPISODE": episode_for(example.split()[1], played)}
        line = re.sub(r"\b[A-Z]{2,}\b", lambda word: words.get(word[0], word[0]), example)
        if line.startswith("corecraft serve"):
            line += " --print-config"
        if command == "upgrade":
            shutil.copy(ROOT / "Tests/Golden/store-format-0.mdb", folder / "run/store/data.mdb")
        done = subprocess.run(
            ["bash", "-c", line], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
            env=environment(PATH=f"{tmp_path}/bin:{os.environ['PATH']}"))
        assert done.returncode == 0, (example, done.stderr)
        if "--json" in example and ">" not in example and "|" not in example and "serve" not in example:
            assert all(type(json.loads(printed)) is dict for printed in done.stdout.splitlines()), example
