"""Operations while serving: import, backup, gc, verify, metrics, settings, logs, readiness."""

import json
import re
import secrets
import shutil
import signal
import threading

import pytest

from conftest import (
    PATIENCE_SECONDS, REFERENCE, ROOT, TASK, answer, corecraft, refused, verified)


class Crowd:
    """Sixteen clients that call one episode each until they are told to stop."""

    def __init__(self, server, count=16):
        self.server, self.stopped, self.errors, self.calls = server, threading.Event(), [], 0
        self.episodes = [episode["id"] for episode in server.open(count)]
        self.lock, self.begun = threading.Lock(), threading.Barrier(count + 1)
        self.threads = [threading.Thread(target=self.run, args=(id,)) for id in self.episodes]

    def run(self, id):
        link, first = self.server.connection(), True
        while not self.stopped.is_set():
            reply = self.server.request(
                "POST", f"/v1/episodes/{id}/calls",
                {"name": "addTicketNote", "arguments": {"ticket_id": "none", "note": secrets.token_hex(8)}}, link)
            with self.lock:
                self.calls += 1
                if reply.status != 200:
                    self.errors.append(reply.body)
            if first:
                first = False
                self.begun.wait(PATIENCE_SECONDS)
        link.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.begun.wait(PATIENCE_SECONDS)
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS)
        assert self.errors == []


def test_verify_backup_and_gc_while_sixteen_clients_write(server, store, tmp_path):
    with Crowd(server) as crowd:
        live = verified(store)
        backup = answer("backup", "--store", store, "--to", tmp_path / "backup")
        collected = answer("gc", "--store", store, "--to", tmp_path / "collected")
        assert verified(store)["entries"] >= collected["old_entries"] >= backup["entries"] >= live["entries"]
    assert collected["branches_left_out"] == 0 and collected["entries"] == collected["old_entries"]
    copy = verified(tmp_path / "backup")
    assert (copy["commit_hash"], copy["entries"]) == (backup["commit_hash"], backup["entries"])
    assert verified(tmp_path / "collected")["origin"]["commit_hash"] == collected["old_commit_hash"]
    assert server.stop() == 0
    # What each copy holds of an episode are the same bytes.
    for id in crowd.episodes[:3]:
        whole = corecraft("log", "--store", store, id, "--json").stdout.splitlines()
        for folder in ("backup", "collected"):
            part = corecraft("log", "--store", tmp_path / folder, id, "--json").stdout.splitlines()
            assert part and part == whole[:len(part)]


def test_a_server_goes_on_with_a_backup(serve, store, tmp_path):
    first = serve(store)
    episode = first.open()[0]
    first.post(f"/v1/episodes/{episode['id']}/calls", REFERENCE["calls"][0])
    answer("backup", "--store", store, "--to", tmp_path / "backup")
    assert first.stop() == 0
    second = serve(tmp_path / "backup", "--key-file", f"{store}.key")
    assert second.get(f"/v1/episodes/{episode['id']}")["seq"] == 1
    # The agent's URL is the same but for the port.
    path = re.sub(r"^http://[^/]+", "", episode["mcp_url"])
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert second.request("POST", path, ping, headers=headers).status == 200


def test_every_name_of_a_snapshot_is_in_a_backup_and_after_a_collection(serve, store, tmp_path):
    world = {"clock": {"now": "2025-09-15T19:00:00Z"}, "entities": {"order": {}}}
    server = serve(store)
    digests = {server.post("/v1/snapshots", world | {"name": name})["snapshot"] for name in ("n1", "n2", "n1", "n3")}
    assert len(digests) == 1
    assert server.stop() == 0
    answer("backup", "--store", store, "--to", tmp_path / "backup")
    answer("gc", "--store", store, "--to", tmp_path / "collected")
    for folder in (store, tmp_path / "backup", tmp_path / "collected"):
        verified(folder)
        again = serve(folder, "--key-file", f"{store}.key")
        for name in ("n1", "n2", "n3"):
            assert again.get(f"/v1/snapshots/{name}")["digest"] in digests
            assert again.request("POST", "/v1/episodes", {"snapshot": name}).status == 201
        assert again.stop() == 0


def test_linked_folders_are_followed(serve, store, tmp_path):
    for name in ("tasks", "system-prompts", "snapshots"):
        (tmp_path / name).symlink_to(ROOT / name)
    folders = ["--snapshots", tmp_path / "snapshots", "--tasks", tmp_path / "tasks", "--system-prompts", tmp_path / "system-prompts"]
    server = serve(store, *folders)
    assert TASK in [task["id"] for task in server.get("/v1/tasks")["tasks"]]
    assert server.open()


