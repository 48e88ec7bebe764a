"""A client that says exactly what a conformance test wants, and checks what every answer must be (M-81)."""

import http.client
import json
import urllib.parse

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
HANDSHAKE = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
SEARCH = {"name": "searchCustomers", "arguments": {"email": "renee.lindqvist@mail.example"}}
INITIALIZE = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def message(method, params=None, id=1):
    value = {"jsonrpc": "2.0", "id": id, "method": method}
    return value if params is None else value | {"params": params}


def modern(method, params=None, id=1, version=VERSION, **meta):
    """A request with its envelope."""
    envelope = {PREFIX + "protocolVersion": version, PREFIX + "clientCapabilities": {}} | meta
    return message(method, (params or {}) | {"_meta": envelope}, id)


def mirrored(request, **changes):
    """The headers that repeat a modern request."""
    params = request["params"]
    headers = {"MCP-Protocol-Version": params["_meta"][PREFIX + "protocolVersion"], "Mcp-Method": request["method"]}
    name = params.get("name", params.get("uri"))
    if name is not None:
        headers["Mcp-Name"] = name
    return {key: value for key, value in (headers | changes).items() if value is not None}


def checked(answer):
    """M-81: jsonrpc 2.0, exactly one of result and error, an integer code and a text."""
    assert answer["jsonrpc"] == "2.0" and ("result" in answer) != ("error" in answer), answer
    if "error" in answer:
        assert type(answer["error"]["code"]) is int and type(answer["error"]["message"]) is str, answer
    return answer


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body

    @property
    def value(self):
        return checked(json.loads(self.body))

    @property
    def result(self):
        return self.value["result"]

    @property
    def code(self):
        return self.value["error"]["code"]


class Endpoint:
    """The MCP endpoint of one episode."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.address, self.path = parts.netloc, parts.path

    def connection(self):
        return http.client.HTTPConnection(self.address, timeout=120)

    def send(self, body, headers=None, method="POST", path=None, connection=None):
        """Sends bytes, or a value as JSON; a header that is None is left out."""
        link = connection or self.connection()
        fields = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"} | (headers or {})
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        link.request(method, path or self.path, data, {k: v for k, v in fields.items() if v is not None})
        response = link.getresponse()
        answer = Answer(response, response.read())
        if connection is None:
            link.close()
        return answer

    def modern(self, method, params=None, headers=None, **more):
        request = modern(method, params, **more)
        return self.send(request, mirrored(request, **(headers or {})))

    def call(self, name, arguments=None, era="legacy"):
        params = {"name": name} | ({} if arguments is None else {"arguments": arguments})
        return self.send(message("tools/call", params)) if era == "legacy" else self.modern("tools/call", params)


def tools(episode):
    return episode.send(message("tools/list")).result["tools"]
