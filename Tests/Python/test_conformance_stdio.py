"""The conformance list over stdio: M-68 to M-75, and M-81 for every line; what the client sees is in test_mcp_client.py."""

import json
import subprocess
import time

import pytest
from conformance_client import PREFIX, VERSION, checked, message, modern
from conftest import BINARY, PATIENCE_SECONDS, ROOT, TASK, environment

INITIALIZE = message(
    "initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}, 0)
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def line(value):
    return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode() + b"\n"


class Process:
    def __init__(self, store):
        self.process = subprocess.Popen(
            [BINARY, "mcp", "--store", str(store), "--task", TASK], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())

    def say(self, *values):
        self.process.stdin.write(b"".join(map(line, values)))
        self.process.stdin.flush()

    def hear(self):
        data = self.process.stdout.readline()
        assert data.endswith(b"\n") and b"\r" not in data
        return checked(json.loads(data.decode("utf-8")))

    def ask(self, value):
        self.say(value)
        return self.hear()

    def end(self):
        """Closes the input; the answers still to come, the exit code and the seconds it took."""
        began = time.monotonic()
        rest, _ = self.process.communicate(timeout=PATIENCE_SECONDS)
        answers = [checked(json.loads(data)) for data in rest.decode().splitlines()]
        return answers, self.process.returncode, time.monotonic() - began


@pytest.fixture
def process(store):
    started = Process(store)
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.communicate()


def test_m68_handshake_list_and_ping(process):
    assert process.ask(INITIALIZE)["result"]["protocolVersion"] == "2025-11-25"
    process.say(INITIALIZED)
    assert process.ask(message("ping", id="p"))["result"] == {}
    assert len(process.ask(message("tools/list", id=2))["result"]["tools"]) == 34
    assert process.end()[:2] == ([], 0)


def test_m69_modern_without_a_handshake(process):
    discovered = process.ask(modern("server/discover"))["result"]
    assert VERSION in discovered["supportedVersions"] and discovered["resultType"] == "complete"
    assert process.ask(modern("tools/list"))["result"]["tools"]
    error = process.ask(modern("tools/list", version="2099-01-01"))["error"]
    assert error["code"] == -32022 and error["data"]["supported"] == [VERSION]
    incomplete = modern("tools/list")
    del incomplete["params"]["_meta"][PREFIX + "clientCapabilities"]
    assert process.ask(incomplete)["error"]["code"] == -32602
    assert process.ask(message("server/discover"))["error"]["code"] == -32602


def test_m70_a_line_that_is_not_json(process):
    answer = process.ask(b"{broken\n")
    assert answer["error"]["code"] == -32700 and answer.get("id") is None
    process.say(b"\n", b"  \t \n")
    assert process.ask(message("ping", id=9))["id"] == 9


def test_m71_pipelined_requests(process):
    process.say(*[message("ping", id=number) for number in range(100)])
    assert sorted(process.hear()["id"] for _ in range(100)) == list(range(100))


def test_m72_unknown_notifications(process):
    process.say(
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": 7},
        {"jsonrpc": "2.0", "method": "no/such"})
    assert process.ask(message("ping", id="after"))["id"] == "after"


def test_m73_a_line_of_a_megabyte(process):
    text = "é" * (1 << 19)
    answer = process.ask(message("resources/read", {"uri": text}, id=text))
    assert answer["id"] == text and answer["error"]["code"] == -32002


def test_m74_closing_the_input(process):
    process.say(*[message("tools/call", {"name": "searchOrders", "arguments": {}}, id=number) for number in range(20)])
    answers, code, seconds = process.end()
    assert [answer["id"] for answer in answers] == list(range(20)) and code == 0 and seconds < 3


def test_m75_sigterm(process):
    process.ask(message("ping"))
    began = time.monotonic()
    process.process.terminate()
    assert process.process.wait(timeout=PATIENCE_SECONDS) == 0 and time.monotonic() - began < 3


def test_a_key_in_meta_counts_over_stdio_too(process):
    call = {"name": "updateOrderStatus", "arguments": {"order_id": "ord-250914-002", "status": "cancelled"}}
    keyed = call | {"_meta": {"corecraft/idempotencyKey": "k"}}
    first, second = process.ask(message("tools/call", keyed)), process.ask(message("tools/call", keyed, id=2))
    assert first["result"] == second["result"]
    status = process.ask(message("resources/read", {"uri": "corecraft://episode"}, id=3))["result"]
    assert json.loads(status["contents"][0]["text"])["seq"] == 1
    other = {"name": "searchOrders", "_meta": keyed["_meta"]}
    assert process.ask(message("tools/call", other, id=4))["error"]["code"] == -32602