def test_an_altered_snapshot_folder_is_named(serve, store, tmp_path):
    shutil.copytree(ROOT / "snapshots/starter", tmp_path / "snapshots/starter")
    with open(tmp_path / "snapshots/starter/customer.jsonl", "a") as file:
        file.write("{}\n")
    (tmp_path / "none").mkdir()
    refused(1, "open", "--store", store, "--snapshot", "starter", "--snapshots", tmp_path / "snapshots", says="starter/customer.jsonl")
    server = serve(tmp_path / "served", "--snapshots", tmp_path / "snapshots", "--tasks", tmp_path / "none")
    for reply in (
        server.request("POST", "/v1/episodes", {"snapshot": "starter"}),
        server.request("GET", "/v1/snapshots/starter/entities/customer"),
    ):
        assert reply.status == 409 and reply.json["type"].endswith(":altered")
        assert "starter/customer.jsonl" in reply.json["detail"]


def test_a_damaged_blob_is_found_over_http_and_by_command(serve, store):
    server = serve(store)
    id = server.open()[0]["id"]
    server.post(f"/v1/episodes/{id}/messages", {"role": "user", "content": "Please cancel the order, said the customer."})
    assert server.stop() == 0
    data = (store / "data.mdb").read_bytes()
    assert data.count(b"Please cancel") == 1
    (store / "data.mdb").write_bytes(data.replace(b"Please cancel", b"Please ignore"))
    for command in ("audit", "replay"):
        done = corecraft(command, "--store", store, id, "--json")
        assert done.returncode == 1 and json.loads(done.stdout)["ok"] is False, done.stderr
    refused(1, "log", "--store", store, id, says="record 1 names blob")
    server = serve(store)
    audit = server.post(f"/v1/episodes/{id}/audit")
    assert (audit["ok"], audit["facts"]) == (False, False) and "record 1: " in audit["problems"][0]
    assert server.post(f"/v1/episodes/{id}/replay")["divergence"]["seq"] == 1
    reply = server.request("GET", f"/v1/episodes/{id}/records")
    assert reply.status == 500 and reply.json["type"].endswith(":damaged")
    assert b"ignore" not in reply.body


def test_gc_by_label_keeps_bytes_and_heads(store, tmp_path):
    keep = answer("open", "--store", store, "--task", TASK, "--label", "run=a")["episodes"][0]["id"]
    drop = answer("open", "--store", store, "--task", TASK, "--label", "run=b")["episodes"][0]["id"]
    for id in (keep, drop):
        answer("call", "--store", store, id, "searchOrders", '{"status": "paid"}')
    before = corecraft("export", "--store", store, keep).stdout
    collected = answer("gc", "--store", store, "--to", tmp_path / "kept", "--label", "run=b")
    assert collected["branches_left_out"] == 2  # the episode and its hidden trunk
    assert corecraft("export", "--store", tmp_path / "kept", keep).stdout == before
    refused(2, "show", "--store", tmp_path / "kept", drop, says="no episode")
    assert "leaving out: label run=b" in corecraft("verify", "--store", tmp_path / "kept").stdout
    # Nothing is old enough, nothing was ended: nothing is left out; and a folder that is there is not touched.
    for number, options in enumerate((["--older-than", "1"], ["--ended"])):
        report = answer("gc", "--store", store, "--to", tmp_path / f"all-{number}", *options)
        assert report["branches_left_out"] == 0
    refused(2, "gc", "--store", store, "--to", tmp_path / "kept", says="is there already")
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []


def test_import_over_http_and_by_command(serve, store, tmp_path):
    first = serve(store)
    id = first.open()[0]["id"]
    for call in REFERENCE["calls"]:
        first.post(f"/v1/episodes/{id}/calls", call)
    first.post(f"/v1/episodes/{id}/submit", {"response": REFERENCE["response"]})
    file = tmp_path / "run.ndjson"
    done = corecraft("export", "--store", store, id, "--with-snapshot", "-o", file)
    assert done.returncode == 0, done.stderr
    bytes = file.read_bytes()
    original = first.get(f"/v1/episodes/{id}")

    second = serve(tmp_path / "second")
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "one"}
    reply = second.request("POST", "/v1/trajectories", bytes, headers=headers)
    assert reply.status == 201, reply.body
    imported = reply.json
    assert imported["head"] == original["head"] and imported["claimed"] is True and imported["reward"] == 1
    assert second.request("POST", "/v1/trajectories", bytes, headers=headers).json == imported
    assert second.post(f"/v1/episodes/{imported['id']}/audit")["ok"] is True
    second.post(f"/v1/episodes/{imported['id']}/grade", {"grader": "checks"})
    assert second.get(f"/v1/episodes/{imported['id']}")["claimed"] is False
    # By command, through the server; exported again it is the same file.
    again = answer("import", file, "--store", tmp_path / "second")
    out = tmp_path / "again.ndjson"
    corecraft("export", "--store", tmp_path / "second", again["id"], "--with-snapshot", "-o", out)
    assert out.read_bytes() == bytes
    wrong = bytes.replace(b"paid", b"sent", 1)
    reply = second.request("POST", "/v1/trajectories", wrong)
    assert reply.status == 422 and "digest" in reply.json["detail"]
    (tmp_path / "wrong.ndjson").write_bytes(wrong)
    refused(2, "import", tmp_path / "wrong.ndjson", "--store", tmp_path / "second", says="refused")
    assert len(second.get("/v1/episodes")["episodes"]) == 2
    assert second.stop() == 0
    verified(tmp_path / "second")


