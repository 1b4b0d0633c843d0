"""Work that may run away, done in a child process: limits of time, memory and answer, and a parent that only waits.

Native code hears neither a signal nor an exception; a process can always be killed. So the parent stays free for Ctrl-C,
and whatever becomes of the child, it learns one of three things: the value, which limit was reached, or how the child died.
"""

from kg.limits.outcome import Died, Finished, Limit, Limits, Outcome, Stopped
from kg.limits.parent import run, stream
from kg.limits.process import can_fork

__all__ = ["Died", "Finished", "Limit", "Limits", "Outcome", "Stopped", "can_fork", "run", "stream"]
