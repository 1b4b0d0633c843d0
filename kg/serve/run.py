"""Starts the server and lets it run until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import uvicorn

from kg.errors import UsageError
from kg.folder import Folder
from kg.limits import Limits
from kg.serve.app import App
from kg.serve.current import Current, open_build
from kg.serve.lanes import Lanes
from kg.serve.protocol import Patient
from kg.serve.shield import LOOPBACK, PATIENCE, Shield

__all__ = ["Options", "serve"]

#: What one query may take.
LIMITS = Limits(seconds=10, memory=1 << 30, answer_bytes=10 << 20)


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve; what is not said is safe."""

    host: str = "127.0.0.1"
    #: 0 takes any that is free.
    port: int = 7300
    #: Who may read: `team` or `public`; when nobody says so, the team on this machine, and the public from any other.
    profile: str | None = None
    #: Further names that the server goes by, such as that of a proxy before it.
    names: tuple[str, ...] = ()
    #: Whether readers must know a secret; a team's copy that others can reach always asks for one.
    token: bool = False
    limits: Limits = LIMITS
    most_rows: int = 10_000

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        return self.host == "localhost"


def serve(folder: Folder, options: Options = Options(), *, say: Callable[[str], None] = lambda _: None) -> None:  # frozen
    """Serves the last build of a workspace until SIGINT or SIGTERM; `say` is told where, and of each new build.

    Raises `WorkspaceError` where nothing was built, `UsageError` for an address that cannot be listened on.
    """
    profile = options.profile or ("team" if options.local else "public")
    token = secrets.token_urlsafe(16) if options.token or (profile == "team" and not options.local) else ""
    with _listening(options) as listener:
        current = Current(folder, profile, open_build(folder, profile), say)
        try:
            _greet(listener, options, profile, token, say)
            asyncio.run(_serve(current, listener, options, token))
        finally:
            current.close()


def _listening(options: Options) -> socket.socket:
    host = options.host.strip("[]")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1" if host == "localhost" else host, options.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        hint = "Choose another with --port, or 0 for any that is free."
        raise UsageError(f"Nobody can listen on {options.host}, port {options.port}: {reason}.", hint=hint) from error
    return listener


def _greet(listener: socket.socket, options: Options, profile: str, token: str, say: Callable[[str], None]) -> None:
    host = f"[{options.host}]" if ":" in options.host and not options.host.startswith("[") else options.host
    say(
        f"http://{host}:{listener.getsockname()[1]}/ for {'the team' if profile == 'team' else 'anybody'}; the query editor is at /sparql. Ctrl-C ends it."
    )
    if not options.local:
        say("Others can reach this. What they ask and get is not encrypted: put a proxy with TLS before it.")
    if token:
        say(f"The password, with any user name: {token}")


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ends at a signal as uvicorn does, but does not raise it again: what was set aside must still be taken away."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


async def _serve(current: Current, listener: socket.socket, options: Options, token: str) -> None:
    hosts = {*LOOPBACK, options.host.lower(), *(name.lower() for name in options.names)}
    hosts |= {f"[{host}]" for host in hosts if ":" in host and not host.startswith("[")}
    app = Shield(App(current, Lanes(options.limits), options.most_rows), frozenset(hosts), token, not options.local, PATIENCE)
    config = uvicorn.Config(
        app, http=type("_Patient", (Patient,), {"patience": PATIENCE}), ws="none", lifespan="off", loop="asyncio", log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        h11_max_incomplete_event_size=96 * 1024, timeout_keep_alive=5, timeout_graceful_shutdown=3,
    )  # fmt: skip
    server = _Server(config)
    following = asyncio.create_task(current.follow())
    with contextlib.suppress(asyncio.CancelledError):
        await server.serve(sockets=[listener])
    following.cancel()
