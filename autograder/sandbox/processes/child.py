"""A forked worker as the trusted side sees it: frames to it and from it.

It can lie, hang, die or flood; here it gets a deadline and a byte limit. Which process it is tells
the kernel, with the first byte that it sends, before anything of a submission is there.
"""

import functools
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn, Protocol

from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.meter import Meter, Usage
from autograder.sandbox.walls.limits import ChildLimits, Exit
from autograder.sandbox.worker import wire

CREDENTIALS = struct.Struct("3i")  # the kernel's: process, user, group


class ChildDied(Exception):
    """The child ended, or broke the protocol and was ended; `exit` says how."""

    def __init__(self, exit: Exit) -> None:  # noqa: A002 - the word for it
        super().__init__(str(exit))
        self.exit = exit


class DeadlineExceeded(Exception):
    """The child did not answer in time and was killed."""


class Parent(Protocol):
    """Who forked a child, and hears how it ended: a zygote."""

    def retire(self, child: "Child") -> None: ...

    def end(self, child: "Child", *, kill: bool, misbehaved: bool = False) -> Exit: ...


class Child:
    """One forked worker: frames to it and from it, each before a deadline."""

    def __init__(
        self, zygote: Parent, connection: socket.socket, limits: tuple[ChildLimits, wire.Limits]
    ) -> None:
        self.limits = limits
        self._zygote, self._connection, self._limits = zygote, connection, limits[1]
        self._received = bytearray()
        self._meter: Meter | None = None

    def usage(self, *, of_threads: bool = False) -> Usage | None:
        """What it has had of the machine; None while it starts, and when it has ended."""
        return self._meter and self._meter.read(of_threads=of_threads)

    def send(
        self,
        message: dict[str, Any],
        deadline: Deadline,
        on_callable: Callable[[Callable], int] | None = None,
    ) -> None:
        """Send one frame. Raises ChildDied or DeadlineExceeded; the child is then gone.

        Raises WireError for a message that is too large, and has sent nothing then.
        """
        self.send_frame(wire.encode(message, wire.ORDERS, on_callable), deadline)

    def send_frame(self, frame: bytes, deadline: Deadline) -> None:
        """Send what is encoded already. Raises ChildDied or DeadlineExceeded."""
        rest = memoryview(frame)
        while rest:
            sent = self._guard(functools.partial(self._connection.send, rest), deadline)
            rest = rest[sent:]

    def receive(self, deadline: Deadline) -> dict[str, Any]:
        """Read one message. Raises ChildDied or DeadlineExceeded."""
        return self.message(self.receive_frame(deadline))

    def receive_frame(self, deadline: Deadline) -> bytes:
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

    def _read(self, count: int, deadline: Deadline) -> None:
        """Have at least so many bytes received."""
        while len(self._received) < count:  # memory grows as bytes come, not as announced
            if self._meter is None:
                self._guard(self._greeted, deadline)
                continue
            chunk = self._guard(lambda: self._connection.recv(1 << 18), deadline)
            if not chunk:
                self._end()
            self._received += chunk

    def _greeted(self) -> None:
        """Take the byte with which a child begins, and from the kernel who sent it."""
        greeting, told, *_ = self._connection.recvmsg(1, socket.CMSG_SPACE(CREDENTIALS.size))
        if not greeting or not told:
            raise ConnectionError
        self._meter = Meter(CREDENTIALS.unpack(told[0][2])[0])

    def _guard(self, operation: Callable[[], Any], deadline: Deadline) -> Any:
        """Do what may have to wait for the child, for as long as the deadline allows."""
        while (left := deadline.left(self)) > 0:  # even for one who has always one more byte
            self._connection.settimeout(left)
            begun = time.monotonic()
            try:
                return operation()
            except TimeoutError:
                continue
            except OSError:  # the child closed its end, or died
                self._end()
            finally:
                deadline.spend(time.monotonic() - begun)
        return self._late()

    def _late(self) -> NoReturn:
        self.kill(misbehaved=True)
        raise DeadlineExceeded from None

    def protocol_error(self, why: str) -> NoReturn:
        """Kill a child that does not keep to the protocol. Raises ChildDied."""
        self._end(why)

    def _end(self, why: str | None = None) -> NoReturn:
        self._close()
        broke = why is not None
        end = self._zygote.end(self, kill=broke, misbehaved=broke)
        raise ChildDied(replace(end, protocol_error=why))

    def retire(self) -> None:
        """End the child, which was honest; whoever comes next need not wait for that."""
        self._close()
        self._zygote.retire(self)

    def kill(self, *, misbehaved: bool = False) -> Exit:
        """End the child now."""
        self._close()
        return self._zygote.end(self, kill=True, misbehaved=misbehaved)

    def _close(self) -> None:
        self._connection.close()
        if self._meter is not None:
            self._meter.close()