# Settings


def settings(*arguments, **env):
    done = corecraft("serve", "--print-config", "--json", *arguments, env=env)
    assert done.returncode == 0, done.stderr
    return {entry["name"]: (entry["value"], entry["source"]) for entry in json.loads(done.stdout)["settings"]}


def test_settings_come_from_flag_environment_file_default_in_this_order(tmp_path):
    file = tmp_path / "corecraft.json"
    file.write_text(json.dumps({"port": 1, "body_limit": 2, "idle_timeout": 3, "profile": "core"}))
    found = settings("--config", file, "--port", "5", CORECRAFT_PORT="4", CORECRAFT_BODY_LIMIT="6")
    assert found["port"] == (5, "flag")
    assert found["body_limit"] == (6, "environment CORECRAFT_BODY_LIMIT")
    assert found["idle_timeout"] == (3, f"file {file}")
    assert found["profile"] == ("core", f"file {file}")
    assert found["header_timeout"] == (10, "default")
    # Every setting that a file may have is printed.
    unknown = write(tmp_path / "unknown.json", {"prot": 1})
    listed = refused(2, "serve", "--print-config", "--config", unknown, says="is not known").stderr
    for name in listed.split("known are: ")[1].strip().split(", "):
        assert name in found


def write(path, value):
    path.write_text(json.dumps(value))
    return path


def test_wrong_settings_are_named_with_their_place(tmp_path):
    refused(2, "serve", "--print-config", says="port must be a whole number (environment CORECRAFT_PORT)",
            env={"CORECRAFT_PORT": "many"})
    refused(2, "serve", "--print-config", "--config", write(tmp_path / "a.json", {"port": "x"}), says="(file ")
    refused(2, "serve", "--print-config", "--config", write(tmp_path / "b.json", [1]), says="one object")
    refused(2, "serve", "--print-config", "--log-format", "xml", says="one of text, json")
    refused(2, "serve", "--print-config", "--tls-key", "x", says="together")
    refused(2, "serve", "--store", tmp_path / "store", "--profile", "nope", says=["nope", "core+submit"])
    assert not (tmp_path / "store").exists()


def test_secrets_are_never_printed(tmp_path):
    token = secrets.token_hex(16)
    (tmp_path / "token").write_text(token)
    for output in (
        corecraft("serve", "--print-config", env={"CORECRAFT_TOKEN": token}),
        corecraft("serve", "--print-config", "--json", "--token-file", tmp_path / "token"),
    ):
        assert output.returncode == 0 and token not in output.stdout + output.stderr
    assert settings(CORECRAFT_TOKEN=token)["token"] == ("<secret>", "environment CORECRAFT_TOKEN")


# Watching


def metrics(server):
    reply = server.request("GET", "/metrics")
    assert reply.status == 200 and reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    values = {}
    for line in reply.body.decode().splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            assert re.fullmatch(r'[a-z_]+(\{([a-z_]+="[^"]*",?)+\})?', name), line
            assert name not in values, line
            values[name] = float(value)
    return values


