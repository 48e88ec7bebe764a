"""`/openenv` over plain HTTP: episodes, the Task API, injected state and what becomes of it, the description."""

import json
import socket
import subprocess
import sys

import jsonschema
import pytest
from conftest import PATIENCE_SECONDS, REFERENCE, ROOT, TASK, answer, environment

VERIFY = ROOT / "clients/python/corecraft/verify.py"


def step(server, episode, **action):
    return server.post("/openenv/step", {"episode_id": episode, "action": action})


def call(server, episode, name, arguments):
    return step(server, episode, type="call_tool", tool_name=name, arguments=arguments)


def ada(server):
    """A customer who is not in the snapshot."""
    snapshot = next(one for one in server.get("/v1/snapshots")["snapshots"] if one["name"] == "starter")["digest"]
    (customer,) = server.get(f"/v1/snapshots/{snapshot}/entities/customer?limit=1")["entities"]
    del customer["id"]
    return customer | {"name": "Ada Winters", "email": "ada@mail.example"}


def rpc(server, method, **params):
    return server.post("/openenv/mcp", {"jsonrpc": "2.0", "id": "a", "method": method, "params": params})


def test_what_the_environment_is(server):
    assert server.get("/openenv/health") == {"status": "healthy"}
    assert {"name", "description", "version"} <= set(server.get("/openenv/metadata"))
    assert server.get("/openenv/list_environments") == ["corecraft"]
    document = server.get("/openenv/openapi.json")
    assert document["info"]["version"].startswith("1.") and document["servers"] == [{"url": "/openenv"}]
    assert {"/reset", "/step", "/state", "/mcp", "/{env}/task"} <= set(document["paths"])
    # The description of the control API says nothing of it.
    assert not [path for path in server.get("/openapi.json")["paths"] if "openenv" in path]


def test_an_episode_over_http(server):
    schema = server.get("/openenv/schema")
    opened = server.post("/openenv/reset", {"task": TASK, "seed": 9, "episode_id": "http-1"})
    episode = opened["metadata"]["episode"]
    fits = jsonschema.Draft202012Validator(schema["reset_observation"])
    fits.validate(opened["observation"] | {"reward": opened["reward"], "done": opened["done"]})
    steps = [step(server, episode, type="list_tools")]
    steps += [call(server, episode, one["name"], one["arguments"]) for one in REFERENCE["calls"]]
    steps += [call(server, episode, "getOrderDetails", {"order_id": "none"}), call(server, episode, "none", {})]
    steps += [step(server, episode, type="respond", content=REFERENCE["response"])]
    for one in steps:
        jsonschema.Draft202012Validator(schema["observation"]).validate(
            one["observation"] | {"reward": one["reward"], "done": one["done"]})
    assert steps[-3]["observation"]["error"]["error_type"] == "execution_error"
    assert steps[-2]["observation"]["error"]["error_type"] == "tool_not_found"
    assert steps[-1]["reward"] == 1 and steps[-1]["done"] is True
    state = server.get(f"/openenv/state?episode_id={episode}")
    jsonschema.Draft202012Validator(schema["state"]).validate(state)
    assert state["episode_id"] == "http-1" and state["status"] == "submitted" and state["reward"] == 1
    assert state["step_count"] == state["seq"] == len(REFERENCE["calls"]) + 2
    again = server.request("POST", "/openenv/step", {"episode_id": episode, "action": {"type": "respond", "content": ""}})
    assert again.status == 409
    assert server.get("/openenv/state")["episode_id"] is None


