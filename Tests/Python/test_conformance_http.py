"""The conformance list of the MCP server: Streamable HTTP and tokens (M-26 to M-44, M-67)."""

import concurrent.futures
import json
import socket
import time

from conformance_client import Endpoint, HANDSHAKE, INITIALIZE, SEARCH, VERSION, message


def test_m26_to_m30_there_are_no_sessions(episode):
    answer = episode.send(message("initialize", INITIALIZE))
    assert "Mcp-Session-Id" not in answer.headers
    for headers in ({}, {"Mcp-Session-Id": "invented"}):
        assert episode.send(message("tools/call", SEARCH), headers).status == 200


def test_m31_m54_get_and_delete(episode):
    for method in ("GET", "DELETE"):
        for headers in ({"Accept": "text/event-stream"}, {"MCP-Protocol-Version": VERSION}):
            answer = episode.send(None, headers, method)
            assert answer.status == 405 and answer.headers["Allow"] == "POST"


def test_m32_version_header(episode):
    for version in HANDSHAKE:
        assert episode.send(message("ping"), {"MCP-Protocol-Version": version}).status == 200
    answer = episode.send(message("ping"), {"MCP-Protocol-Version": "2099-01-01", "Mcp-Session-Id": "s"})
    assert answer.status == 400
    assert episode.send(message("ping")).status == 200


def test_m33_notifications_and_responses(episode):
    for value in (
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}},
        {"jsonrpc": "2.0", "method": "no/such"}, {"jsonrpc": "2.0", "id": 5, "result": {}},
    ):
        answer = episode.send(value)
        assert (answer.status, answer.body) == (202, b"")


def test_m34_answers_are_json_of_known_length(episode):
    answer = episode.send(message("tools/call", SEARCH))
    assert answer.headers["Content-Type"] == "application/json" and int(answer.headers["Content-Length"]) == len(answer.body)


def test_m36_content_negotiation(episode):
    ping = message("ping")
    assert episode.send(ping, {"Accept": "text/html"}).status == 406
    assert episode.send(ping, {"Content-Type": "text/plain"}).status == 415
    for accept in ("application/json", "*/*", None):
        assert episode.send(ping, {"Accept": accept}).status == 200
    assert episode.send(ping, {"Content-Type": "application/json; charset=utf-8"}).status == 200


def test_m37_other_methods_and_paths(episode):
    for method in ("PUT", "PATCH"):
        answer = episode.send(message("ping"), method=method)
        assert answer.status == 405 and answer.headers["Allow"] == "POST"
    for path in (episode.path + "x", episode.path + "/x", "/mcp", "/mcp/"):
        assert episode.send(message("ping"), path=path).status == 404


def test_m38_m39_origin_and_host(episode):
    for origin in ("https://evil.example", "http://localhost.evil.example", "null", "http://127.0.0.1.evil.example"):
        for method in ("POST", "GET"):
            assert episode.send(message("ping"), {"Origin": origin}, method).status == 403
    for origin in ("http://localhost", "http://localhost:3000", "http://127.0.0.1:9"):
        assert episode.send(message("ping"), {"Origin": origin}).status == 200
    assert episode.send(message("ping"), {"Host": "evil.example"}).status == 421


def test_m40_an_oversized_body(episode):
    link = socket.create_connection(episode.address.split(":"))
    link.sendall(
        f"POST {episode.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {24 << 20}\r\n\r\n".encode())
    piece = b" " * (1 << 20)
    for _ in range(24):
        link.sendall(piece)
    assert link.recv(4096).startswith(b"HTTP/1.1 413 ")
    link.close()
    assert episode.send(message("ping")).status == 200


def test_m41_only_loopback_is_bound(shared):
    port = shared.address.split(":")[1]
    listening = [line.split()[1] for line in open("/proc/net/tcp").readlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{int(port):04X}" in listening and f"00000000:{int(port):04X}" not in listening


def test_m42_keep_alive_across_errors(episode):
    link = episode.connection()
    link.connect()
    own = link.sock
    bad = [(b"{", 400), (message("no/such"), 200), (message("ping", id=1.5), 400), (message("ping"), 200)]
    for number in range(60):
        body, status = bad[number % 4]
        assert episode.send(body, connection=link).status == status
    assert link.sock is own
    link.close()


def test_m43_parallel_calls(shared):
    endpoints = [Endpoint(opened["mcp_url"]) for opened in shared.open(64)]

    def work(number):
        began = time.monotonic()
        answer = endpoints[number].send(message("tools/call", SEARCH, id=f"call-{number}"))
        assert answer.value["id"] == f"call-{number}" and answer.result["isError"] is False
        return time.monotonic() - began

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        assert max(pool.map(work, range(64))) < 5


def test_m44_clients_that_hang_up(episode):
    body = json.dumps(message("tools/call", SEARCH)).encode()
    head = (
        f"POST {episode.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n").encode()
    for cut in range(1, len(head + body), 11):
        with socket.create_connection(episode.address.split(":")) as link:
            link.sendall((head + body)[:cut])
    assert episode.send(message("tools/call", SEARCH)).result["isError"] is False and episode.seq() == 1


def test_m67_with_a_token_configured(serve, store, tmp_path):
    (tmp_path / "token").write_text("a-secret-token\n")
    server = serve(store, "--token-file", tmp_path / "token", token="a-secret-token")
    (opened,) = server.open()
    # The URL of an episode is its own secret; the operator's routes want the token, in the header alone.
    assert Endpoint(opened["mcp_url"]).send(message("ping")).status == 200
    server.token = None
    for path, headers in (
        ("/v1/episodes", {}), ("/v1/episodes", {"Authorization": "Bearer wrong"}),
        ("/v1/episodes?token=a-secret-token&access_token=a-secret-token", {}),
        ("/v1/episodes", {"Authorization": "Basic a-secret-token"}),
    ):
        reply = server.request("GET", path, headers=headers)
        assert reply.status == 401 and reply.headers["WWW-Authenticate"] == "Bearer", path