def test_metrics_count_what_happened(server):
    before = metrics(server)
    id = server.open(3)[0]["id"]
    calls = [{"name": "searchOrders", "arguments": {"status": "paid"}}, {"name": "getOrderDetails", "arguments": {}}]
    for call in calls:
        server.post(f"/v1/episodes/{id}/calls", call)
    assert server.request("POST", f"/v1/episodes/{id}/calls", {"name": "made_up"}).status == 422
    after = metrics(server)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    assert grown['corecraft_calls_total{tool="searchOrders",outcome="ok"}'] == 1
    assert grown['corecraft_calls_total{tool="getOrderDetails",outcome="error"}'] == 1
    assert grown['corecraft_calls_total{tool="unknown",outcome="refused"}'] == 1
    assert not any("made_up" in name for name in after)
    assert grown['corecraft_call_seconds_count{tool="searchOrders"}'] == 1
    assert after['corecraft_call_seconds_bucket{tool="searchOrders",le="+Inf"}'] == 1
    assert grown["corecraft_commits_total"] == 3 == grown["corecraft_fsync_seconds_count"]
    assert grown["corecraft_commit_entries_sum"] == 2 + 3 + 2  # trunk's note and record, three forks, two calls
    assert after["corecraft_open_episodes"] == 3 and after["corecraft_resident_episodes"] == 1
    assert after["corecraft_store_bytes"] > 0 and after["corecraft_connections"] >= 1
    assert grown['corecraft_http_responses_total{status="4xx"}'] == 1


def test_metrics_and_imports_belong_to_the_operator(serve, store, tmp_path):
    (tmp_path / "token").write_text("secret-token-1")
    server = serve(store, "--token-file", tmp_path / "token", "--agent-listen", "127.0.0.1:0", token="secret-token-1")
    assert server.request("GET", "/metrics").status == 200
    agent = re.match(r"http://([^/]+)", server.open()[0]["mcp_url"]).group(1)
    server.token = None
    assert server.request("GET", "/metrics").status == 401
    assert server.request("POST", "/v1/trajectories", b"x").status == 401
    server.address = agent
    assert server.request("GET", "/metrics").status == 404


def test_the_dashboard_names_metrics_that_there_are(server):
    page = server.request("GET", "/metrics").body.decode()
    dashboard = json.loads((ROOT / "docs/grafana-dashboard.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    named = {name for expression in expressions for name in re.findall(r"corecraft_[a-z_]+", expression)}
    assert named
    for name in named:
        assert re.search(rf"^{name}[ {{]", page, re.M), name


def test_request_ids_go_in_and_out_and_into_the_log(serve, store):
    server = serve(store, "--log-level", "info", "--log-format", "json")
    given = server.request("GET", "/healthz", headers={"X-Request-Id": "my-id-7"})
    assert given.headers["X-Request-Id"] == "my-id-7"
    made = [server.request("GET", "/healthz", headers=h).headers["X-Request-Id"] for h in ({}, {}, {"X-Request-Id": "x" * 129})]
    assert len(set(made)) == 3 and all(re.fullmatch(r"[0-9a-f]{16}", id) for id in made)
    server.process.terminate()
    _, log = server.process.communicate(timeout=PATIENCE_SECONDS)
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line["message"].startswith("serving ") for line in lines)
    ids = [line["metadata"].get("request_id") for line in lines if line["message"] == "answered"]
    assert ids == ["my-id-7", *made]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["at"]) for line in lines)


@pytest.mark.parametrize("format", ["text", "json"])
def test_no_token_and_no_prompt_is_in_the_log_of_a_busy_server(serve, store, tmp_path, format):
    token, said = secrets.token_hex(16), secrets.token_hex(16)
    (tmp_path / "token").write_text(token)
    server = serve(
        store, "--token-file", tmp_path / "token", "--log-level", "debug", "--log-format", format, token=token)
    episodes = server.open(8)
    tokens = [episode["mcp_url"].rpartition("/")[2] for episode in episodes]
    accept = {"Accept": "application/json, text/event-stream"}
    for episode, secret in zip(episodes, tokens):
        server.post(f"/v1/episodes/{episode['id']}/messages", {"role": "user", "content": said})
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "searchOrders", "arguments": {"status": said}}}
        for path in (f"/mcp/{secret}", f"/mcp/{secret}x", f"/mcp/{secret}/more", f"/mcp/{secret}?token={token}"):
            server.request("POST", path, call, headers=accept)
        server.request("GET", f"/v1/episodes?label={token}")
        server.request("POST", f"/v1/episodes/{episode['id']}/calls", said.encode())
        server.post(f"/v1/episodes/{episode['id']}/submit", {"response": said})
    server.process.send_signal(signal.SIGTERM)
    _, log = server.process.communicate(timeout=PATIENCE_SECONDS)
    prompt = episodes[0]["prompt"]
    assert "answered" in log
    for secret in [token, said, prompt[:40], *tokens, *(secret[-12:] for secret in tokens)]:
        assert secret not in log


def test_a_server_that_is_ready_takes_writes(server):
    assert server.get("/healthz") == {"status": "ok"} and server.get("/readyz") == {"status": "ready"}
