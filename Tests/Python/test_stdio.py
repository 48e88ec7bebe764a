"""`corecraft mcp` as a process: what it does with its streams and signals, alone and as a relay to a server."""

import json
import subprocess

import pytest
from conftest import BINARY, PATIENCE_SECONDS, ROOT, TASK, environment, lines

INITIALIZE = {
    "jsonrpc": "2.0", "id": 0, "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@pytest.fixture(params=["alone", "relayed"])
def held(request, store, serve):
    """A store that nobody holds, or a server does."""
    if request.param == "relayed":
        serve(store)
    return store


def start(store):
    return subprocess.Popen(
        [BINARY, "mcp", "--store", str(store), "--task", TASK, "--json"], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )


def exchange(store, data):
    """Sends bytes, closes the input, and returns the exit code and the parsed lines of the output."""
    process = start(store)
    out, _ = process.communicate(data, timeout=PATIENCE_SECONDS)
    return process.returncode, [json.loads(line) for line in out.decode().splitlines()]


def message(value):
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def call(id, name, **arguments):
    return {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def test_closing_the_input_ends_the_process_after_the_last_answer(held):
    calls = [call(number, "searchOrders") for number in range(1, 101)]
    code, answers = exchange(held, message(INITIALIZE) + b"".join(map(message, calls)))
    assert code == 0
    assert sorted(answer["id"] for answer in answers) == list(range(101))
    assert all(set(answer) == {"jsonrpc", "id", "result"} for answer in answers)
    (episode,) = lines("show", "--store", held)
    assert episode["seq"] == 100


def test_a_line_that_is_not_json_gets_an_error_and_blank_lines_none(held):
    code, answers = exchange(held, b"{broken\n\n  \n" + message(INITIALIZE) + b"[]\n")
    assert code == 0 and len(answers) == 3
    assert answers[0]["error"]["code"] == -32700 and answers[0].get("id") is None
    assert answers[1]["id"] == 0 and "result" in answers[1]
    assert answers[2]["error"]["code"] == -32600


def test_notifications_are_not_answered(held):
    unknown = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 77}}
    initialized = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    code, answers = exchange(held, message(INITIALIZE) + message(initialized) + message(unknown))
    assert code == 0 and [answer["id"] for answer in answers] == [0]


def test_a_line_of_a_megabyte_round_trips(held):
    code, answers = exchange(held, message(call("ü", "searchCustomers", email="é" * (1 << 19))))
    assert code == 0 and [answer["id"] for answer in answers] == ["ü"]


def test_a_line_over_the_limit_is_a_parse_error(held):
    code, answers = exchange(held, b'"' + b"x" * (4 << 20) + b'"\n' + message(INITIALIZE))
    assert code == 0 and [answer.get("id") for answer in answers] == [None, 0]
    assert answers[0]["error"]["code"] == -32700


def test_discovery_without_its_envelope_says_what_is_missing(held):
    code, answers = exchange(held, message({"jsonrpc": "2.0", "id": 1, "method": "server/discover"}))
    assert code == 0 and [(answer["id"], answer["error"]["code"]) for answer in answers] == [(1, -32602)]


@pytest.mark.parametrize("options", [
    ["--public-url", "http://127.0.0.1:9/corecraft"],
    ["--agent-listen", "127.0.0.1:0"],
    ["--agent-listen", "127.0.0.1:0", "--agent-public-url", "http://127.0.0.1:9/agents"],
])
def test_a_relay_needs_no_public_url(serve, store, options):
    server = serve(store, *options)
    code, answers = exchange(store, message(INITIALIZE) + message(call(1, "searchOrders")))
    assert code == 0 and [answer["id"] for answer in answers] == [0, 1]
    assert all("result" in answer for answer in answers)
    assert server.get("/v1/episodes")["episodes"][0]["seq"] == 1


def test_sigterm_ends_the_process(held):
    process = start(held)
    try:
        assert json.loads(process.stderr.readline())["event"] == "ready"
        process.stdin.write(message(INITIALIZE))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 0
        process.terminate()
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    finally:
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


def test_an_episode_that_ended_says_so(serve, store):
    server = serve(store)
    process = start(store)
    try:
        episode = json.loads(process.stderr.readline())["episode"]
        assert server.request("DELETE", f"/v1/episodes/{episode}").status in (200, 204)
        process.stdin.write(message(call(1, "searchOrders")))
        process.stdin.flush()
        said = json.loads(process.stdout.readline())["error"]["message"]
        assert said == "The episode's address is no longer served: it has ended, or somebody else has attached to it."
        process.stdin.close()
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    finally:
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()
