#!/usr/bin/env python3
"""Calls per second over HTTP beside a fixed answer of the same server and size, and the server's cold start.

    python3 Benchmarks/http/http_figures.py .build/release/corecraft [--json] [--seconds 5] [--rounds 3]

Needs `wrk` (Debian package wrk). The two are measured in turn, round by round; medians are printed.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EPISODES = 64
CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "getOrderDetails", "arguments": {"order_id": "ord-250914-002"}},
}


class Server:
    def __init__(self, binary, store, mode):
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--store", store, "--port", "0", "--mode", mode, "--json", "--benchmark-route"], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.ready_milliseconds = (time.perf_counter() - started) * 1e3

    def post(self, url, body, headers=None):
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **(headers or {})}
        with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
            return answer.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def wrk(url, script, seconds, environment):
    output = subprocess.run(
        ["wrk", "-t2", "-c64", "-d%ds" % seconds, "-s", str(script), url], capture_output=True, text=True, check=True,
        env={**os.environ, **environment},
    ).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit("error: wrk saw failures:\n" + output)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", output).group(1))


def throughput(binary, mode, seconds, rounds):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder + "/store", mode)
        try:
            opened = json.loads(server.post(server.url + "/v1/episodes", {"snapshot": "starter", "count": EPISODES}))
            urls = [episode["mcp_url"] for episode in opened["episodes"]]
            answer = server.post(urls[0], CALL)
            if b'"isError":true' in answer:
                raise SystemExit("error: the call fails: %s" % answer.decode())
            paths = pathlib.Path(folder, "paths")
            paths.write_text("".join(url[len(server.url):] + "\n" for url in urls))
            fixed_path = pathlib.Path(folder, "fixed")
            fixed_path.write_text("/bench/%d\n" % len(answer))
            body = json.dumps(CALL)
            calls, fixed = [], []
            for _ in range(rounds):
                calls.append(wrk(server.url, HERE / "calls.lua", seconds, {"CALLS_PATHS": str(paths), "CALLS_BODY": body}))
                fixed.append(wrk(server.url, HERE / "calls.lua", seconds, {"CALLS_PATHS": str(fixed_path), "CALLS_BODY": body}))
            return statistics.median(calls), statistics.median(fixed), len(answer)
        finally:
            server.stop()


def cold_start(binary, rounds):
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            server = Server(binary, folder + "/store", "durable")
            times.append(server.ready_milliseconds)
            server.stop()
    return statistics.median(times[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("error: wrk is missing; install it with: apt-get install wrk")
    figures = {}
    for mode in ("scratch", "durable"):
        print("measuring %s over HTTP ..." % mode, file=sys.stderr)
        calls, fixed, size = throughput(options.binary, mode, options.seconds, options.rounds)
        figures["http_calls_" + mode] = {
            "calls_per_second": round(calls), "fixed_answers_per_second": round(fixed), "ratio": round(calls / fixed, 3), "bytes": size,
        }
    figures["cold_start_milliseconds"] = round(cold_start(options.binary, 6), 1)
    if options.json:
        print(json.dumps(figures))
        return
    for mode in ("scratch", "durable"):
        row = figures["http_calls_" + mode]
        print("MCP tools/call over HTTP, 64 connections, %-8s %8d/s   fixed answer of %d bytes %8d/s   ratio %.2f   target 0.70" % (
            mode, row["calls_per_second"], row["bytes"], row["fixed_answers_per_second"], row["ratio"]))
    print("server ready from a cold start, snapshot starter     %8.1f ms   target 100 ms" % figures["cold_start_milliseconds"])


if __name__ == "__main__":
    main()
