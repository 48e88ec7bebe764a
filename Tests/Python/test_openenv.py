"""OpenEnv's own clients and validator (PyPI `openenv` 0.10.0) work on `/openenv`."""

import json
import pathlib
import shutil
import subprocess

from conftest import PATIENCE_SECONDS, REFERENCE, ROOT, TASK, TASK_FILE, answer, environment, verified

ENVIRONMENT = ROOT / ".venv-openenv/bin"
SCRIPT = pathlib.Path(__file__).with_name("openenv_client.py")


def client(server, scenario, env=None, **given):
    done = subprocess.run(
        [ENVIRONMENT / "python", SCRIPT, server.url + "/openenv", scenario], cwd=ROOT, capture_output=True, text=True,
        timeout=PATIENCE_SECONDS, env=environment(**(env or {})), input=json.dumps(given),
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_rollout_earns_its_reward(server):
    seen = client(server, "generic", reset={"task": TASK, "seed": 5, "episode_id": "run-1"}, reference=REFERENCE)
    opened = seen["opened"]
    assert opened["observation"]["prompt"] == TASK_FILE["prompt"] and opened["observation"]["system_prompt"]
    assert opened["reward"] is None and opened["done"] is False
    assert seen["before"]["episode_id"] == "run-1" and seen["before"]["step_count"] == 0
    tools = seen["tools"]["observation"]["tools"]
    assert {"reset", "step", "state", "close"}.isdisjoint(tool["name"] for tool in tools) and len(tools) == 34
    assert all(set(tool) == {"name", "description", "input_schema"} for tool in tools)
    *calls, last = seen["steps"]
    assert all(step["observation"]["error"] is None and step["reward"] is None and not step["done"] for step in calls)
    assert last["reward"] == 1.0 and last["done"] is True
    assert last["metadata"]["grade"]["passed"] is True
    # Looking at the tools is a step and no record.
    assert seen["after"]["step_count"] == seen["after"]["seq"] + 1 == len(seen["steps"]) + 1
    assert seen["after"]["head"] == last["metadata"]["head"] != seen["before"]["head"]
    id = last["metadata"]["episode"]
    assert server.get(f"/v1/episodes/{id}")["reward"] == 1
    audit = server.post(f"/v1/episodes/{id}/audit")
    assert audit["ok"] is True and set(audit["via"]) == {"openenv"}
    calls = [line for line in server.request("GET", "/metrics").body.decode().splitlines() if "corecraft_calls" in line]
    assert sum(int(line.split()[-1]) for line in calls if not line.startswith("#")) == len(REFERENCE["calls"])


def test_errors_have_their_codes(server):
    messages = [
        ("step", {"type": "call_tool", "tool_name": "searchOrders", "arguments": {}}),
        ("reset", {"tsk": TASK}), ("reset", {"task": "none"}), ("reset", {"snapshot": "starter"}),
        ("step", {"type": "call_tool", "tool_name": "searchOrders", "arguments": {}, "metadata": {}}),
        ("step", {"type": "dance"}), ("step", {"type": "respond", "content": "Done."}),
        ("step", {"type": "respond", "content": "Again."}),
    ]
    said = client(server, "errors", messages=messages)
    codes = [text and text.rsplit("code: ", 1)[1].rstrip(")") for text in said]
    assert codes == [
        "EXECUTION_ERROR", "VALIDATION_ERROR", "VALIDATION_ERROR", None, None, "VALIDATION_ERROR", None,
        "EXECUTION_ERROR",
    ]
    assert "reset first" in said[0] and "known are" in said[1] and "there is no task none" in said[2]


def test_tools_over_http_and_steps_over_a_socket_share_a_session_that_outlives_it(server):
    arguments = {"email": "renee.lindqvist@mail.example"}
    seen = client(server, "tools", task=TASK, name="searchCustomers", arguments=arguments)
    assert seen["before"] == sorted(seen["before"]) and len(seen["before"]) == 34
    assert seen["prompt"] == TASK_FILE["prompt"]
    assert seen["found"] == seen["stepped"]["result"] and seen["found"][0]["name"] == "Renée Lindqvist"
    assert seen["state"] == seen["after"] == ["mine", 1]
    assert seen["stepped"]["error"] is None and seen["done"] is True and 0 <= seen["reward"] < 1
    (episode,) = server.get("/v1/episodes?label=episode_id:mine")["episodes"]
    assert episode["seq"] == 3 and episode["status"] == "submitted"


def test_many_sessions_at_once(server, store):
    seen = client(server, "crowd", task=TASK, reference=REFERENCE, count=64)
    assert len({episode for episode, *_ in seen}) == 64
    assert [label for _, label, *_ in seen] == [f"crowd-{number}" for number in range(64)]
    # Same task, same calls: same head, whatever else went on.
    assert len({head for _, _, head, _ in seen}) == 1 and {reward for *_, reward in seen} == {1.0}
    assert server.stop() == 0
    verified(store)


def test_a_large_message_is_a_refusal_and_no_end(server):
    seen = client(server, "large", bytes=8 << 20)
    assert seen["error"]["error_type"] == "invalid_args" and "8388" in seen["error"]["message"]


def test_the_token_is_demanded(serve, store):
    server = serve(store, "--token-file", token_file(store.parent), token="s3cret")
    done = subprocess.run(
        [ENVIRONMENT / "python", SCRIPT, server.url + "/openenv", "errors"], capture_output=True, text=True,
        timeout=PATIENCE_SECONDS, env=environment(), input=json.dumps({"messages": []}), cwd=ROOT,
    )
    assert done.returncode != 0 and "HTTP 401" in done.stderr
    assert client(server, "errors", messages=[("reset", {})], headers={"Authorization": "Bearer s3cret"}) == [None]


def token_file(folder):
    path = folder / "token"
    path.write_text("s3cret\n")
    return path


def test_the_example_of_the_documentation_works(server):
    page = (ROOT / "docs/openenv.md").read_text("utf-8")
    program = page.split("```python\n")[1].split("```")[0].replace("http://127.0.0.1:8000", server.url)
    done = subprocess.run(
        [ENVIRONMENT / "python", "-c", program], capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=environment())
    assert done.returncode == 0, done.stderr
    assert TASK_FILE["prompt"] in done.stdout and "Renée Lindqvist" in done.stdout and " True ep-" in done.stdout


def test_the_validator_passes_the_server(server):
    done = subprocess.run(
        [ENVIRONMENT / "openenv", "validate", "--url", server.url + "/openenv", "--json"], cwd=ROOT,
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, env=environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["passed"] is True and report["mode"] == "simulation" and report["summary"]["failed_criteria"] == []


def test_the_package_is_valid_and_current(server, tmp_path):
    # The validator takes no package that holds links or gigabytes, as a checkout with build results does.
    for path in ["openenv.yaml", "Dockerfile", "deploy/openenv/oracle.py", "deploy/openenv/probe.json"]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    done = subprocess.run(
        [ENVIRONMENT / "openenv", "validate", tmp_path, "--level", "static", "--skip-build", "--json"],
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, env=environment(),
    )
    report = json.loads(done.stdout)
    checks = {result["check_id"]: result["status"] for result in report["results"]}
    assert checks["static.manifest"] == "pass", done.stdout
    declared = report["manifest"]["capabilities"]
    assert declared["declared_tools"] == [tool["name"] for tool in answer("tools")]
    splits = [split["name"] for split in server.get("/openenv/corecraft/splits")]
    counts = {
        split: server.post("/openenv/corecraft/num_tasks", {"split": split})["num_tasks"] for split in splits
    }
    assert declared["declared_task_count"] == counts


def test_the_runtime_probe_runs_as_the_package_says(server):
    """The validator's own collector and graders, on a server that is already there."""
    script = """
import json, pathlib, sys
from openenv.validation.parsers.openenv_yaml import OpenEnvYamlParser
from openenv.validation.runtime.contracts import load_runtime_plan
from openenv.validation.runtime.collector import collect_runtime_evidence
from openenv.validation.graders import Subject
from openenv.validation.graders.runtime import basic
root = pathlib.Path(sys.argv[1])
manifest = OpenEnvYamlParser().parse(root)
plan = load_runtime_plan(root, manifest.execution)
evidence = collect_runtime_evidence(sys.argv[2], plan, episode_timeout_s=60.0)
subject = Subject(root=root, manifest=manifest, image_ref=None, running=None, outputs_dir=root, runtime_evidence=evidence)
graders = [basic.RewardWellFormedGrader(), basic.ObservationSchemaGrader(), basic.StateContractGrader()]
print(json.dumps({grader.check_id: [result.status.value, result.evidence]
                  for grader in graders for result in [grader.run(subject)]}))
"""
    done = subprocess.run(
        [ENVIRONMENT / "python", "-c", script, ROOT, server.url + "/openenv"], cwd=ROOT, capture_output=True,
        text=True, timeout=PATIENCE_SECONDS, env=environment(),
    )
    assert done.returncode == 0, done.stderr
    assert {status for status, _ in json.loads(done.stdout).values()} == {"pass"}, done.stdout
