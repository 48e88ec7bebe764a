"""A proxy that cuts connections where a test says: before, during or after the answer, each time it is told to."""

import re
import socket
import threading


class CuttingProxy:
    """Passes requests to a server; the next ones are cut as `plan` says, one word a request.

    `unsent`   the request does not reach the server
    `before`   the request reaches the server whole, together with the end of the stream, and no answer comes back
    `during`   half of the answer comes back
    `after`    the whole answer reaches the proxy, and nothing comes back
    """

    def __init__(self, server_url):
        host, port = server_url.removeprefix("http://").split(":")
        self.upstream = (host, int(port))
        self.plan, self.lock = [], threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self, *places):
        with self.lock:
            self.plan.extend(places)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            while request := read_message(client):
                with self.lock:
                    place = self.plan.pop(0) if self.plan else None
                if not self.exchange(client, request, place):
                    return
        except OSError:
            pass
        finally:
            client.close()

    def exchange(self, client, request, place):
        """Carries one request; whether the client's connection goes on."""
        if place == "unsent":
            return False
        server = socket.create_connection(self.upstream)
        try:
            if place == "before":
                # In one segment with the end of the stream, so that the server has seen it before it can answer.
                server.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
                server.sendall(request)
                server.shutdown(socket.SHUT_WR)
                while server.recv(65536):  # It answers into a connection that its client has left.
                    pass
                return False
            server.sendall(request)
            answer = read_message(server)
            if place == "during":
                client.sendall(answer[: len(answer) // 2])
            if place in ("during", "after"):
                return False
            client.sendall(answer)
            return True
        finally:
            server.close()

    def close(self):
        self.listener.close()


def read_message(source):
    """One request or answer of HTTP/1.1 with Content-Length; nothing at the end of the stream."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = source.recv(65536)
        if not piece:
            return b""
        data += piece
    head, body = data.split(b"\r\n\r\n", 1)
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    missing = (int(length[1]) if length else 0) - len(body)
    while missing > 0:
        piece = source.recv(65536)
        if not piece:
            return b""
        data += piece
        missing -= len(piece)
    return data
