"""What a submission may use, which walls stand around it, and how its process ended."""

import contextlib
import functools
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.sandbox.worker import wire

# strong: the kernel's filters inside a file system that holds Python and NumPy only; medium: the
# filters alone, so that names of files can be seen; none: resource limits only.
Tier = Literal["strong", "medium", "none"]


# Of address space, apart from what a submission fills: Python and its packages take 230 MiB, and
# 60 threads take 4 each for their stacks.
OVERHEAD_MIB = 512


MOST_MIB, LEAST_MIB = 1024, 256
GRADER_MIB = 512  # which the grader itself needs, with torch
CONTAINERS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


class SandboxError(Exception):
    """The sandbox itself does not work; never the fault of a submission."""


@dataclass(frozen=True)
class ChildLimits:
    """Resource limits of one child, in the units of setrlimit."""

    memory: int = (1024 + OVERHEAD_MIB) << 20
    cpu_seconds: int = 310
    file_bytes: int = 32 << 20
    folder_bytes: int = 64 << 20
    folder_entries: int = 1_000
    open_files: int = 64


@functools.cache
def memory_that_fits() -> int:
    """MiB that a submission may use: less where the machine, or its container, has little.

    Else the kernel would end the worker, and then another process.
    """
    there = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in CONTAINERS:
        with contextlib.suppress(OSError, ValueError):  # `max`
            there.append(int(path.read_text()))
    return max(LEAST_MIB, min(MOST_MIB, (min(there) >> 20) - GRADER_MIB))


@dataclass(frozen=True)
class Limits:
    """What a submission may use; a TA may set each, by `AUTOGRADER_LOAD_SECONDS` and its like."""

    load_seconds: float = 10.0
    test_seconds: float = 5.0
    memory_mib: int = field(default_factory=memory_that_fits)
    returned_mib: int = 64  # by one call

    @property
    def all_returned_mib(self) -> int:
        """What all calls of a submission may return together; right answers return up to 8."""
        return 4 * self.returned_mib

    @property
    def child(self) -> ChildLimits:
        # Deadlines end what hangs; processor time ends only what burns it behind a session's back.
        cpu_seconds = int(self.load_seconds + 60 * self.test_seconds) + 1
        return ChildLimits(memory=(self.memory_mib + OVERHEAD_MIB) << 20, cpu_seconds=cpu_seconds)

    @property
    def wire(self) -> wire.Limits:
        return wire.Limits(body_bytes=self.returned_mib << 20)


@dataclass(frozen=True)
class Exit:
    """How a child ended, as the kernel tells it."""

    status: int = 0
    cpu: float = 0.0
    peak_kib: int = 0
    folder_full: bool = False
    protocol_error: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        if self.protocol_error:
            return f"broke the protocol ({self.protocol_error})"
        if self.folder_full:
            return f"wrote more than {ChildLimits.folder_bytes >> 20} MiB of files"
        if os.WIFSIGNALED(self.status):
            number = os.WTERMSIG(self.status)
            named = number in iter(signal.Signals)  # those for real time are not
            return f"was ended by {signal.Signals(number).name if named else f'signal {number}'}"
        return f"ended the process itself (exit code {os.waitstatus_to_exitcode(self.status)})"

    @property
    def by_itself(self) -> bool:
        """Whether the process ended as processes do, and not by a signal or by us."""
        return os.WIFEXITED(self.status) and not self.protocol_error and not self.folder_full

    @property
    def out_of_time(self) -> bool:
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGXCPU
