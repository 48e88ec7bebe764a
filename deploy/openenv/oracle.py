#!/usr/bin/env python3
"""Plays the reference solution of every task through /openenv and prints the rewards; fails unless each earns 1.

usage: deploy/openenv/oracle.py http://127.0.0.1:8000/openenv [TASK...]
CORECRAFT_TOKEN, when it is set, is sent as the operator's token.
"""

import json
import os
import pathlib
import sys
import urllib.request

TASKS = pathlib.Path(__file__).resolve().parent.parent.parent / "tasks"


def post(url, body):
    headers = {"Content-Type": "application/json"}
    if token := os.environ.get("CORECRAFT_TOKEN"):
        headers["Authorization"] = "Bearer " + token
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)


def play(url, task):
    episode = post(url + "/reset", {"task": task["id"]})["metadata"]["episode"]
    solution = task["reference"]
    actions = [
        {"type": "call_tool", "tool_name": call["name"], "arguments": call["arguments"]} for call in solution["calls"]
    ]
    for action in [*actions, {"type": "respond", "content": solution["response"]}]:
        result = post(url + "/step", {"episode_id": episode, "action": action})
    return result["reward"]


def main(url, *wanted):
    tasks = [json.loads(path.read_text("utf-8")) for path in sorted(TASKS.rglob("*.json"))]
    rewards = {task["id"]: play(url, task) for task in tasks if not wanted or task["id"] in wanted}
    print(json.dumps(rewards, indent=2))
    return 0 if rewards and all(reward == 1 for reward in rewards.values()) else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
