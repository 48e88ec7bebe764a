"""Stores of older formats, by the command line. The kept ones are under Tests/Golden."""

import fcntl
import json
import random
import shutil
import subprocess
import time

import pytest

from conftest import BINARY, PATIENCE_SECONDS, ROOT, answer, corecraft, environment, refused, verified


@pytest.fixture
def old(tmp_path):
    """A store of format 0."""
    (tmp_path / "old").mkdir()
    shutil.copy(ROOT / "Tests/Golden/store-format-0.mdb", tmp_path / "old/data.mdb")
    return tmp_path / "old"


def test_every_command_refuses_an_older_store_and_says_what_to_do(old, tmp_path):
    before = (old / "data.mdb").read_bytes()
    for command in (["serve", "--port", "0"], ["show"], ["verify"], ["backup", "--to", tmp_path / "copy"],
                    ["gc", "--to", tmp_path / "copy"], ["open", "--snapshot", "starter"]):
        refused(3, *command, "--store", old, says=["format 0", "corecraft upgrade"])
    assert (old / "data.mdb").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_an_upgraded_store_is_whole_and_goes_on(old, serve, tmp_path):
    before = (old / "data.mdb").read_bytes()
    report = answer("upgrade", "--store", old, "--to", tmp_path / "new")
    assert (report["from_format"], report["to_format"]) == (0, 1) and report["steps"]
    assert report["commit_hash"] == verified(tmp_path / "new")["commit_hash"]
    assert (old / "data.mdb").read_bytes() == before
    server = serve(tmp_path / "new")
    assert server.open()[0]["id"]
    assert server.stop() == 0
    verified(tmp_path / "new")
    refused(2, "upgrade", "--store", tmp_path / "new", "--to", tmp_path / "newer", says="format 1 already")
    refused(2, "upgrade", "--store", old, "--to", tmp_path / "new", says="is there already")
    refused(2, "upgrade", "--store", tmp_path / "none", "--to", tmp_path / "newer", says="no store")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "new.key", "old"]


def test_a_store_that_a_server_writes_to_is_not_upgraded(old, tmp_path):
    with open(old / "writer.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(json.dumps({"pid": 4711, "since": 1, "url": None}))
        lock.flush()
        refused(3, "upgrade", "--store", old, "--to", tmp_path / "new", says="process 4711 writes to the store")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_upgrade_leaves_the_old_store_and_no_half_one(old, tmp_path, seed):
    before, chance = (old / "data.mdb").read_bytes(), random.Random(seed)
    child = subprocess.Popen(
        [BINARY, "upgrade", "--store", old, "--to", tmp_path / "new"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=environment())
    time.sleep(chance.random() * 0.3)
    child.kill()
    child.wait(PATIENCE_SECONDS)
    assert (old / "data.mdb").read_bytes() == before
    if (tmp_path / "new").exists():
        verified(tmp_path / "new")
    else:
        answer("upgrade", "--store", old, "--to", tmp_path / "new")
    assert corecraft("verify", "--store", tmp_path / "new").returncode == 0