@pytest.mark.parametrize(
    "path, body, status, says",
    [
        ("reset", {"tsk": TASK}, 422, "is not known here"), ("reset", {"task": "none"}, 404, "there is no task none"),
        ("reset", {"split": "demo"}, 422, "go together"), ("reset", {"split": "x", "index": 0}, 422, "no split x"),
        ("step", {"action": {"type": "list_tools", "more": 1}}, 422, "is not known here"),
        ("step", {"episode_id": "mine", "action": {"type": "respond", "content": ""}}, 404, "metadata.episode"),
        ("step", {"action": {"type": "respond", "content": ""}}, 409, "reset first"),
        ("step", {}, 422, "action"), ("other/tasks", {"split": "demo"}, 404, "there is corecraft"),
        ("corecraft/tasks", {"split": "x"}, 422, "must be one of demo"),
        ("corecraft/task", {"split": "demo", "index": 99}, 422, "integer from 0"),
        ("corecraft/task", {"split": "demo"}, 422, "is missing"),
    ],
)
def test_what_is_wrong_is_said(server, path, body, status, says):
    reply = server.request("POST", f"/openenv/{path}", body)
    assert reply.status == status and says in json.dumps(reply.json), reply.body


def test_the_task_api(server):
    assert {"name": "demo", "type": "validation"} in server.get("/openenv/CoreCraft/splits")
    listed = server.post("/openenv/corecraft/tasks", {"split": "demo"})
    count = server.post("/openenv/corecraft/num_tasks", {"split": "demo"})["num_tasks"]
    assert listed["env_name"] == "corecraft" and len(listed["tasks"]) == count
    for index, task in enumerate(listed["tasks"]):
        assert server.post("/openenv/corecraft/task", {"split": "demo", "index": index}) == {"task": task}
        assert not {"rubric", "reference", "near_misses"} & set(task)
    part = server.post("/openenv/corecraft/task_range", {"split": "demo", "start": 0, "stop": 1})["tasks"]
    assert part == listed["tasks"][:1]
    assert server.post("/openenv/corecraft/task_range", {"split": "demo", "start": 1})["tasks"] == listed["tasks"][1:]
    opened = server.post("/openenv/reset", {"split": "demo", "index": 0})
    assert opened["observation"]["task"] == listed["tasks"][0]["id"]


def test_the_json_rpc_dialect(server):
    for body, code in [(b"{}", -32600), (b"nothing", -32700), (b"[]", -32600)]:
        reply = server.request("POST", "/openenv/mcp", body)
        assert reply.status == 200 and reply.json["jsonrpc"] == "2.0" and reply.json["error"]["code"] == code
    assert rpc(server, "ping")["error"]["code"] == -32601
    tools = rpc(server, "tools/list")["result"]["tools"]
    assert len(tools) == 34 and all(tool["inputSchema"] for tool in tools)
    assert rpc(server, "tools/call", name="searchOrders")["error"]["code"] == -32602
    session = rpc(server, "openenv/session/create")["result"]["session_id"]
    refused = rpc(server, "tools/call", name="searchOrders", session_id=session)["error"]
    assert refused["code"] == -32602 and "reset" in refused["message"]
    assert rpc(server, "tools/list", session_id="none")["error"]["code"] == -32602
    assert rpc(server, "openenv/session/close", session_id=session)["result"] == {"closed": True, "session_id": session}
    assert rpc(server, "openenv/session/close", session_id=session)["error"]["code"] == -32602


