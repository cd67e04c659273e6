"""A TCP line that can be cut, without a word of farewell, and mended again."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time


class Link:
    """From a port of its own to a server on this machine, until `close`."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._is_cut = threading.Event()
        self._is_over = threading.Event()
        self._bytes_left: int | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        self._is_cut.set()

    def cut_after(self, to_server: int) -> None:
        """Carry so many more bytes to the server, then cut: mostly in the middle of what the client says."""
        self._bytes_left = to_server

    def mend(self) -> None:
        self._is_cut.clear()

    def close(self) -> None:
        self._is_over.set()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._is_over.is_set():
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            client,
            socket.create_connection(("127.0.0.1", self._server_port)) as server,
            selectors.DefaultSelector() as waiting,
        ):
            waiting.register(client, selectors.EVENT_READ, server)
            waiting.register(server, selectors.EVENT_READ, client)
            while not self._is_over.is_set():
                for key, _ in waiting.select(0.2):
                    while self._is_cut.is_set():
                        time.sleep(0.05)
                    most = self._bytes_left if key.fileobj is client and self._bytes_left is not None else 65536
                    data = key.fileobj.recv(most)  # type: ignore[union-attr]
                    if not data:
                        return
                    key.data.sendall(data)
                    if key.fileobj is client:
                        self._count(len(data))

    def _count(self, carried: int) -> None:
        if self._bytes_left is None:
            return
        self._bytes_left -= carried
        if self._bytes_left == 0:
            self._bytes_left = None
            self.cut()
