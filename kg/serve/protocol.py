"""HTTP as uvicorn speaks it, with what it lacks: a request must have begun and ended in time, and only so many may be connected."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.shield import HEADERS

__all__ = ["MOST_CONNECTIONS", "Patient"]

MOST_CONNECTIONS = 256


class Patient(H11Protocol):
    """A connection that is closed when the head of a request does not come within `patience` seconds."""

    patience = 10.0
    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # uvicorn's own type is narrower than asyncio's
        """Begins to wait for the first request; with too many others there, ends at once."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Takes in a piece; a request that has only begun must go on in time."""
        self._wait()
        super().data_received(data)
        if self.cycle and not self.cycle.response_complete:
            self._rest()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP with the headers that every answer has, and ends."""
        del msg
        text = "This is no request that can be read.\n"
        headers = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(text)), "Connection": "close", **HEADERS}
        lines = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in headers.items()), "", text]
        self.transport.write("\r\n".join(lines).encode("ascii"))
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        # A drop now and then buys no time: the clock runs from the first one.
        if self._clock is None and not self.transport.is_closing():
            self._clock = self.loop.call_later(self.patience, self._too_slow)

    def _rest(self) -> None:
        if self._clock:
            self._clock.cancel()
            self._clock = None

    def _too_slow(self) -> None:
        self._clock = None
        if not self.transport.is_closing():
            self.transport.abort()
