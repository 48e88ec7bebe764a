"""The mcp.json that `corecraft open` prints plugs an episode into the official client, with a server and without."""

import asyncio
import json

import mcp
import pytest
from conftest import TASK, answer, corecraft, environment, lines


def client(snippet):
    """A client made of nothing but the printed snippet, as a host makes it."""
    (entry,) = snippet["mcpServers"].values()
    if entry["type"] == "http":
        return mcp.Client(entry["url"])
    # A host starts it wherever it likes, with its own environment.
    return mcp.Client(
        mcp.StdioServerParameters(command=entry["command"], args=entry["args"], env=environment(), cwd="/"))


def work(snippet):
    async def run():
        async with client(snippet) as session:
            assert len((await session.list_tools()).tools) == 35
            result = await session.call_tool("searchCustomers", {"email": "renee.lindqvist@mail.example"})
            assert result.structured_content["result"][0]["name"] == "Renée Lindqvist"
            done = await session.call_tool("submitResponse", {"response": "done"})
            assert done.structured_content == {"submitted": True}
            late = await session.call_tool("searchCustomers", {})
            assert late.is_error is True and "submitted" in late.content[0].text

    asyncio.run(run())


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("door", ["http", "stdio"])
def test_the_printed_snippet_works(serve, store, door, form):
    if door == "http":
        serve(store)
    options = ["open", "--store", store, "--task", TASK, "--profile", "all+submit"]
    if form == "json":
        opened = answer(*options, "--count", "2")
        snippets = [episode["mcp_json"] for episode in opened["episodes"]]
        assert snippets[0] != snippets[1]
        snippet = snippets[1]
    else:
        done = corecraft(*options)
        assert done.returncode == 0, done.stderr
        snippet = json.loads(done.stdout.splitlines()[-1])
    assert {entry["type"] for entry in snippet["mcpServers"].values()} == {door}
    work(snippet)
    episode = lines("show", "--store", store)[-1]
    assert episode["status"] == "submitted" and episode["seq"] == 2 and episode["reward"] is not None
