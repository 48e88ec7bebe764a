"""Run by test_old_client.py with the official client before revision 2026-07-28: a tour of one episode.

usage: old_client.py URL | old_client.py COMMAND ARGUMENT...
"""

import asyncio
import contextlib
import json
import os
import sys

from mcp import ClientSession, McpError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client


@contextlib.asynccontextmanager
async def connected(target, arguments):
    if target.startswith("http"):
        async with streamablehttp_client(target) as (reading, writing, _):
            yield reading, writing
    else:
        parameters = StdioServerParameters(command=target, args=arguments, env=dict(os.environ), cwd=os.getcwd())
        async with stdio_client(parameters) as (reading, writing):
            yield reading, writing


async def tour(session):
    settled = await session.initialize()
    await session.send_ping()
    tools = (await session.list_tools()).tools
    found = await session.call_tool("searchCustomers", {"email": "renee.lindqvist@mail.example"})
    refused = await session.call_tool("getOrderDetails", {"order_id": "no-such-order"})
    try:
        await session.call_tool("noSuchTool", {})
        unknown = None
    except McpError as error:
        unknown = error.error.code
    resources = (await session.list_resources()).resources
    read = [(await session.read_resource(resource.uri)).contents[0].text for resource in resources]
    templates = (await session.list_resource_templates()).resourceTemplates
    prompts = (await session.list_prompts()).prompts
    prompt = await session.get_prompt(prompts[0].name)
    return {
        "version": settled.protocolVersion, "server": settled.serverInfo.name, "instructions": settled.instructions,
        "tools": [tool.name for tool in tools], "found": found.structuredContent, "foundError": found.isError,
        "refusedError": refused.isError, "unknown": unknown, "resources": len(read), "empty": "" in read,
        "templates": [template.uriTemplate for template in templates], "messages": len(prompt.messages),
    }


async def main(target, *arguments):
    async with connected(target, list(arguments)) as (reading, writing), ClientSession(reading, writing) as session:
        print(json.dumps(await tour(session)))


asyncio.run(main(*sys.argv[1:]))
