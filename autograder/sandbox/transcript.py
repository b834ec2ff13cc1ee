"""What a child was asked and what it answered, and answers that are known before it is asked."""

import hashlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.pool import Child, ChildDied, DeadlineExceeded
from autograder.sandbox.worker.wire import PREFIX

MOST_BYTES = 4 << 20  # of a part of the conversation; a longer one is not kept
VALUE_BYTES = 128  # that a value takes when it is read, beside its text: an empty list has 64


@dataclass(frozen=True, slots=True)
class Exchange:
    """Frames sent, if any, and the frame that came next; whether a test began with it."""

    asked: bytes
    answer_sha256: bytes
    begins_test: bool


class Transcript:
    """A part of a session's conversation. `known` are its first answers: they are heard again, for
    the child has been asked already; an exception among them, the last, is how the child ended.
    """

    def __init__(self, known: Iterable[bytes | ChildDied | DeadlineExceeded] = ()) -> None:
        self.exchanges: list[Exchange] = []
        self.is_whole = True
        self._known = deque(known)
        self._asked: list[bytes] = []
        self._begins_test = False
        self.size = 0  # bytes asked and heard
        self.received = 0  # by weight, of the child itself

    def begin_test(self) -> None:
        self._begins_test = True

    def ask(self, child: Child, frame: bytes, deadline: Deadline) -> None:
        """Send a frame, unless its answer is known. Raises ChildDied or DeadlineExceeded."""
        self._asked.append(frame)
        if not self._known:
            child.send_frame(frame, deadline)

    def hear(self, child: Child, deadline: Deadline) -> bytes:
        """The next frame of the child. Raises ChildDied or DeadlineExceeded."""
        if self._known:
            answer = self._known.popleft()
            if isinstance(answer, Exception):
                raise answer
        else:
            answer = child.receive_frame(deadline)
            self.received += weight(answer)
        asked = b"".join(self._asked)
        self.size += len(asked) + len(answer)
        if self.size > MOST_BYTES:
            self.give_up()
        if self.is_whole:
            self.exchanges.append(Exchange(asked, sha256(answer), self._begins_test))
        self._asked, self._begins_test = [], False
        return answer

    def give_up(self) -> None:
        """Keep nothing of it: it is too long, or the child that was asked is gone."""
        self.is_whole, self.exchanges = False, []


def sha256(answer: bytes) -> bytes:
    return hashlib.sha256(answer).digest()


def weight(frame: bytes) -> int:
    """About the bytes of memory that a frame takes when it is read; told without reading it."""
    if len(frame) < PREFIX.size:
        return 0
    _, header_bytes, _ = PREFIX.unpack(frame[: PREFIX.size])
    return len(frame) + VALUE_BYTES * frame.count(b",", PREFIX.size, PREFIX.size + header_bytes)
