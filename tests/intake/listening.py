"""A host on this machine that hears who speaks to it, and one that answers as badly as it is told to."""

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress


class Listener:
    """It accepts nobody; whoever has connected is heard."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def heard(self) -> bool:
        """Whether anybody connected since it was last asked."""
        try:
            connection, _ = self._socket.accept()
        except BlockingIOError:
            return False
        connection.close()
        return True

    def close(self) -> None:
        self._socket.close()


@contextmanager
def host(pieces: Iterable[bytes], context: ssl.SSLContext | None = None, *, waits: bool = True) -> Iterator[int]:
    """The port of a host that answers one request with some pieces, and then waits until the other side has gone."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(server, pieces, context, waits), daemon=True)
    thread.start()
    with server:
        yield server.getsockname()[1]
    thread.join(30)
    assert not thread.is_alive()


def _serve(server: socket.socket, pieces: Iterable[bytes], context: ssl.SSLContext | None, waits: bool) -> None:
    with suppress(OSError), _accepted(server, context) as connection:
        connection.recv(2**16)
        for piece in pieces:
            connection.sendall(piece)
        if waits:
            connection.recv(1)


def _accepted(server: socket.socket, context: ssl.SSLContext | None) -> socket.socket:
    connection, _ = server.accept()
    connection.settimeout(30)
    return context.wrap_socket(connection, server_side=True) if context else connection
