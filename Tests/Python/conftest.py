"""What the tests of the command line and the server share: the binary, stores, and a server of their own.

The binary is named by CORECRAFT_BINARY; a debug build of the repository is the default.
"""

import http.client
import json
import os
import pathlib
import shutil
import subprocess
import time
import urllib.parse

import pytest
from conformance_client import Endpoint

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("CORECRAFT_BINARY", str(ROOT / ".build/debug/corecraft"))
TASK = "demo-swap-paid-order"
TASK_FILE = json.loads((ROOT / "tasks/demo/demo-swap-paid-order.json").read_text("utf-8"))
REFERENCE = TASK_FILE["reference"]
# An episode that no store has.
NOBODY = "ep-000000000000-77"

# Only so that a hung process fails its test instead of the whole run; nothing is asserted about time.
PATIENCE_SECONDS = 120


def environment(**changes):
    """The environment of a child: no store, token or URL of whoever runs the tests leaks in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CORECRAFT_")}
    return clean | changes


def corecraft(*arguments, binary=BINARY, stdin=None, env=None):
    """Runs one command in the repository's root and returns it when it has ended."""
    return subprocess.run(
        [binary, *map(str, arguments)], cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=environment(**(env or {})),
    )


def answer(*arguments, **options):
    """Runs a command that must succeed, with --json, and returns the one value it prints."""
    done = corecraft(*arguments, "--json", **options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def lines(*arguments, **options):
    """As `answer`, for a command that prints one value a line."""
    done = corecraft(*arguments, "--json", **options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(status, *arguments, says, **options):
    """Runs a command that must fail with that exit code and say something on standard error."""
    done = corecraft(*arguments, **options)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith("error: ") or "\nerror: " in done.stderr, done.stderr
    for text in [says] if isinstance(says, str) else says:
        assert text in done.stderr, done.stderr
    return done


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """A `corecraft serve` on a free port."""

    def __init__(self, store, *arguments, binary=BINARY, token=None):
        self.store, self.token = str(store), token
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--store", self.store, "--port", "0", "--json", *map(str, arguments)], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
        )
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.ready = json.loads(line)
        self.url = self.ready["url"]
        self.address = urllib.parse.urlsplit(self.url).netloc

    def connection(self):
        """A keep-alive connection of its own, for a client that sends many requests."""
        return http.client.HTTPConnection(self.address, timeout=PATIENCE_SECONDS)

    def request(self, method, path, body=None, connection=None, headers=None):
        """Sends one request; `body` is bytes, or a value to be sent as JSON."""
        link = connection or self.connection()
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        fields = {"Content-Type": "application/json"} | (headers or {})
        if self.token:
            fields["Authorization"] = "Bearer " + self.token
        try:
            link.request(method, path, body=data, headers=fields)
            response = link.getresponse()
            return Reply(response.status, dict(response.headers), response.read())
        finally:
            if connection is None:
                link.close()

    def get(self, path):
        reply = self.request("GET", path)
        assert reply.status == 200, reply.body
        return reply.json

    def post(self, path, body=None, connection=None):
        reply = self.request("POST", path, {} if body is None else body, connection)
        assert reply.status in (200, 201), reply.body
        return reply.json

    def open(self, count=1, **more):
        return self.post("/v1/episodes", {"task": TASK, "count": count} | more)["episodes"]

    def stop(self):
        """Asks the server to stop and returns its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        self.process.stderr.close()


def until_ready(server):
    """Polls for readiness; returns the seconds since the process was started."""
    while time.perf_counter() - server.started < PATIENCE_SECONDS:
        try:
            if server.request("GET", "/readyz").status == 200:
                return time.perf_counter() - server.started
        except OSError:
            pass
        time.sleep(0.005)
    raise AssertionError("the server is not ready")


def verified(store):
    """Verifies a store and returns the report, which must be clean."""
    report = answer("verify", "--store", store)
    assert report["ok"] is True and report["problems"] == []
    return report


@pytest.fixture
def store(tmp_path):
    """The path of a store that is not there yet."""
    return tmp_path / "store"


@pytest.fixture
def serve():
    """Starts servers that are stopped with the test."""
    servers = []

    def start(store, *arguments, **options):
        servers.append(Server(store, *arguments, **options))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def server(serve, store):
    """A server on a fresh store."""
    return serve(store)


class Played:
    """A store with one episode that was played to its end and one that is open."""

    def __init__(self, store):
        self.store = store
        opened = answer("open", "--store", store, "--task", TASK, "--count", 2, "--label", "run=test")
        self.done, self.open = [episode["id"] for episode in opened["episodes"]]
        for call in REFERENCE["calls"]:
            answer("call", "--store", store, self.done, call["name"], json.dumps(call["arguments"]))
        self.submitted = answer("submit", "--store", store, self.done, REFERENCE["response"])
        self.last = len(REFERENCE["calls"]) + 1


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return Played(tmp_path_factory.mktemp("played") / "store")


@pytest.fixture
def copy(played, tmp_path):
    """A copy of the played store, for tests that write."""
    shutil.copytree(played.store, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for all items that leave it as it was."""
    server = Server(tmp_path_factory.mktemp("conformance") / "store")
    yield server
    server.stop()


@pytest.fixture
def episode(shared):
    (opened,) = shared.open()
    endpoint = Endpoint(opened["mcp_url"])
    endpoint.seq = lambda: shared.get(f"/v1/episodes/{opened['id']}")["seq"]
    return endpoint
