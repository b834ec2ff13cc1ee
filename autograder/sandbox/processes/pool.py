"""The trusted side of the wall: has a zygote fork children, one at a time.

How a child ended is known from the zygote's `wait4`, never from the child itself.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict

from autograder.sandbox.processes.child import Child, ChildDied, DeadlineExceeded
from autograder.sandbox.processes.process import Process
from autograder.sandbox.walls.limits import ChildLimits, Exit, Limits, SandboxError, Tier
from autograder.sandbox.worker import wire

__all__ = [
    "Child",
    "ChildDied",
    "DeadlineExceeded",
    "Exit",
    "Limits",
    "SandboxError",
    "Tier",
    "Zygote",
]


class Zygote:
    """A warm Python with NumPy, behind the walls of `tier`, that forks children one at a time.

    After a child that misbehaved it is not trusted any more, and another one takes its place. After
    an honest one it ends that and forks the next while the trusted side is busy elsewhere.
    `allowed` is what a submission is told that imports what is not there.
    """

    def __init__(self, tier: Tier, allowed: str = "", *, plots: bool = False) -> None:
        """`plots` is whether the first child will want matplotlib."""
        self.tier: Tier = tier
        self._allowed, self._plots = allowed, plots
        self._child: Child | None = None
        self._spare: Child | None = None
        self._retires = False  # a child, of whose end we have not heard yet
        self._other: Process | None = None
        self._process: Process | None = self._new()

    def _new(self) -> Process:
        process = Process(self.tier, self._allowed)
        if self._plots:
            process.want_plots()
        return process

    def wait_ready(self) -> None:
        """Return once the zygote can fork; it starts while the caller imports torch."""
        with self._worker() as process:
            process.wait_ready()

    def use_plots(self, wanted: bool) -> None:
        """Have matplotlib imported in the children to come, or not; the last one must have ended.

        There is a worker for each, so that a child is the same whoever was there before.
        """
        if wanted == self._plots:
            return
        self._refuse_two()
        self._settle()
        if self._spare is not None:
            self._child, self._spare = self._spare, None
            self._child.kill()
        self._plots = wanted
        self._process, self._other = self._other, self._process

    def fork(self, limits: ChildLimits, wire_limits: wire.Limits) -> "Child":
        """A fresh child; the one before it must have ended."""
        self._refuse_two()
        self._settle()
        self._child, self._spare = self._spare, None
        if self._child is not None and self._child.limits != (limits, wire_limits):
            self._child.kill()
        if self._child is None:
            self._child = self._start(limits, wire_limits)
        return self._child

    def _refuse_two(self) -> None:
        if self._child is not None:
            raise SandboxError("a zygote has one child at a time: close the session before")

    def _start(self, limits: ChildLimits, wire_limits: wire.Limits) -> "Child":
        self.wait_ready()
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with theirs, self._worker() as process:
            process.send({"fork": asdict(limits)}, (theirs.fileno(),))
        return Child(self, ours, (limits, wire_limits))

    def retire(self, child: "Child") -> None:
        """End an honest child, and have the next one forked, without waiting for either."""
        if child is not self._child:  # it went with the worker before
            return
        with self._worker() as process:
            process.send({"kill": True})
        self._child, self._retires = None, True
        self._spare = self._start(*child.limits)

    def _settle(self) -> None:
        """Hear of the end of the child that was retired; see that the spare one is there."""
        if not self._retires:
            return
        self._retires = False
        try:
            with self._worker() as process:
                end = Exit(**process.receive())
                spare_ended = process.answers_within(0)
        except SandboxError:  # the worker went with it: nobody's fault who comes now
            return
        if end.folder_full or spare_ended:
            self._drop()

    def end(self, child: "Child", *, kill: bool, misbehaved: bool = False) -> Exit:
        """Wait for the child's end; kill it first if asked, or if it does not end by itself."""
        if child is not self._child:  # it went with the worker before
            return Exit()
        with self._worker() as process:
            if kill or not process.answers_within(0.25):
                process.send({"kill": True})
            end = Exit(**process.receive())
        self._child = None
        if misbehaved or end.folder_full or (not kill and os.WIFSIGNALED(end.status)):
            self._drop()
            self._process = self._new()  # here, so that it warms up till it is asked for
        return end

    @contextlib.contextmanager
    def _worker(self) -> Iterator[Process]:
        """The worker to talk to; where it turns out to be gone, the next caller gets another."""
        if self._process is None:
            self._process = self._new()
        try:
            yield self._process
        except SandboxError:
            self._drop()
            raise

    def close(self) -> None:
        """End all workers, and with them any child."""
        self._drop()
        if self._other is not None:
            self._other.close()
        self._other = None

    def _drop(self) -> None:
        """End the worker, and with it any child."""
        if self._process is not None:
            self._process.close()
        self._process = self._child = self._spare = None
        self._retires = False
