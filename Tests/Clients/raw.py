"""Requests byte by byte, for what no well-behaved client would send."""

import http.client
import socket
from dataclasses import dataclass


@dataclass
class Answer:
    status_code: int
    text: str


def send(server, token, method, target, body=b"", content_type="application/json", timeout=60):
    """Sends `target` and `body` as the bytes that they are."""
    head = (
        f"Host: 127.0.0.1:{server.port}\r\nAuthorization: token {token}\r\nAccept-Language: en\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout) as connection:
        connection.sendall(method.encode() + b" " + target + b" HTTP/1.1\r\n" + head + body)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return Answer(response.status, response.read().decode(errors="replace"))
