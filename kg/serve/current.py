"""The build that is served just now, and the change to the next one: the old one goes when the new one is whole and open."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from kg.errors import KgError
from kg.folder import Folder
from kg.limits import Finished, Limits, run
from kg.serve.lanes import Opened, open_dataset
from kg.tasks.asked import hold
from kg.tasks.manifest import MANIFEST
from kg.tasks.served import Snapshot, drop_snapshot, drop_snapshots, snapshot_place, take_snapshot

__all__ = ["Current", "Served", "open_build"]

#: Seconds between two looks at the manifest.
TICK = 0.5
#: So many looks one build gets: it may be followed by another while it is read.
TRIES = 5
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@dataclass
class Served:
    """One build, open: its files, and the process that answers queries on it."""

    snapshot: Snapshot
    opened: Opened
    #: What the page itself allows, so that the header allows no less.
    policy: str
    #: How many requests are being answered from it.
    users: int = 0

    def close(self) -> None:
        """Lets go of it; nobody uses it any more."""
        if self.opened.host:
            self.opened.host.close()


def open_build(folder: Folder, profile: str) -> Served:
    """The last build, set aside and open; raises `WorkspaceError` where there is none, `DataError` where it cannot be redacted."""
    outcome = run(partial(take_snapshot, folder, profile, snapshot_place(folder)), Limits())
    if not isinstance(outcome, Finished):
        raise KgError(outcome.sentence("Reading the last build"))
    snapshot = outcome.value
    opened = open_dataset(partial(hold, folder, snapshot))
    with (snapshot.place / "index.html").open(encoding="utf-8") as page:
        found = _POLICY.search(page.read(1 << 16))
    return Served(snapshot, opened, found[1].replace("&#39;", "'") if found else "default-src 'none'")


@dataclass
class Current:
    """What is served now; a request keeps what it found here, whatever comes after."""

    folder: Folder
    profile: str
    served: Served
    say: Callable[[str], None]
    _seen: tuple[int, ...] = field(default=(), init=False)
    _retired: list[Served] = field(default_factory=list, init=False)

    async def follow(self) -> None:
        """Looks for a new build, for ever."""
        self._seen, tries = self._stamp(), 0
        while True:
            await asyncio.sleep(TICK)
            await asyncio.to_thread(self._let_go)
            stamp = self._stamp()
            if stamp == self._seen and not tries:
                continue
            tries = TRIES if stamp != self._seen else tries - 1
            self._seen = stamp
            if stamp and await self._change(last=tries == 0):
                tries = 0

    def _stamp(self) -> tuple[int, ...]:
        with contextlib.suppress(OSError):
            found = (self.folder.exports / MANIFEST).stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
        return ()

    async def _change(self, *, last: bool) -> bool:
        """Whether the new build is served now; the old one stays where that cannot be."""
        try:
            served = await asyncio.to_thread(open_build, self.folder, self.profile)
        except (KgError, OSError) as error:
            if last:
                self.say(f"A new build is not served yet: {error}")
            return False
        before, self.served = self.served, served
        if before.snapshot.version != served.snapshot.version:
            self.say(f"A new build is served: {served.snapshot.version}")
        self._retired.append(before)
        return True

    def _let_go(self) -> None:
        """Closes the builds of before from which nobody is being answered any more."""
        for served in [served for served in self._retired if not served.users]:
            self._retired.remove(served)
            served.close()
            if served.snapshot.place != self.served.snapshot.place:
                drop_snapshot(served.snapshot)

    def close(self) -> None:
        """Leaves nothing behind."""
        for served in (*self._retired, self.served):
            served.close()
        drop_snapshots(self.folder)