def test_injected_state_is_part_of_the_episode(server, store, serve, tmp_path):
    snapshot = next(one for one in server.get("/v1/snapshots")["snapshots"] if one["name"] == "starter")["digest"]
    orders = server.get(f"/v1/snapshots/{snapshot}/entities/order")["entities"]
    # None that the task is about.
    orders = [order for order in orders if order["status"] != "cancelled" and "renee" not in order["customerId"]]
    injected = {
        "customer": {"ada-winters": ada(server)},
        # One that is changed, and one that is as it was, which is no change.
        "order": {orders[0]["id"]: orders[0] | {"status": "cancelled"}, orders[1]["id"]: orders[1]},
    }
    opened = server.post("/openenv/reset", {"task": TASK, "injected_state": injected})
    episode = opened["metadata"]["episode"]
    (record,) = server.get(f"/v1/episodes/{episode}/records")["records"]
    assert sorted(record["record"]["changes"]) == ["customer/ada-winters", f"order/{orders[0]['id']}"]
    plain = server.post("/openenv/reset", {"task": TASK})["metadata"]
    assert plain["root"] != opened["metadata"]["root"]
    # Twice the same: the same head.
    assert server.post("/openenv/reset", {"task": TASK, "injected_state": injected})["metadata"]["head"] == record["hash"]

    found = call(server, episode, "searchCustomers", {"email": "ada@mail.example"})["observation"]
    assert found["error"] is None and found["result"][0]["id"] == "ada-winters"
    for one in REFERENCE["calls"]:
        call(server, episode, one["name"], one["arguments"])
    done = step(server, episode, type="respond", content=REFERENCE["response"])
    assert done["reward"] == 1, "what was injected is not what the agent changed"
    for kind in ["facts", "commands"]:
        assert server.post(f"/v1/episodes/{episode}/replay", {"kind": kind})["ok"] is True
    assert server.post(f"/v1/episodes/{episode}/audit")["ok"] is True
    fork = server.post(f"/v1/episodes/{episode}/fork", {"at": 0})["episodes"][0]["id"]
    assert server.get(f"/v1/episodes/{fork}/state?changed=true")["root"] == opened["metadata"]["root"]

    file = tmp_path / "run.ndjson"
    file.write_bytes(server.request("GET", f"/v1/episodes/{episode}/trajectory?with_snapshot=true").body)
    head = done["metadata"]["head"]
    verdict = subprocess.run(
        [sys.executable, VERIFY, file, "--head", head], capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    other = serve(tmp_path / "other")
    imported = other.request("POST", "/v1/trajectories", file.read_bytes())
    assert imported.status == 201 and imported.json["head"] == head
    assert other.post(f"/v1/episodes/{imported.json['id']}/audit")["ok"] is True
    assert server.stop() == 0
    assert answer("verify", "--store", store)["ok"] is True


def test_injected_state_after_a_restart(serve, store):
    server = serve(store)
    injected = {"customer": {"ada-winters": ada(server)}}
    episode = server.post("/openenv/reset", {"snapshot": "starter", "injected_state": injected})["metadata"]["episode"]
    server.kill()
    server = serve(store)
    assert server.post("/openenv/reset", {"episode_id": episode})["metadata"]["episode"] == episode
    found = call(server, episode, "searchCustomers", {"email": "ada@mail.example"})
    assert found["metadata"]["seq"] == 1 and found["observation"]["result"][0]["id"] == "ada-winters"


def test_a_server_that_stops_says_so_to_its_sockets(server):
    host, port = server.address.split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as link:
        link.sendall(
            f"GET /openenv/ws HTTP/1.1\r\nHost: {server.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += link.recv(4096)
        assert received.startswith(b"HTTP/1.1 101 ")
        server.process.terminate()
        frame = b""
        while piece := link.recv(4096):
            frame += piece
    assert frame[:1] == b"\x88" and frame[2:4] == (1001).to_bytes(2, "big")
    assert server.stop() == 0


def test_injected_state_that_is_wrong_is_named_whole(server):
    body = {
        "snapshot": "starter",
        "injected_state": {
            "planet": {}, "_hold": {"a": {}}, "order": [],
            "customer": {"ada": {"id": "bob", "loyaltyTier": "tin"}, "eve": 1},
        },
    }
    reply = server.request("POST", "/openenv/reset", body)
    assert reply.status == 422
    paths = {error["path"] for error in reply.json["errors"]}
    assert {
        "injected_state.planet", "injected_state._hold", "injected_state.order", "injected_state.customer.ada.id",
        "injected_state.customer.ada.loyaltyTier", "injected_state.customer.eve",
    } <= paths
    one = ada(server)
    many = {"customer": {f"customer-{number}": one for number in range(1_000)}}
    reply = server.request("POST", "/openenv/reset", {"snapshot": "starter", "injected_state": many})
    assert reply.status == 422 and "import a snapshot instead" in reply.json["detail"], reply.body
    assert server.get("/v1/episodes")["episodes"] == []


def test_the_oracle_earns_everything(server):
    done = subprocess.run(
        [sys.executable, ROOT / "deploy/openenv/oracle.py", server.url + "/openenv"], capture_output=True, text=True,
        timeout=PATIENCE_SECONDS, env=environment(), cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {TASK: 1}
