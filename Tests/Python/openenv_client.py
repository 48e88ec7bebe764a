"""A rollout with OpenEnv's own clients; run by test_openenv.py in the environment of `openenv`.

usage: openenv_client.py BASE_URL SCENARIO [JSON]    prints one JSON value
"""

import asyncio
import json
import sys
from typing import Literal

from openenv.core.env_server.mcp_types import CallToolAction
from openenv.core.env_server.types import Action
from openenv.core.generic_client import GenericEnvClient
from openenv.core.mcp_client import MCPToolClient


class Respond(Action):
    """The final response, for clients that take actions of pydantic only."""

    type: Literal["respond"] = "respond"
    content: str


def call(name, arguments):
    return {"type": "call_tool", "tool_name": name, "arguments": arguments}


def shown(result):
    return {"observation": result.observation, "reward": result.reward, "done": result.done, "metadata": result.metadata}


async def run(env, reference):
    """The reference solution of a task, step by step."""
    steps = [shown(await env.step(call(step["name"], step["arguments"]))) for step in reference["calls"]]
    return steps + [shown(await env.step({"type": "respond", "content": reference["response"]}))]


async def generic(url, given):
    async with GenericEnvClient(base_url=url, headers=given.get("headers")) as env:
        opened = shown(await env.reset(**given.get("reset", {})))
        before = await env.state()
        tools = shown(await env.step({"type": "list_tools"}))
        steps = await run(env, given["reference"])
        return {"opened": opened, "before": before, "tools": tools, "steps": steps, "after": await env.state()}


async def errors(url, given):
    """What each message of a list comes to: an error's text, or null."""
    said = []
    async with GenericEnvClient(base_url=url, headers=given.get("headers")) as env:
        for kind, value in given["messages"]:
            try:
                await (env.reset(**value) if kind == "reset" else env.step(value))
                said.append(None)
            except RuntimeError as error:
                said.append(str(error))
    return said


async def tools(url, given):
    """The client that calls tools over HTTP and resets over a WebSocket, in one session."""
    async with MCPToolClient(base_url=url) as env:
        before = [tool.name for tool in await env.list_tools()]
        opened = await env.reset(task=given["task"], episode_id="mine", seed=3)
        found = await env.call_tool(given["name"], **given["arguments"])
        state = await env.state()
        # As when the network fails: no close frame, no message.
        env._ws.transport.abort()
        await asyncio.sleep(0)
        after = await env.state()
        stepped = await env.step(CallToolAction(tool_name=given["name"], arguments=given["arguments"]))
        ended = await env.step(Respond(content="Done."))
        return {
            "before": before, "prompt": opened.observation.prompt, "found": found,
            "state": [state.episode_id, state.step_count], "after": [after.episode_id, after.step_count],
            "stepped": stepped.observation.model_dump(), "reward": ended.reward, "done": ended.done,
            "metadata": ended.metadata,
        }


async def crowd(url, given):
    """Many sessions at once, all through the reference solution."""

    async def one(number):
        async with GenericEnvClient(base_url=url) as env:
            await env.reset(task=given["task"], episode_id=f"crowd-{number}")
            steps = await run(env, given["reference"])
            state = await env.state()
            return [state["episode"], state["episode_id"], state["head"], steps[-1]["reward"]]

    return await asyncio.gather(*(one(number) for number in range(given["count"])))


async def large(url, given):
    """A message of some megabytes, as one frame."""
    async with GenericEnvClient(base_url=url) as env:
        await env.reset(snapshot="starter")
        result = await env.step(call("searchOrders", {"customer_id": "x" * given["bytes"]}))
        return result.observation


SCENARIOS = {"generic": generic, "errors": errors, "tools": tools, "crowd": crowd, "large": large}

if __name__ == "__main__":
    scenario = SCENARIOS[sys.argv[2]]
    json.dump(asyncio.run(scenario(sys.argv[1], json.loads(sys.stdin.read() or "{}"))), sys.stdout)
