"""The official Python client (PyPI `mcp`) works on an episode: over HTTP, over stdio, and over stdio beside a server."""

import asyncio
import contextlib
import json

import mcp
import pytest
from conftest import BINARY, REFERENCE, ROOT, TASK, TASK_FILE, answer, environment, lines, verified

MODES = ["auto", "legacy", "2026-07-28"]


@contextlib.asynccontextmanager
async def over_stdio(*arguments, mode="auto"):
    """A client of a `corecraft mcp` of its own."""
    parameters = mcp.StdioServerParameters(
        command=BINARY, args=["mcp", *map(str, arguments)], env=environment(), cwd=str(ROOT)
    )
    async with mcp.Client(parameters, mode=mode) as client:
        yield client


async def tour(client):
    """What every client should find, whatever carries its messages; ends after two records."""
    listed = (await client.list_tools()).tools
    names = [tool.name for tool in listed]
    assert names == sorted(names) and {call["name"] for call in REFERENCE["calls"]} <= set(names)
    assert all(tool.input_schema["type"] == "object" and tool.output_schema and tool.description for tool in listed)

    found = await client.call_tool("searchCustomers", {"email": "renee.lindqvist@mail.example"})
    assert found.is_error is not True
    (customer,) = found.structured_content["result"]
    assert customer["name"] == "Renée Lindqvist"
    assert json.loads(found.content[0].text) == found.structured_content["result"] or (
        json.loads(found.content[0].text) == found.structured_content
    )

    refused = await client.call_tool("getOrderDetails", {"order_id": "no-such-order"})
    assert refused.is_error is True and "error" in json.loads(refused.content[0].text)

    with pytest.raises(mcp.MCPError) as unknown:
        await client.call_tool("noSuchTool", {})
    assert unknown.value.code == -32602

    prompt = await client.read_resource("corecraft://task/prompt")
    assert TASK_FILE["prompt"].split("\n")[0] in prompt.contents[0].text
    status = json.loads((await client.read_resource("corecraft://episode")).contents[0].text)
    assert status["seq"] == 2 and status["status"] == "open"


@pytest.mark.parametrize("mode", MODES)
def test_the_client_works_over_http(server, mode):
    (episode,) = server.open()

    async def run():
        async with mcp.Client(episode["mcp_url"], mode=mode) as client:
            await tour(client)

    asyncio.run(run())
    records = server.get(f"/v1/episodes/{episode['id']}/records")["records"]
    assert [record["via"] for record in records][1:] == ["mcp", "mcp"]


@pytest.mark.parametrize("mode", MODES)
def test_the_client_works_over_stdio(store, mode):
    async def run():
        async with over_stdio("--store", store, "--task", TASK, mode=mode) as client:
            await tour(client)

    asyncio.run(run())
    (episode,) = lines("show", "--store", store)
    assert episode["seq"] == 2 and episode["status"] == "open"
    assert [record["via"] for record in lines("log", "--store", store, episode["id"])][1:] == ["mcp", "mcp"]
    verified(store)


@pytest.mark.parametrize("mode", MODES)
def test_stdio_is_relayed_while_a_server_holds_the_store(server, store, mode):
    async def run():
        async with over_stdio("--store", store, "--task", TASK, mode=mode) as client:
            await tour(client)

    asyncio.run(run())
    (episode,) = server.get("/v1/episodes")["episodes"]
    assert episode["seq"] == 2
    records = server.get(f"/v1/episodes/{episode['id']}/records")["records"]
    assert [record["via"] for record in records][1:] == ["mcp", "mcp"]


def test_an_episode_goes_on_over_stdio_and_its_old_url_is_refused(server, store):
    (episode,) = server.open()
    server.post(f"/v1/episodes/{episode['id']}/calls", {"name": "searchOrders", "arguments": {}})

    async def run():
        async with over_stdio("--store", store, "--episode", episode["id"]) as client:
            result = await client.call_tool("searchCustomers", {})
            assert result.is_error is not True

    asyncio.run(run())
    assert server.get(f"/v1/episodes/{episode['id']}")["seq"] == 2
    assert server.request("POST", "/mcp/" + episode["mcp_url"].rsplit("/", 1)[1], {"jsonrpc": "2.0"}).status == 404


def test_the_same_calls_give_the_same_head_over_http_stdio_and_the_command_line(server, store, tmp_path):
    (episode,) = server.open()

    async def play(client):
        for call in REFERENCE["calls"]:
            result = await client.call_tool(call["name"], call["arguments"])
            assert result.is_error is not True

    async def over_http():
        async with mcp.Client(episode["mcp_url"]) as client:
            await play(client)

    async def on_its_own():
        async with over_stdio("--store", tmp_path / "own", "--task", TASK) as client:
            await play(client)

    asyncio.run(over_http())
    asyncio.run(on_its_own())
    (own,) = lines("show", "--store", tmp_path / "own")
    by_hand = answer("open", "--store", tmp_path / "hand", "--task", TASK)["episodes"][0]["id"]
    for call in REFERENCE["calls"]:
        last = answer("call", "--store", tmp_path / "hand", by_hand, call["name"], json.dumps(call["arguments"]))
    heads = {server.get(f"/v1/episodes/{episode['id']}")["head"], own["head"], last["head"]}
    assert len(heads) == 1


def test_a_submitted_episode_answers_calls_with_an_error(server):
    (episode,) = server.open()
    server.post(f"/v1/episodes/{episode['id']}/submit", {"response": "done"})

    async def run():
        async with mcp.Client(episode["mcp_url"]) as client:
            result = await client.call_tool("searchOrders", {})
            assert result.is_error is True and "submitted" in result.content[0].text

    asyncio.run(run())


def test_clients_of_one_group_do_not_see_each_other(server):
    first, second = server.open(2)

    async def run():
        async with mcp.Client(first["mcp_url"]) as one, mcp.Client(second["mcp_url"]) as other:
            await one.call_tool("updateOrderStatus", {"order_id": "ord-250914-002", "status": "cancelled"})
            seen = await other.call_tool("getOrderDetails", {"order_id": "ord-250914-002"})
            assert seen.structured_content["order"]["status"] == "paid"

    asyncio.run(run())


