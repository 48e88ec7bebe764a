#!/usr/bin/env python3
"""Calls per second over HTTP beside their rivals, and the server's cold start.

    python3 Benchmarks/http/http_figures.py .build/release/corecraft [--loop PROGRAM] [--json] [--seconds 5] [--rounds 3]

The rivals are a fixed answer of the same server and size, and, for durable calls, the loop in C of
Benchmarks/lmdb-loop in groups of 64 with records as long as those of the calls. The calls are one read, asked again and
again: its result is stored once, so that neither the server nor the loop puts a blob.

Needs `wrk` (Debian package wrk). A figure and its rivals are measured in turn, round by round; medians are printed.
Rates suffer from whatever else runs; the processor time of server and load generator for one request does so less.
"""

import argparse
import json
import os
import pathlib
import re
import resource
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
CONNECTIONS = 64
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

    def get(self, path):
        with urllib.request.urlopen(self.url + path) as answer:
            return json.loads(answer.read())

    def processor_seconds(self):
        """Of the server itself, in user and system mode."""
        fields = pathlib.Path("/proc/%d/stat" % self.process.pid).read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def wrk(server, script, seconds, environment):
    """Requests per second, and the processor time of one: of the server and of wrk, in microseconds."""
    before = server.processor_seconds() + finished_children_seconds()
    output = subprocess.run(
        ["wrk", "-t2", "-c%d" % CONNECTIONS, "-d%ds" % seconds, "-s", str(script), server.url], capture_output=True, text=True,
        check=True, env={**os.environ, **environment},
    ).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit("error: wrk saw failures:\n" + output)
    spent = server.processor_seconds() + finished_children_seconds() - before
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", output).group(1)), spent / requests * 1e6


def finished_children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def loop_rate(program, folder, mode, record_length):
    """Appends per second of the loop in C, in groups as large as there are connections."""
    output = subprocess.run(
        [program, folder, "1", mode, str(CONNECTIONS), str(record_length), "0"], capture_output=True, text=True, check=True,
    ).stdout
    return json.loads(output)["appends_per_second"]


def throughput(binary, loop, mode, seconds, rounds):
    """The medians of one mode: calls, fixed answers and appends of the loop a second, and the size of an answer."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder + "/store", mode)
        try:
            opened = json.loads(server.post(server.url + "/v1/episodes", {"snapshot": "starter", "count": CONNECTIONS}))
            urls = [episode["mcp_url"] for episode in opened["episodes"]]
            answer = server.post(urls[0], CALL)
            if b'"isError":true' in answer:
                raise SystemExit("error: the call fails: %s" % answer.decode())
            record = server.get("/v1/episodes/%s/records?from=1" % opened["episodes"][0]["id"])["records"][0]["record"]
            record_length = len(json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode())
            paths = pathlib.Path(folder, "paths")
            paths.write_text("".join(url[len(server.url):] + "\n" for url in urls))
            fixed_path = pathlib.Path(folder, "fixed")
            fixed_path.write_text("/bench/%d\n" % len(answer))
            body = json.dumps(CALL)
            calls, fixed, appends = [], [], []
            calls_script = {"CALLS_PATHS": str(paths), "CALLS_BODY": body}
            fixed_script = {"CALLS_PATHS": str(fixed_path), "CALLS_BODY": body}
            for _ in range(rounds):
                calls.append(wrk(server, HERE / "calls.lua", seconds, calls_script))
                fixed.append(wrk(server, HERE / "calls.lua", seconds, fixed_script))
                if loop and mode == "durable":
                    appends.append(loop_rate(loop, folder, mode, record_length))
            (call_rate, call_time), (fixed_rate, fixed_time) = [
                [statistics.median(column) for column in zip(*measured)] for measured in (calls, fixed)
            ]
            figures = {
                "calls_per_second": round(call_rate), "fixed_answers_per_second": round(fixed_rate),
                "ratio": round(call_rate / fixed_rate, 3), "bytes": len(answer),
                "call_microseconds": round(call_time, 1), "fixed_answer_microseconds": round(fixed_time, 1),
                "processor_ratio": round(fixed_time / call_time, 3),
            }
            if appends:
                figures["loop_appends_per_second"] = round(statistics.median(appends))
                figures["loop_ratio"] = round(call_rate / statistics.median(appends), 3)
                figures["record_bytes"] = record_length
            return figures
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
    parser.add_argument("--loop", help="the program of Benchmarks/lmdb-loop, which the durable calls stand beside")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("error: wrk is missing; install it with: apt-get install wrk")
    figures = {}
    for mode in ("scratch", "durable"):
        print("measuring %s over HTTP ..." % mode, file=sys.stderr)
        figures["http_calls_" + mode] = throughput(options.binary, options.loop, mode, options.seconds, options.rounds)
    figures["cold_start_milliseconds"] = round(cold_start(options.binary, 6), 1)
    if options.json:
        print(json.dumps(figures))
        return
    for mode in ("scratch", "durable"):
        row = figures["http_calls_" + mode]
        print("MCP tools/call over HTTP, %d connections, %-8s %8d/s   fixed answer of %d bytes %8d/s   ratio %.2f%s" % (
            CONNECTIONS, mode, row["calls_per_second"], row["bytes"], row["fixed_answers_per_second"], row["ratio"],
            "   target 0.70" if mode == "scratch" else ""))
        print("%-57s %8.1f us    fixed answer %22.1f us    ratio %.2f" % (
            "processor time of server and load generator for one", row["call_microseconds"], row["fixed_answer_microseconds"],
            row["processor_ratio"]))
        if "loop_ratio" in row:
            print("%-57s %8d/s   C loop, records of %d bytes   %8d/s   ratio %.2f   target 0.70" % (
                "the same", row["calls_per_second"], row["record_bytes"], row["loop_appends_per_second"], row["loop_ratio"]))
    print("server ready from a cold start, snapshot starter     %8.1f ms   target 100 ms" % figures["cold_start_milliseconds"])


if __name__ == "__main__":
    main()
