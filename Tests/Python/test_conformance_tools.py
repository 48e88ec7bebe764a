"""The conformance list of the MCP server: tools (M-12 to M-25)."""

import json
import re

import jsonschema
import pytest
from conformance_client import Endpoint, SEARCH, message, tools
from conftest import TASK_FILE


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
