"""`schemathesis` sends what openapi.json allows and forbids to a server, and finds nothing; seeded and bounded."""

import json
import pathlib
import subprocess
import sys

from conftest import PATIENCE_SECONDS, TASK, environment, verified

HERE = pathlib.Path(__file__).resolve().parent

CONFIGURATION = """
# Valid requests may be refused with 422 for what a schema cannot say; our own check looks closer.
[checks.positive_data_acceptance]
enabled = false
[checks.unsupported_method]
enabled = true
"""


def test_schemathesis_finds_nothing(server, store, tmp_path):
    episodes = [episode["id"] for episode in server.open(200)]
    known = {"episodes": episodes, "task": TASK, "snapshot": server.get("/v1/snapshots")["snapshots"][0]["digest"]}
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    done = subprocess.run(
        [
            pathlib.Path(sys.executable).parent / "schemathesis", "--config-file", configuration, "run",
            server.url + "/openapi.json", "--seed", "1", "--max-examples", "15", "--no-color",
            "--generation-database", "none", "--workers", "1", "--request-timeout", str(PATIENCE_SECONDS),
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_SECONDS * 5,
        env=environment(
            SCHEMATHESIS_HOOKS="schemathesis_hooks", PYTHONPATH=str(HERE), CORECRAFT_KNOWN=json.dumps(known)),
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    # The description itself is left out, since it was loaded from there.
    operations = sum(len(path) for path in server.get("/openapi.json")["paths"].values()) - 1
    assert f"Tested: {operations}\n" in done.stdout, done.stdout[-2_000:]
    # It got past the front door: something was recorded.
    assert any(server.get(f"/v1/episodes/{id}")["seq"] > 0 for id in episodes)
    assert server.stop() == 0
    verified(store)
