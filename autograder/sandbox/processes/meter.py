"""How much of the machine a child has had, as the kernel tells it. Trusted side.

The kernel is asked from here: behind the wall there is no /proc, and nobody who must be believed.
"""

import contextlib
import functools
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CPU_CLOCK = 2  # of a process, with all its threads; see clock_getcpuclockid(3)
WORDS = 100  # bytes, more than the three numbers of a schedstat take


@dataclass(frozen=True)
class Usage:
    """Seconds of processor time, and those that each thread stood in a queue for it, where the
    kernel counts them.
    """

    cpu: float = 0.0
    queued: Mapping[int, float] = field(default_factory=dict)


def usable_cores() -> int:
    """The cores that this process may use; all there are where the system does not say: on a Mac
    and on Windows.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


CORES = usable_cores()


def own_time(waited: float, before: Usage, now: Usage, cores: int = CORES) -> float:
    """How much of `waited` seconds a process spent itself, at work or asleep.

    Not its own is what the thread of it that queued longest stood in a queue. Threads that make
    each other queue keep all cores busy, and gain nothing by it.
    """
    cpu = now.cpu - before.cpu
    if not now.queued:
        return cpu
    queued = max(now.queued[thread] - before.queued.get(thread, 0.0) for thread in now.queued)
    return max(waited - queued, cpu / cores)


class Meter:
    """Reads what process `pid` has had. The file stays open: it is read before every test."""

    def __init__(self, pid: int) -> None:
        self._pid, self._file = pid, None
        with contextlib.suppress(OSError):  # /proc may hide what belongs to others
            self._file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)

    def read(self, *, of_threads: bool = False) -> Usage | None:
        """What it has had, that of its first thread or of all; None where nobody can tell."""
        try:
            cpu = time.clock_gettime(~self._pid << 3 | CPU_CLOCK)
        except OSError:
            return None
        if self._file is None:
            return Usage(cpu)
        found = {self._pid: queued(self._file)} | (self._threads() if of_threads else {})
        counted = {thread: seconds for thread, seconds in found.items() if seconds is not None}
        return Usage(cpu, counted)

    def _threads(self) -> dict[int, float | None]:
        found = {}
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{self._pid}/task").iterdir():
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    file = os.open(thread / "schedstat", os.O_RDONLY)
                    found[int(thread.name)] = queued(file)
                    os.close(file)
        return found

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None


def queued(file: int) -> float | None:
    """Seconds in a queue, as a schedstat file tells them; None where it tells nothing."""
    try:
        _, nanoseconds, turns = os.pread(file, WORDS, 0).split()
    except (OSError, ValueError):
        return None
    return int(nanoseconds) / 1e9 if int(turns) else None


def queued_here() -> float:
    """Seconds that this thread stood in a queue itself, or 0 where nobody tells."""
    try:
        return queued(_own_file(os.getpid(), threading.get_native_id())) or 0.0
    except OSError:
        return 0.0


@functools.cache
def _own_file(process: int, thread: int) -> int:
    """The schedstat of a thread of this process, open; a fork has threads of its own."""
    return os.open(f"/proc/{process}/task/{thread}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
