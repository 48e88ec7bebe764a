"""Worlds: built from the command line, checked by an independent program, kept from agents."""

import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from conftest import ROOT, answer, corecraft, refused

sys.path.insert(0, str(ROOT / "clients/python"))
from corecraft.world.check import check  # noqa: E402
from corecraft.world.conditions import failure  # noqa: E402
from corecraft.world.snapshot import Snapshot  # noqa: E402

WORLDS = ["corecraft-1", "corecraft-2", "corecraft-3", "corecraft-4", "corecraft-eval"]


@pytest.mark.parametrize("name", WORLDS)
def test_an_independent_program_finds_nothing_wrong(name):
    problems, looked_at = check(ROOT / "snapshots" / name)
    assert problems == []
    assert looked_at["instances"] >= 487
    assert looked_at["conditions"] > 2 * looked_at["instances"]


def test_spoiling_an_instance_is_noticed():
    """Whatever of an instance's own is changed, one of its conditions fails: they do pin the situation down."""
    folder = ROOT / "snapshots/corecraft-1"
    registry = json.loads((ROOT / "snapshots/corecraft-1.registry.json").read_text("utf-8"))
    world = Snapshot(folder)
    kinds = ("build", "customer", "order", "payment", "shipment", "refund", "support_ticket")
    unpinned = []
    for instance in registry["instances"]:
        own = [each["entity"] for each in instance["entities"] if each["entity"].split("/")[0] in kinds]
        # What is about goods alone names its customer, whom nothing in it depends on.
        is_theirs = any(not key.startswith("customer/") for key in own)
        if is_theirs and not any(spoils(world, world.find(key), instance["conditions"]) for key in own):
            unpinned.append(instance["id"])
    assert unpinned == []


def spoils(world, entity, conditions):
    """Whether some member of the entity, changed alone, makes a condition fail."""
    for member, kept in list(entity.items()):
        if member == "id":
            continue
        entity[member] = "spoilt"
        try:
            if any(wrong(world, condition) for condition in conditions):
                return True
        finally:
            entity[member] = kept
    return False


def wrong(world, condition):
    try:
        return failure(world, condition) is not None
    except (TypeError, ValueError, KeyError, AttributeError):
        return True  # a value that cannot even be compared any more


def test_two_processes_build_the_same_bytes(tmp_path):
    built = [answer("world", "build", "--seed", 21, "--name", "twice", "--out", tmp_path / part) for part in ("a", "b")]
    assert built[0]["snapshot"] == built[1]["snapshot"]
    assert (tmp_path / "a/twice.registry.json").read_bytes() == (tmp_path / "b/twice.registry.json").read_bytes()
    listed = sorted(path.name for path in (tmp_path / "a/twice").iterdir())
    assert "manifest.json" in listed and "order.jsonl" in listed
    for name in listed:
        assert (tmp_path / "a/twice" / name).read_bytes() == (tmp_path / "b/twice" / name).read_bytes()


def test_lint_and_statistics_of_a_committed_world(tmp_path):
    lint = answer("snapshot", "lint", "corecraft-1")
    assert lint["ok"] and lint["findings"] == []
    assert lint["likeness"]["mean_thousandths"] < 100
    picture = tmp_path / "world.svg"
    statistics = answer("world", "stats", "corecraft-1", "--svg", picture, "--answers")
    assert sum(row["count"] for row in statistics["types"].values()) == lint["entities"]
    assert {row["tool"] for row in statistics["answers"]} >= {"searchOrders", "searchTickets", "getProduct"}
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_stats_say_what_other_worlds_tell_as_well():
    told = answer("world", "stats", "corecraft-eval", "--beside", "corecraft-1", "--beside", "corecraft-2")
    tickets = told["told_elsewhere"]["tickets"]
    assert 0 < tickets["own"] <= tickets["count"] == told["types"]["support_ticket"]["count"]
    assert answer("world", "stats", "starter", "--beside", "starter")["told_elsewhere"]["tickets"]["own"] == 0


@pytest.mark.parametrize("arguments, says", [
    (["--seed", "-1", "--name", "x"], "seed"),
    (["--seed", "1", "--name", "x", "--scale", "0"], "scale"),
    (["--seed", "1", "--name", "x", "--split", "test"], "split"),
    (["--seed", "1", "--name", "x", "--content", "nowhere"], "nowhere"),
])
def test_what_is_wrong_is_said(arguments, says, tmp_path):
    done = corecraft("world", "build", *arguments, "--out", tmp_path)
    assert done.returncode in (1, 2), done
    assert says in done.stderr.lower()
    assert list(tmp_path.iterdir()) == []


def test_agents_and_lists_never_see_a_registry():
    listed = answer("snapshot", "list")
    names = [row["name"] for row in (listed["snapshots"] if isinstance(listed, dict) else listed)]
    assert set(WORLDS) <= set(names)
    assert not any("registry" in name for name in names)


def test_the_checker_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "corecraft.world.check", str(ROOT / "snapshots/corecraft-eval"), "--json"],
        cwd=ROOT / "clients/python", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)[0]["ok"]
    assert pathlib.Path(json.loads(done.stdout)[0]["folder"]).name == "corecraft-eval"
