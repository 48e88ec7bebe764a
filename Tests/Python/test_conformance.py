"""The conformance list of the MCP server, item by item (M-1 to M-81), over HTTP; stdio is in test_conformance_stdio.py.

Items of features that are not declared have no test of their own, but one that the feature is not there: sessions (M-26 to
M-30, M-35), subscriptions (M-56), logging (M-57, M-66), x-mcp-header (M-58), progress (M-25).
"""

import base64
import concurrent.futures
import json
import re
import socket
import time

import jsonschema
import pytest
from conformance_client import PREFIX, VERSION, Endpoint, message, mirrored, modern
from conftest import TASK_FILE

HANDSHAKE = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
SEARCH = {"name": "searchCustomers", "arguments": {"email": "renee.lindqvist@mail.example"}}
INITIALIZE = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for all items that leave it as it was."""
    from conftest import Server

    server = Server(tmp_path_factory.mktemp("conformance") / "store")
    yield server
    server.stop()


@pytest.fixture
def episode(shared):
    (opened,) = shared.open()
    endpoint = Endpoint(opened["mcp_url"])
    endpoint.seq = lambda: shared.get(f"/v1/episodes/{opened['id']}")["seq"]
    return endpoint


def tools(episode):
    return episode.send(message("tools/list")).result["tools"]


def test_m1_malformed_json(episode):
    for body in (b"{", b"", b"\xff", b"nonsense", b'{"a":1,"a":2}'):
        answer = episode.send(body)
        assert answer.status == 400 and answer.code == -32700 and answer.value["id"] is None


def test_m2_batches_are_refused_and_nothing_runs(episode):
    answer = episode.send([message("tools/call", SEARCH), message("ping", id=2)])
    assert answer.status == 400 and answer.code == -32600 and episode.seq() == 0


@pytest.mark.parametrize("id", ["a", "7", "", 0, -5, 2**53 - 1], ids=repr)
def test_m3_ids_come_back_exactly(episode, id):
    value = episode.send(message("ping", id=id)).value
    assert value["id"] == id and type(value["id"]) is type(id)


@pytest.mark.parametrize("change", [{"id": None}, {"id": 1.5}, {"jsonrpc": "1.0"}, {"method": None}, {"method": 7}], ids=repr)
def test_m4_invalid_requests_are_refused(episode, change):
    answer = episode.send(message("ping") | change)
    assert answer.status == 400 and answer.code == -32600


def test_m5_unknown_methods(episode):
    assert (episode.send(message("no/such")).status, episode.send(message("no/such")).code) == (200, -32601)
    answer = episode.modern("no/such")
    assert (answer.status, answer.code) == (404, -32601)


@pytest.mark.parametrize("version", HANDSHAKE)
def test_m6_initialize_settles_the_version_asked_for(episode, version):
    assert episode.send(message("initialize", INITIALIZE | {"protocolVersion": version})).result["protocolVersion"] == version


def test_m7_initialize_with_an_unknown_version(episode):
    for version in ("2099-01-01", "nonsense", VERSION):
        answer = episode.send(message("initialize", INITIALIZE | {"protocolVersion": version}))
        assert answer.result["protocolVersion"] == "2025-11-25"


def test_m8_initialize_result_and_malformed_params(episode):
    result = episode.send(message("initialize", INITIALIZE)).result
    assert result["serverInfo"]["name"] and result["serverInfo"]["version"] and type(result["capabilities"]) is dict
    for params in ({}, {"protocolVersion": 7}, INITIALIZE | {"capabilities": []}, INITIALIZE | {"clientInfo": "x"}):
        assert episode.send(message("initialize", params)).code == -32602


def test_m9_instructions(episode):
    assert episode.send(message("initialize", INITIALIZE)).result["instructions"]
    assert episode.modern("server/discover").result["instructions"]


def test_m10_ping(episode):
    assert episode.send(message("ping")).result == {}


def test_m11_capabilities_are_honest(episode):
    capabilities = episode.send(message("initialize", INITIALIZE)).result["capabilities"]
    assert capabilities == {"tools": {}, "resources": {}, "prompts": {}, "completions": {}}
    for method in ("tools/list", "resources/list", "resources/templates/list", "prompts/list"):
        assert episode.send(message(method)).result
    # M-56, M-57, M-66: what is not declared is not there.
    for method in ("logging/setLevel", "resources/subscribe", "resources/unsubscribe", "subscriptions/listen", "tasks/get"):
        assert episode.send(message(method, {})).code == -32601
        assert episode.modern(method).code == -32601


def test_m12_to_m16_tools(episode):
    listed = tools(episode)
    names = [tool["name"] for tool in listed]
    assert len(names) == len(set(names)) and names == sorted(names)
    for tool in listed:
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,128}", tool["name"]) and tool["description"]
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            assert schema["type"] == "object"
            jsonschema.Draft202012Validator.check_schema(schema)
            # M-58: no argument travels in a header.
            assert "x-mcp-header" not in json.dumps(schema)
        assert tool["inputSchema"]["additionalProperties"] is False
        hints = tool["annotations"]
        assert hints["openWorldHint"] is False and type(hints["readOnlyHint"]) is bool
        assert hints["readOnlyHint"] or {"destructiveHint", "idempotentHint"} <= set(hints)


def test_m13_the_list_is_the_same_everywhere(episode, shared):
    other = Endpoint(shared.open()[0]["mcp_url"])
    assert tools(episode) == tools(episode) == tools(other) == episode.modern("tools/list").result["tools"]


def test_m14_an_invented_cursor(episode):
    for method in ("tools/list", "resources/list", "resources/templates/list", "prompts/list"):
        assert "nextCursor" not in episode.send(message(method)).result
        for cursor in ("", "invented"):
            assert episode.send(message(method, {"cursor": cursor})).code == -32602


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_m17_m18_structured_content(episode, era):
    schemas = {tool["name"]: tool["outputSchema"] for tool in tools(episode)}
    for call in TASK_FILE["reference"]["calls"]:
        result = episode.call(call["name"], call["arguments"], era).result
        assert result["isError"] is False
        jsonschema.validate(result["structuredContent"], schemas[call["name"]])
        (block,) = result["content"]
        assert block["type"] == "text" and json.loads(block["text"]) == result["structuredContent"]


def test_m19_unknown_tool(episode):
    assert episode.call("noSuchTool", {}).code == -32602
    answer = episode.call("noSuchTool", {}, "modern")
    assert (answer.status, answer.code) == (400, -32602) and episode.seq() == 0


@pytest.mark.parametrize("params", [{}, {"name": 7}, SEARCH | {"arguments": []}, SEARCH | {"arguments": None}], ids=repr)
def test_m20_malformed_calls(episode, params):
    assert episode.send(message("tools/call", params)).code == -32602 and episode.seq() == 0


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("getOrderDetails", {}),  # M-21
        ("getOrderDetails", {"order_id": 7}),
        ("searchCustomers", {"no_such_argument": "x"}),  # M-22
        ("getOrderDetails", {"order_id": "no-such-order"}),  # M-23
    ],
)
@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_m21_to_m23_what_a_model_can_put_right_is_a_result(episode, name, arguments, era):
    answer = episode.call(name, arguments, era)
    assert answer.status == 200 and answer.result["isError"] is True
    assert json.loads(answer.result["content"][0]["text"])["error"] and "structuredContent" not in answer.result


def test_m24_reading_twice_gives_the_same(episode):
    first, second = (episode.send(message("tools/call", SEARCH)).result for _ in range(2))
    assert first == second


def test_m25_no_progress_is_sent(episode):
    answer = episode.send(message("tools/call", SEARCH | {"_meta": {"progressToken": "p"}}))
    assert answer.headers["Content-Type"] == "application/json" and answer.result["isError"] is False


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


def test_m45_m53_discover_and_caching_hints(episode):
    discovered = episode.modern("server/discover").result
    assert VERSION in discovered["supportedVersions"] and type(discovered["capabilities"]) is dict
    results = [discovered] + [
        episode.modern(method).result
        for method in ("tools/list", "prompts/list", "resources/list", "resources/templates/list")
    ] + [episode.modern("resources/read", {"uri": "corecraft://episode"}).result]
    for result in results:
        assert result["resultType"] == "complete" and result["ttlMs"] >= 0 and type(result["ttlMs"]) is int
        assert result["cacheScope"] in ("public", "private")
    assert episode.modern("tools/call", SEARCH).result["resultType"] == "complete"
    assert "resultType" not in episode.send(message("tools/call", SEARCH)).result


def test_m46_results_name_the_server(episode):
    for answer in (episode.modern("tools/list"), episode.modern("tools/call", SEARCH)):
        assert answer.result["_meta"][PREFIX + "serverInfo"]["name"] == "corecraft"


def test_m47_no_handshake_no_session(episode):
    answer = episode.modern("tools/call", SEARCH, headers={"Mcp-Session-Id": "stray"})
    assert answer.status == 200 and "Mcp-Session-Id" not in answer.headers


def test_m48_the_envelope_is_complete(episode):
    whole = modern("tools/list")
    for missing in (None, "protocolVersion", "clientCapabilities"):
        request = json.loads(json.dumps(whole))
        if missing:
            del request["params"]["_meta"][PREFIX + missing]
        else:
            del request["params"]["_meta"]
        answer = episode.send(request, mirrored(whole))
        assert (answer.status, answer.code) == (400, -32602), missing
    assert episode.send(whole, mirrored(whole)).status == 200


def test_m49_an_unsupported_version(episode):
    answer = episode.modern("tools/list", version="2099-01-01")
    assert (answer.status, answer.code) == (400, -32022)
    assert answer.value["error"]["data"] == {"supported": [VERSION], "requested": "2099-01-01"}


@pytest.mark.parametrize(
    "change",
    [
        {"MCP-Protocol-Version": None}, {"MCP-Protocol-Version": "2025-11-25"}, {"Mcp-Method": None},
        {"Mcp-Method": "tools/list"}, {"Mcp-Name": None}, {"Mcp-Name": "searchOrders"}, {"Mcp-Name": "=?base64?!?="},
    ],
    ids=repr,
)
def test_m50_headers_that_disagree(episode, change):
    answer = episode.modern("tools/call", SEARCH, headers=change)
    assert (answer.status, answer.code) == (400, -32020) and episode.seq() == 0


def test_m51_header_names_and_base64(episode):
    encoded = "=?base64?" + base64.b64encode(SEARCH["name"].encode()).decode() + "?="
    request = modern("tools/call", SEARCH)
    headers = {name.upper(): value for name, value in mirrored(request, **{"Mcp-Name": encoded}).items()}
    assert episode.send(request, headers).status == 200


def test_m52_removed_methods(episode):
    for method in ("ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "initialize"):
        answer = episode.modern(method)
        assert (answer.status, answer.code) == (404, -32601)


def test_m55_modern_responses_and_notifications(episode):
    headers = {"MCP-Protocol-Version": VERSION}
    assert 400 <= episode.send({"jsonrpc": "2.0", "id": 5, "result": {}}, headers).status < 500
    answer = episode.send({"jsonrpc": "2.0", "method": "notifications/cancelled"}, headers)
    assert answer.status == 202 and answer.body == b""


def test_m59_both_eras_side_by_side(episode):
    link = episode.connection()
    request = modern("tools/call", SEARCH)
    for _ in range(3):
        assert episode.send(message("tools/call", SEARCH), connection=link).status == 200
        assert episode.send(request, mirrored(request), connection=link).status == 200
    link.close()


def test_m60_m63_resources_read_back(episode):
    listed = episode.send(message("resources/list")).result["resources"]
    contents = {}
    for resource in listed:
        assert resource["uri"] and resource["name"]
        (content,) = episode.send(message("resources/read", {"uri": resource["uri"]})).result["contents"]
        assert content["uri"] == resource["uri"] and content["text"]
        contents[resource["uri"]] = content["text"]
    manifest = json.loads(contents["corecraft://snapshot/manifest"])
    assert manifest["digest"] and manifest["counts"]["order"] > 0
    assert TASK_FILE["prompt"].strip()[:40] in contents["corecraft://task/prompt"]
    assert "corecraft://policies/" in contents["corecraft://policies"]
    assert "rubric" not in "".join(contents.values()) and episode.seq() == 0


def test_m61_unknown_resources(episode):
    for uri in ("corecraft://nothing", "file:///etc/passwd", "corecraft://policies/none"):
        assert episode.send(message("resources/read", {"uri": uri})).code == -32002
        answer = episode.modern("resources/read", {"uri": uri})
        assert (answer.status, answer.code) == (400, -32602)


def test_m62_templates(episode):
    for template in episode.send(message("resources/templates/list")).result["resourceTemplates"]:
        assert template["uriTemplate"] and template["name"]


def test_m64_prompts(episode):
    (prompt,) = episode.send(message("prompts/list")).result["prompts"]
    messages = episode.send(message("prompts/get", {"name": prompt["name"]})).result["messages"]
    assert all(entry["role"] in ("user", "assistant") for entry in messages)
    for params in ({"name": "none"}, {}, {"name": 7}):
        assert episode.send(message("prompts/get", params)).code == -32602


def test_m65_completion(episode):
    params = {
        "ref": {"type": "ref/resource", "uri": "corecraft://policies/{policy}"},
        "argument": {"name": "policy", "value": ""}}
    values = episode.send(message("completion/complete", params)).result["completion"]["values"]
    assert 0 < len(values) <= 100 and all(type(value) is str for value in values)
    for ref in ({"type": "ref/prompt", "name": "none"}, {"type": "ref/resource", "uri": "x"}, {"type": "none"}):
        assert episode.send(message("completion/complete", params | {"ref": ref})).code == -32602


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
