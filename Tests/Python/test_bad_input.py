"""Bad input gets a clear error; nothing is lost, nothing crashes, and the next request is served."""

import json
import socket

import pytest
from conftest import PATIENCE_SECONDS, TASK, verified

LARGE = 100 << 20


@pytest.fixture
def episode(server):
    """An open episode; afterwards the server must still serve it and the store must be whole."""
    (episode,) = server.open()
    yield episode
    before = server.get(f"/v1/episodes/{episode['id']}")["seq"]  # Calls of clients that hung up may still be under way.
    call = server.post(f"/v1/episodes/{episode['id']}/calls", {"name": "searchOrders", "arguments": {}})
    assert call["seq"] > before and call["is_error"] is False
    assert server.process.poll() is None
    assert server.stop() == 0
    verified(server.store)


def problem(reply, status):
    """Checks that a reply is problem details with that status and a sentence."""
    assert reply.status == status, reply.body
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json["status"] == status and reply.json["title"] and reply.json["detail"]
    return reply.json


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b'{"name": "a", "name": "b"}', b"[1, 2", b'"\\ud800"', b"[" * 5000])
def test_broken_json_is_refused(server, episode, body):
    reply = server.request("POST", f"/v1/episodes/{episode['id']}/calls", body)
    problem(reply, reply.status)
    assert reply.status in (400, 422)
    over_mcp = server.request("POST", "/mcp/" + episode["mcp_url"].rsplit("/", 1)[1], body)
    assert over_mcp.status == 400 and over_mcp.json["error"]["code"] in (-32700, -32600)


@pytest.mark.parametrize("id", ["ep-000000000000-9", "banana", "ep-", "..%2f..%2fetc", "%00"])
def test_an_unknown_episode_is_not_there(server, episode, id):
    problem(server.request("GET", f"/v1/episodes/{id}"), 404)
    problem(server.request("POST", f"/v1/episodes/{id}/calls", {"name": "searchOrders"}), 404)


def test_an_unknown_snapshot_task_or_tool_is_named(server, episode):
    assert "nowhere" in problem(server.request("POST", "/v1/episodes", {"snapshot": "nowhere"}), 404)["detail"]
    assert "nothing" in problem(server.request("POST", "/v1/episodes", {"task": "nothing"}), 404)["detail"]
    problem(server.request("GET", "/v1/snapshots/nowhere"), 404)
    problem(server.request("GET", "/v1/tasks/nothing"), 404)
    call = {"name": "noSuchTool", "arguments": {}}
    assert "noSuchTool" in problem(server.request("POST", f"/v1/episodes/{episode['id']}/calls", call), 422)["detail"]


def test_ill_typed_members_are_named(server, episode):
    wrong = problem(server.request("POST", "/v1/episodes", {"task": TASK, "count": "many", "labels": [], "colour": 1}), 422)
    assert {"count", "labels", "colour"} <= {item["path"] for item in wrong["errors"]}


def test_a_path_that_is_not_there_is_told_so(server, episode):
    problem(server.request("GET", "/v1/nothing"), 404)
    problem(server.request("PUT", "/v1/episodes"), 405)


def stream(server, path, length, sent, headers=""):
    """Sends a request's head and `sent` bytes of its body; returns what came back, as far as anything did."""
    host, port = server.address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as link:
        head = f"POST {path} HTTP/1.1\r\nHost: {server.address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
        chunk = b" " * (1 << 20)
        try:
            link.sendall((head + headers + "\r\n").encode())
            while sent > 0:
                link.sendall(chunk[:sent])
                sent -= len(chunk)
            return link.recv(1 << 16)
        except ConnectionError:
            return b""  # Refused in the middle, which is as good.


@pytest.mark.parametrize("path", ["/v1/episodes", "/v1/episodes/{id}/calls", "/v1/snapshots", "/mcp/{token}"])
def test_a_body_of_100_mb_is_refused(server, episode, path):
    path = path.replace("{id}", episode["id"]).replace("{token}", episode["mcp_url"].rsplit("/", 1)[1])
    answered = stream(server, path, LARGE, LARGE)
    assert answered == b"" or answered.startswith(b"HTTP/1.1 413 ")


def test_a_large_body_without_a_length_is_refused(server, episode):
    def pieces():
        for _ in range(100):
            yield b" " * (1 << 20)

    link = server.connection()
    try:
        link.request("POST", "/v1/episodes", body=pieces(), headers={"Content-Type": "application/json"}, encode_chunked=True)
        assert link.getresponse().status == 413
    except ConnectionError:
        pass  # Refused in the middle.
    finally:
        link.close()


def test_arguments_over_their_limit_are_refused_and_not_recorded(server, episode):
    call = {"name": "searchCustomers", "arguments": {"email": "x" * (300 << 10)}}
    problem(server.request("POST", f"/v1/episodes/{episode['id']}/calls", call), 413)
    assert server.get(f"/v1/episodes/{episode['id']}")["seq"] == 0


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_a_client_that_hangs_up_in_the_middle_disturbs_nobody(server, episode, share):
    body = json.dumps({"name": "searchOrders", "arguments": {}}).encode()
    host, port = server.address.rsplit(":", 1)
    for _ in range(20):
        with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as link:
            head = f"POST /v1/episodes/{episode['id']}/calls HTTP/1.1\r\nHost: {server.address}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            link.sendall(head.encode() + body[:int(len(body) * share)])
    if share < 1:
        assert server.get(f"/v1/episodes/{episode['id']}")["seq"] == 0


def test_garbage_instead_of_http_disturbs_nobody(server, episode):
    host, port = server.address.rsplit(":", 1)
    for garbage in (b"\x00" * 64, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00", b"A" * (1 << 17)):
        with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as link:
            try:
                link.sendall(garbage)
                link.shutdown(socket.SHUT_WR)
                link.recv(1 << 16)
            except ConnectionError:
                pass
