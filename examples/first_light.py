#!/usr/bin/env python3
"""First light: 16 episodes of one task, driven at the same time over MCP, then replayed, audited and forked.

    .venv/bin/python examples/first_light.py --binary .build/release/corecraft

Starts `corecraft serve` on a fresh store, opens a group of 16 episodes, lets a small scripted agent work on each of them over
MCP/HTTP (some runs right, some wrong on purpose), submits, grades, replays and audits every one, forks a wrong run at the step
before its mistake and finishes it right, prints a table and a summary, and leaves the server up until Ctrl-C.
Needs the PyPI package `mcp`; everything else is the standard library.
"""

import argparse
import asyncio
import json
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from mcp import Client
from scripted_agents import FORKED, PLAN, Desk, actor

ROOT = pathlib.Path(__file__).resolve().parent.parent
TASK = "demo-swap-paid-order"


class Server:
    """A `corecraft serve` of our own and its control API."""

    def __init__(self, binary, store, port):
        self.process = subprocess.Popen(
            [binary, "serve", "--store", store, "--port", str(port), "--json"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
            start_new_session=True,  # Ctrl-C is for us; the server is told to stop in order.
        )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"error: the server did not start (exit code {self.process.wait()}); it says why above")
        self.url = json.loads(line)["url"]

    def request(self, method, path, body=None):
        """Sends one request of the control API and returns the parsed answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise SystemExit(f"error: {method} {path}: {error.code} {error.read().decode()}") from None

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, body):
        return self.request("POST", path, body)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


class Run:
    """One run: what was answered, how many calls it took, and from when to when they were made."""

    def __init__(self, response, calls, started):
        self.response, self.calls, self.started, self.ended = response, calls, started, time.perf_counter()


async def run_one(episode, act, start):
    """Connects to an episode over MCP, waits until all runs know their tools, and lets an actor work."""
    async with Client(episode["mcp_url"]) as client:
        await client.list_tools()
        await start.wait()
        started = time.perf_counter()
        desk = Desk(client)
        response = await act(desk)
        return Run(response, desk.calls, started)


async def run_together(episodes, acts):
    """Runs actors on their episodes at the same time, one MCP client each."""
    start = asyncio.Barrier(len(acts))
    return await asyncio.gather(*(run_one(episode, act, start) for episode, act in zip(episodes, acts)))


def judged(server, episode, script, run):
    """Submits and grades an episode, replays and audits it; returns a row of the table."""
    path = f"/v1/episodes/{episode['id']}"
    submitted = server.post(path + "/submit", {"response": run.response})
    started = time.perf_counter()
    replay = server.post(path + "/replay", {"kind": "both"})
    replay_seconds = time.perf_counter() - started
    audit = server.post(path + "/audit", {})
    grade = submitted["grade"]
    return {
        "episode": episode["id"], "script": script, "calls": run.calls, "reward": grade["reward"], "passed": grade["passed"],
        "satisfied": grade["satisfied"], "total": grade["total"],
        "failed": [c["id"] for c in grade["criteria"] if not c["satisfied"]],
        "head": submitted["head"], "root": submitted["root"], "replay": replay["ok"], "records": replay["records"],
        "replay_seconds": replay_seconds, "audit": audit["ok"],
    }


async def first_light(server):
    """The whole run; returns what it came to."""
    task = server.get(f"/v1/tasks/{TASK}")
    started = time.perf_counter()
    group = server.post("/v1/episodes", {"task": TASK, "count": len(PLAN), "labels": {"run": "first-light"}})
    open_seconds = time.perf_counter() - started

    actors = [actor(script, task) for script, _ in PLAN]
    runs = await run_together(group["episodes"], [act.work for act in actors])
    drive_seconds = max(run.ended for run in runs) - min(run.started for run in runs)
    rows = [judged(server, episode, script, run) for episode, (script, _), run in zip(group["episodes"], PLAN, runs)]

    records = [server.get(f"/v1/episodes/{row['episode']}/records")["records"] for row in rows]
    latencies = [entry["latency_us"] for run in records for entry in run if entry["record"]["kind"] == "call"]

    # The mistake of that run is the call after its refund: it goes on to the new order and never settles the payment.
    wrong = [script for script, _ in PLAN].index(FORKED)
    (at,) = [entry["seq"] for entry in records[wrong] if entry["record"].get("name") == "create_refund"]
    started = time.perf_counter()
    forked = server.post(f"/v1/episodes/{rows[wrong]['episode']}/fork", {"at": at, "labels": {"run": "first-light-fork"}})
    fork_seconds = time.perf_counter() - started
    (episode,) = forked["episodes"]
    agent, steps = actors[wrong].forked()
    (run,) = await run_together([episode], [lambda desk: agent.work(desk, steps)])
    number = rows[wrong]["episode"].rsplit("-", 1)[1]
    fork = judged(server, episode, f"fork of {number} at {at}, finished right", run)
    fork["parent"] = rows[wrong]["episode"]
    fork["at"] = at

    judgements = rows + [fork]
    calls = sum(row["calls"] for row in rows)
    replay_seconds = sum(row.pop("replay_seconds") for row in judgements)
    return {
        "task": TASK, "group": group["group"], "episodes": rows, "fork": fork,
        "as_planned": [row["passed"] for row in rows] == [passes for _, passes in PLAN] and fork["passed"],
        "all_replayed": all(row["replay"] for row in judgements), "all_audited": all(row["audit"] for row in judgements),
        "same_head": len({row["head"] for row in rows if row["script"] == "agent"} | {fork["head"]}) == 1,
        "rates": {
            "mcp_calls": calls, "mcp_seconds": drive_seconds, "mcp_calls_per_second": calls / drive_seconds,
            "call_microseconds_median": statistics.median(latencies),
            "open_milliseconds": open_seconds * 1e3, "fork_milliseconds": fork_seconds * 1e3,
            "replayed_records": sum(row["records"] for row in judgements),
            "replays_per_second": len(judgements) / replay_seconds,
        },
    }


def table(rows):
    """Rows of texts in aligned columns; numbers to the right."""
    titles = ["episode", "script", "calls", "reward", "passed", "head", "audit"]
    cells = [
        [
            row["episode"], row["script"], str(row["calls"]), f"{row['reward']:.3f}", "yes" if row["passed"] else "no",
            row["head"][:12], "ok" if row["audit"] and row["replay"] else "FAILED",
        ]
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [titles] + cells) for column in range(len(titles))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column in (2, 3) else cell.ljust(width) for column, (cell, width) in enumerate(zip(line, widths)))
        .rstrip()
        for line in [titles] + cells
    )


def summary(result):
    rows, fork, rates = result["episodes"], result["fork"], result["rates"]
    passed = sum(row["passed"] for row in rows)
    audited = sum(row["audit"] for row in rows + [fork])
    same = "the same head as the agent's right runs" if result["same_head"] else "ANOTHER head than the agent's right runs"
    return (
        f"{len(rows)} episodes were opened in {rates['open_milliseconds']:.0f} ms, in one commit, and driven at the same time by the "
        f"official Python MCP client: {rates['mcp_calls']} calls in {rates['mcp_seconds']:.2f} s, "
        f"{rates['mcp_calls_per_second']:.0f} calls/s; the server took {rates['call_microseconds_median'] / 1e3:.1f} ms for one in the median, up to its writer. {passed} passed and {len(rows) - passed} did not, "
        f"{'as planned' if result['as_planned'] else 'NOT AS PLANNED'}. A wrong run was forked at record {fork['at']}, before its "
        f"mistake, in {rates['fork_milliseconds']:.1f} ms, and finished right, with {same}. {rates['replayed_records']} records were "
        f"replayed, facts and commands, at {rates['replays_per_second']:.0f} episodes/s; {audited} of {len(rows) + 1} audits are ok."
    )


def show(result, server, store, once):
    print(table(result["episodes"] + [result["fork"]]))
    print()
    print(summary(result))
    if not once:
        print()
        print(f"The server stays up until Ctrl-C: {server.url}")
        print(f"  this group    {server.url}/v1/episodes?group={urllib.parse.quote(result['group'])}")
        print(f"  the fork      {server.url}/v1/episodes/{result['fork']['episode']}")
        print(f"  the store     {store}")
    sys.stdout.flush()


def wait(server):
    """Until Ctrl-C, SIGTERM, or the end of the server."""
    try:
        return server.process.wait()
    except KeyboardInterrupt:
        return server.stop()


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/corecraft"), help="the corecraft to run")
    parser.add_argument("--store", help="the store's folder; a new temporary one when left out")
    parser.add_argument("--port", type=int, default=8080, help="where to listen; 0 picks a free port")
    parser.add_argument("--demo", action=argparse.BooleanOptionalAction, default=True, help="run the demo, or only serve")
    parser.add_argument("--once", action="store_true", help="stop the server after the demo")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)  # Whatever happens, the server is stopped in order.
    store = options.store or tempfile.mkdtemp(prefix="corecraft-") + "/store"
    server = Server(options.binary, store, options.port)
    try:
        if not options.demo:
            print(f"serving {store} at {server.url} until Ctrl-C", flush=True)
            return wait(server)
        result = asyncio.run(first_light(server))
        if options.json:
            print(json.dumps(result | {"url": server.url, "store": store}, sort_keys=True), flush=True)
        else:
            show(result, server, store, options.once)
        good = result["as_planned"] and result["all_replayed"] and result["all_audited"] and result["same_head"]
        if not options.once:
            wait(server)
        return 0 if good else 1
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
