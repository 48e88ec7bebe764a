"""The command line beside a server, and how a server starts."""

import json
import subprocess

from conftest import BINARY, NOBODY, PATIENCE_SECONDS, ROOT, TASK, answer, corecraft, environment, lines, refused, verified


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
