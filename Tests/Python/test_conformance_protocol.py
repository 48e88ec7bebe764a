"""The conformance list of the MCP server, item by item: JSON-RPC, the two eras, discovery (M-1 to M-11, M-45 to M-59).

Items of features that are not declared have no test of their own, but one that the feature is not there: sessions (M-26 to
M-30, M-35), subscriptions (M-56), logging (M-57, M-66), x-mcp-header (M-58), progress (M-25). The other items are in the files
beside this one; M-68 and what follows, over stdio, in test_conformance_stdio.py.
"""

import base64
import json

import pytest
from conformance_client import HANDSHAKE, INITIALIZE, PREFIX, SEARCH, VERSION, message, mirrored, modern


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
