"""The trusted side of the wall: has a zygote fork children, and talks to them by frames.

A child can lie, hang, die or flood; from here it gets a deadline and a byte limit, and its end is
known from the zygote's `wait4`, never from the child itself.
"""

import contextlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any, NoReturn

from autograder.sandbox.limits import ChildLimits, Exit, Limits, SandboxError, Tier
from autograder.sandbox.process import Process
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


class ChildDied(Exception):
    """The child ended, or broke the protocol and was ended; `exit` says how."""

    def __init__(self, exit: "Exit") -> None:  # noqa: A002 - the word for it
        super().__init__(str(exit))
        self.exit = exit


class DeadlineExceeded(Exception):
    """The child did not answer in time and was killed."""


class Zygote:
    """A warm Python with NumPy, behind the walls of `tier`, that forks children one at a time.

    After a child that misbehaved it is not trusted any more, and another one takes its place. After
    an honest one it ends that and forks the next while the trusted side is busy elsewhere.
    `allowed` is what a submission is told that imports what is not there.
    """

    def __init__(self, tier: Tier, *, plots: bool = True, allowed: str = "") -> None:
        self.tier: Tier = tier
        self._how = {"plots": plots, "allowed": allowed}
        self._child: Child | None = None
        self._spare: Child | None = None
        self._retires = False  # a child, of whose end we have not heard yet
        self._process: Process | None = Process(tier, **self._how)

    def wait_ready(self) -> None:
        """Return once the zygote can fork; it starts while the caller imports torch."""
        with self._worker() as process:
            process.wait_ready()

    def fork(self, limits: ChildLimits, wire_limits: wire.Limits) -> "Child":
        """A fresh child; the one before it must have ended."""
        if self._child is not None:
            raise SandboxError("a zygote has one child at a time: close the session before")
        self._settle()
        self._child, self._spare = self._spare, None
        if self._child is not None and self._child.limits != (limits, wire_limits):
            self._child.kill()
        if self._child is None:
            self._child = self._start(limits, wire_limits)
        return self._child

    def _start(self, limits: ChildLimits, wire_limits: wire.Limits) -> "Child":
        self.wait_ready()
        ours, theirs = socket.socketpair()
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
            self.close()

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
            self.close()
            # Already here, so that it warms up till it is asked for.
            self._process = Process(self.tier, **self._how)
        return end

    @contextlib.contextmanager
    def _worker(self) -> Iterator[Process]:
        """The worker to talk to; where it turns out to be gone, the next caller gets another."""
        if self._process is None:
            self._process = Process(self.tier, **self._how)
        try:
            yield self._process
        except SandboxError:
            self.close()
            raise

    def close(self) -> None:
        """End the worker, and with it any child."""
        if self._process is not None:
            self._process.close()
        self._process = self._child = self._spare = None
        self._retires = False


class Child:
    """One forked worker: frames to it and from it, each before a deadline."""

    def __init__(
        self, zygote: Zygote, connection: socket.socket, limits: tuple[ChildLimits, wire.Limits]
    ) -> None:
        self.limits = limits
        self._zygote, self._connection, self._limits = zygote, connection, limits[1]
        self._received = bytearray()

    def send(
        self,
        message: dict[str, Any],
        deadline: float,
        on_callable: Callable[[Callable], int] | None = None,
    ) -> None:
        """Send one frame. Raises ChildDied or DeadlineExceeded; the child is then gone.

        Raises WireError for a message that is too large, and has sent nothing then.
        """
        self.send_frame(wire.encode(message, wire.ORDERS, on_callable), deadline)

    def send_frame(self, frame: bytes, deadline: float) -> None:
        """Send what is encoded already. Raises ChildDied or DeadlineExceeded."""
        self._guard(lambda: self._connection.sendall(frame), deadline)

    def receive(self, deadline: float) -> dict[str, Any]:
        """Read one message. Raises ChildDied or DeadlineExceeded."""
        return self.message(self.receive_frame(deadline))

    def receive_frame(self, deadline: float) -> bytes:
        """Read one frame, whatever is in it. Raises ChildDied or DeadlineExceeded."""
        size = wire.PREFIX.size
        self._read(size, deadline)
        try:
            size += sum(wire.lengths(self._received[:size], self._limits))
        except wire.WireError as error:
            self._end(str(error))
        self._read(size, deadline)
        frame = bytes(self._received[:size])
        del self._received[:size]
        return frame

    def message(self, frame: bytes) -> dict[str, Any]:
        """What a frame of this child says, a dict with an "op". Raises ChildDied if it does not."""
        try:
            message = wire.decode(frame, self._limits)
        except wire.WireError as error:
            self._end(str(error))
        if not isinstance(message, dict) or not isinstance(message.get("op"), str):
            self._end("a message without op")
        return message

    def _read(self, count: int, deadline: float) -> None:
        """Have at least so many bytes received."""
        while len(self._received) < count:  # memory grows as bytes come, not as announced
            chunk = self._guard(lambda: self._connection.recv(1 << 18), deadline)
            if not chunk:
                self._end()
            self._received += chunk

    def _guard(self, operation: Callable[[], Any], deadline: float) -> Any:
        left = deadline - time.monotonic()
        if left <= 0:  # even for one who always has one more byte to send
            self._late()
        try:
            self._connection.settimeout(left)
            return operation()
        except TimeoutError:
            self._late()
        except OSError:  # the child closed its end, or died
            self._end()

    def _late(self) -> NoReturn:
        self.kill(misbehaved=True)
        raise DeadlineExceeded from None

    def protocol_error(self, why: str) -> NoReturn:
        """Kill a child that does not keep to the protocol. Raises ChildDied."""
        self._end(why)

    def _end(self, why: str | None = None) -> NoReturn:
        self._connection.close()
        broke = why is not None
        end = self._zygote.end(self, kill=broke, misbehaved=broke)
        raise ChildDied(replace(end, protocol_error=why))

    def retire(self) -> None:
        """End the child, which was honest; whoever comes next need not wait for that."""
        self._connection.close()
        self._zygote.retire(self)

    def kill(self, *, misbehaved: bool = False) -> Exit:
        """End the child now."""
        self._connection.close()
        return self._zygote.end(self, kill=True, misbehaved=misbehaved)
