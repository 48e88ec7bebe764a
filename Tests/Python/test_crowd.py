"""Many clients, and bad ones among them: nobody gets an error that is not his own, and memory stays flat."""

import asyncio
import json
import random
import socket
import threading
import urllib.parse

from conformance_client import Endpoint, message
from conftest import verified

SEARCH = {"name": "searchCustomers", "arguments": {"email": "renee.lindqvist@mail.example"}}
WRITE = {"name": "updateOrderStatus", "arguments": {"order_id": "ord-250914-002", "status": "cancelled"}}


def anonymous_kib(server):
    """Memory of the server that is not the store's map."""
    for line in open(f"/proc/{server.process.pid}/status"):
        if line.startswith("RssAnon:"):
            return int(line.split()[1])


async def call(reader, writer, path, number, params):
    body = json.dumps(message("tools/call", params, id=number)).encode()
    writer.write(
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    answer = json.loads(await reader.readexactly(length))
    assert answer["id"] == number and answer["result"]["isError"] is False, answer


def test_five_thousand_episodes_over_a_thousand_connections(serve, store):
    server = serve(store, "--mode", "scratch")
    paths = [urllib.parse.urlsplit(episode["mcp_url"]).path for _ in range(5) for episode in server.open(1_000)]
    host, port = server.address.split(":")
    memory = []

    async def client(number, rounds):
        reader, writer = await asyncio.open_connection(host, int(port))
        for count in range(rounds):
            for offset in range(5):
                await call(reader, writer, paths[number * 5 + offset], number, WRITE if count == 0 else SEARCH)
        writer.close()
        await writer.wait_closed()

    async def crowd(rounds):
        await asyncio.gather(*[client(number, rounds) for number in range(1_000)])
        memory.append(anonymous_kib(server))

    # Every episode was touched in the first crowd; two more do more of the same.
    for rounds in (1, 1, 1):
        asyncio.run(crowd(rounds))
    assert memory[2] < memory[0] * 1.25 + 32 * 1024, memory
    assert server.stop() == 0
    verified(store)


ATTACKS = [
    b"\x00\xff" * 2_000, b"GET / HTTP/1.1\r\n" * 50, b"POST PATH HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n",
    b"POST PATH HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    b"POST PATH HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    b"POST PATH HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n",
    b"POST PATH/../../v1/episodes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
    b"POST /mcp/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
    b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200,  # and reads none of it
    b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000,
]


def test_good_clients_do_not_notice_bad_ones(serve, store):
    server = serve(
        store, "--header-timeout", 1, "--body-timeout", 1, "--write-timeout", 1, "--body-limit", 1 << 20)
    endpoints = [Endpoint(episode["mcp_url"]) for episode in server.open(65)]
    bad, good = endpoints.pop(), endpoints
    over, errors = threading.Event(), []

    def attack(seed):
        choice, held = random.Random(seed), []
        while not over.is_set():
            try:
                link = socket.create_connection(server.address.split(":"), timeout=1)
                link.sendall(choice.choice(ATTACKS).replace(b"PATH", bad.path.encode()))
                # Some hang up at once, some stay and say nothing more.
                held.append(link)
                if len(held) > 20:
                    held.pop(choice.randrange(20)).close()
            except OSError:
                pass
        for link in held:
            link.close()

    def work(endpoint):
        try:
            link = endpoint.connection()
            for number in range(25):
                answer = endpoint.send(message("tools/call", SEARCH, id=number), connection=link)
                assert answer.status == 200 and answer.value["id"] == number and answer.result["isError"] is False
            link.close()
        except Exception as error:  # noqa: BLE001: whatever it is, it must not happen.
            errors.append(error)

    attackers = [threading.Thread(target=attack, args=(seed,), daemon=True) for seed in range(4)]
    workers = [threading.Thread(target=work, args=(endpoint,)) for endpoint in good]
    for thread in attackers + workers:
        thread.start()
    for thread in workers:
        thread.join()
    over.set()
    for thread in attackers:
        thread.join()
    assert errors == []
    assert server.stop() == 0
    verified(store)
