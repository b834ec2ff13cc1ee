"""How long a child may work: seconds of its own time, however busy the machine is.

Time counts while the trusted side waits for the child. When as much has passed as the child may
use, its meter is read, and what it did not use itself is given on top.
"""

from typing import Protocol

from autograder.sandbox.processes.meter import Usage, own_time, queued_here

FAR = 12  # times the own time: the end on any machine, whatever the meter says
GRACE = 0.25  # seconds for one whom no meter can read: it starts, or has just ended


class Metered(Protocol):
    """A child whose usage can be read, or None if that is not possible."""

    def usage(self, *, of_threads: bool = False) -> Usage | None: ...


class Deadline:
    """`seconds` that a child may use for all that is asked of it from now on."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._far = seconds, FAR * seconds
        self._waited = self._forgiven = 0.0
        self._child: Metered | None = None

    def left(self, child: Metered) -> float:
        """For how many seconds to wait now; none when all is used up."""
        if child is not self._child:
            self._begin(child)
        if self._waited >= self._seconds + self._forgiven:
            self._forgive(of_threads=True)
        return min(self._seconds + self._forgiven, self._far) - self._waited

    def spend(self, seconds: float) -> None:
        """Count seconds that passed."""
        self._waited += seconds

    def shorten(self, seconds: float) -> None:
        """Leave no more than so many seconds."""
        self._seconds = min(self._seconds, self._waited - self._forgiven + seconds)
        self._far = min(self._far, self._waited + FAR * seconds)

    @property
    def used(self) -> float:
        """The child's own time so far, as its first thread tells it."""
        self._forgive(of_threads=False)
        return self._waited - self._forgiven

    def _begin(self, child: Metered) -> None:
        self._child, self._before = child, child.usage() or Usage()
        self._then = self._waited, self._forgiven, queued_here()

    def _forgive(self, *, of_threads: bool) -> None:
        now = self._child.usage(of_threads=of_threads) if self._child else None
        if now is None:
            self._forgiven = max(self._forgiven, self._waited - self._seconds + GRACE)
            return
        waited, forgiven, ours = self._then
        # We may come late to an answer that is there.
        counted = self._waited - waited - (queued_here() - ours)
        own = own_time(counted, self._before, now)
        self._forgiven = forgiven + max(0.0, self._waited - waited - own)
