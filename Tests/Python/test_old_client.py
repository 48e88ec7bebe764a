"""The official Python client of the handshake era (PyPI `mcp` 1.30.0) works on an episode, over HTTP and over stdio."""

import json
import pathlib
import subprocess

import pytest
from conftest import BINARY, PATIENCE_SECONDS, ROOT, TASK, environment

PYTHON = ROOT / ".venv-old-client/bin/python"
SCRIPT = pathlib.Path(__file__).with_name("old_client.py")


def tour(*target):
    done = subprocess.run(
        [PYTHON, SCRIPT, *map(str, target)], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("door", ["http", "stdio"])
def test_the_old_client_works(server, tmp_path, door):
    if door == "http":
        seen = tour(server.open()[0]["mcp_url"])
    else:
        seen = tour(BINARY, "mcp", "--store", tmp_path / "own", "--task", TASK)
    assert seen["version"] == "2025-11-25" and seen["server"] == "corecraft" and seen["instructions"]
    assert seen["tools"] == sorted(seen["tools"]) and "updateOrderStatus" in seen["tools"]
    assert seen["found"]["result"][0]["name"] == "Renée Lindqvist" and seen["foundError"] is False
    assert seen["refusedError"] is True and seen["unknown"] == -32602
    assert seen["resources"] == 4 and seen["empty"] is False
    assert seen["templates"] == ["corecraft://policies/{policy}"] and seen["messages"] == 2
