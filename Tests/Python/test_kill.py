"""kill -9 while 32 clients write, ten times, and a stop in order: every acknowledged record is there, the store is whole."""

import http.client
import threading

import pytest
from conftest import Server, until_ready, verified

CLIENTS = 32
ROUNDS = 10
STATUSES = ["pending", "paid", "fulfilled", "cancelled"]


class Client(threading.Thread):
    """Writes to an episode of its own until the server is gone; keeps what was acknowledged."""

    def __init__(self, server, episode, total):
        super().__init__(daemon=True)
        self.server, self.episode, self.total, self.acknowledged = server, episode, total, {}

    def run(self):
        connection = self.server.connection()
        try:
            for number in range(1_000_000):
                status = STATUSES[number % len(STATUSES)]
                call = {"name": "updateOrderStatus", "arguments": {"order_id": "ord-250914-002", "status": status}}
                receipt = self.server.post(f"/v1/episodes/{self.episode}/calls", call, connection)
                self.acknowledged[receipt["seq"]] = (receipt["head"], receipt["root"])
                self.total.release()
        except (OSError, http.client.HTTPException):
            pass  # The server was killed: what was not answered was not acknowledged.
        finally:
            connection.close()


def check(server, client):
    """Every acknowledged record of a client is in the log as it was answered."""
    records = server.get(f"/v1/episodes/{client.episode}/records")["records"]
    assert [record["seq"] for record in records] == list(range(len(records)))
    for seq, (head, root) in client.acknowledged.items():
        assert records[seq]["hash"] == head and records[seq]["record"]["root"] == root
    # One call was in flight; it may have been committed without an answer.
    assert len(records) - 1 - max(client.acknowledged, default=0) <= 1


@pytest.mark.parametrize("mode", ["durable", "scratch"])
def test_nothing_acknowledged_is_lost(store, mode):
    clients, seconds, acknowledged = [], [], 0
    server = Server(store, "--mode", mode)
    try:
        for round in range(ROUNDS):
            total = threading.Semaphore(0)
            episodes = server.open(CLIENTS)
            clients = [Client(server, episode["id"], total) for episode in episodes]
            for client in clients:
                client.start()
            for _ in range(CLIENTS * 4 + round * 17):  # Let them get going, and kill at another point each time.
                total.acquire()
            server.kill()
            for client in clients:
                client.join()
            acknowledged += sum(len(client.acknowledged) for client in clients)
            verified(store)
            server = Server(store, "--mode", mode)
            seconds.append(until_ready(server))
            for client in clients:
                check(server, client)
        # The episodes of the last round go on where they stopped.
        for client in clients:
            call = {"name": "searchOrders", "arguments": {}}
            last = server.get(f"/v1/episodes/{client.episode}")["seq"]
            assert server.post(f"/v1/episodes/{client.episode}/calls", call)["seq"] == last + 1
            assert server.post(f"/v1/episodes/{client.episode}/replay")["ok"]
        assert server.stop() == 0
        verified(store)
    finally:
        if server.process.poll() is None:
            server.kill()
    print(f"{mode}: {acknowledged} acknowledged records in {ROUNDS} rounds; ready after at most {max(seconds) * 1e3:.0f} ms")


def test_a_server_that_is_told_to_stop_finishes_what_is_in_flight(store):
    server = Server(store)
    total = threading.Semaphore(0)
    clients = [Client(server, episode["id"], total) for episode in server.open(CLIENTS)]
    for client in clients:
        client.start()
    for _ in range(CLIENTS * 4):
        total.acquire()
    assert server.stop() == 0
    for client in clients:
        client.join()
    verified(store)
    server = Server(store)
    try:
        for client in clients:
            check(server, client)
    finally:
        server.stop()
