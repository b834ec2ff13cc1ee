"""One submission's conversation: load it, call its functions, survive whatever it does.

A child that dies or hangs costs the call in hand; the next call gets a fresh child.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.callback import answer
from autograder.sandbox.failure import ENDED, CallFailed, LoadProblem, again, refused, too_much
from autograder.sandbox.loads import Loads
from autograder.sandbox.observation import came_to
from autograder.sandbox.processes.deadline import Deadline
from autograder.sandbox.processes.pool import (
    Child,
    ChildDied,
    DeadlineExceeded,
    Exit,
    Limits,
    Zygote,
)
from autograder.sandbox.transcript import Transcript, weight
from autograder.sandbox.worker.wire import ORDERS, WireError, encode

PATIENT_HANGS = 2  # a function that hung this often gets less time
IMPATIENT_SECONDS = 1.0
MAX_HANGS = 6  # and one that hung this often is not called again
MAX_ALL_HANGS = 16  # nor is any, once this many calls hung: a submission may not take the night
MAX_LOST, MAX_ALL_LOST = 6, 16  # the same of calls that cost the worker, which starts anew
MOST_TESTS = 20  # whose time all calls of a submission may use together
MAX_CALLBACKS = 10_000  # in one call
ANY_BYTES = 1 << 16  # an answer that is never too much
OUR_SECONDS = 30.0  # spent on callbacks of one submission; from then on they cost its own time


class TooMuch(Exception):
    """An answer that is large, where all that was heard before is too much by now."""


@dataclass
class Session:
    """A submission behind the wall. `functions` are the names the assignment may call.

    `own` are those one of whose results stays with the submission, by its position. `heard` is what
    other sessions of the same submission were told, by weight: for all there is one limit.
    """

    zygote: Zygote
    kind: str
    cells: list[tuple[str, str, bool]]
    functions: list[str]
    limits: Limits
    own: dict[str, int] = field(default_factory=dict)
    heard: int = 0
    problems: list[LoadProblem] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._child: Child | None = None
        self._loads = Loads(self.zygote, self.kind, self.cells, self.functions, self.limits)
        self._our_seconds_left, self._used = OUR_SECONDS, 0.0
        self._deadline = Deadline(self.limits.test_seconds)
        self._hangs: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()  # workers
        self._transcript, self._received = Transcript(), self.heard  # by weight
        self.words_wanted = True  # the submission's own, with an exception
        # The results of functions by name, where that which is their own may be completed.
        self.completed: dict[str, tuple[str, ...]] = {}
        self.allow(self.limits.test_seconds)
        self.transcribe()
        self.load()

    def load(self) -> None:
        """Have a child that has run the submission's cells, if that is still possible."""
        if self._child is None:
            self._child = self._loads.child()
            self.problems, self.defined = self._loads.problems, self._loads.defined
            self.stubs = self._loads.stubs

    @property
    def heard_so_far(self) -> int:
        """What this session and those before it were told, by weight."""
        return self._received + self._transcript.received

    def transcribe(self, known: Iterable[bytes | ChildDied | DeadlineExceeded] = ()) -> Transcript:
        """Begin a part of the conversation; `known` are the answers to `exchange` in it so far."""
        self._received += self._transcript.received
        self._next_id, self._transcript = 1, Transcript(known)
        return self._transcript

    def begin_test(self) -> None:
        """Give the calls from here on the time of a test."""
        self.allow(self.limits.test_seconds)
        self._transcript.begin_test()

    def allow(self, seconds: float) -> None:
        """Give the calls from here on so much time of the submission's own, all together."""
        self._used += self._deadline.used
        self._deadline = Deadline(seconds)

    @property
    def seconds_used(self) -> float:
        """What the calls since then have used of it."""
        return self._deadline.used

    @property
    def load_seconds_used(self) -> float:
        """What loading it has used, again and again where a child was lost."""
        return self._loads.seconds_used

    @property
    def is_untroubled(self) -> bool:
        """Whether a child is there, and all calls are made as they are in any other session: none
        has hung so far, or cost the worker.
        """
        return self._child is not None and not self._hangs and not self._lost

    def exchange(self, asked: bytes) -> bytes:
        """Send frames, and read one. Raises ChildDied or DeadlineExceeded."""
        if asked:
            self._child.send_frame(asked, self._deadline)
        answer = self._child.receive_frame(self._deadline)
        self._received += weight(answer)
        return answer

    def ask(self, request: dict[str, Any]) -> Any:
        """What the child says to a request that is no call; it may lie.

        Raises ChildDied or DeadlineExceeded, and WireError where too much is sent.
        """
        if self._child is None:
            raise ChildDied(Exit())
        number, callbacks = self._next_id, list(self._loads.lent.values())
        self._next_id += 1
        before = self._transcript.received
        try:
            self._send({**request, "id": number}, callbacks)
            return self._reply(number, callbacks).get("value")
        except (ChildDied, DeadlineExceeded):
            self._lose()
            raise
        except TooMuch:
            self._lose()
            raise ChildDied(Exit()) from None
        finally:
            self._transcript.received = before  # it is not kept

    def call(self, name: str, args: tuple, *, observe: bool = False) -> Any:
        """The value `name(*args)` has in the submission, or an Observation of it.

        Raises CallFailed, also as the built-in exception that the function raised.
        """
        (outcome,) = self.call_many(name, [(args, observe)])
        if isinstance(outcome, CallFailed):
            raise again(outcome)
        return outcome

    def call_many(self, name: str, calls: list[tuple[tuple, bool]]) -> list[Any]:
        """Outcomes of `name(*args)` for each (args, observed): a value, an Observation where one
        was asked for, or a CallFailed.

        All are asked at once and answered one by one. The list ends early, with a CallFailed,
        where the child ends.
        """
        unavailable = self._unavailable(name)
        if unavailable:
            return [unavailable]
        outcomes: list[Any] = []
        seconds = self.limits.test_seconds
        if self._hangs[name] >= PATIENT_HANGS:
            seconds = min(seconds, IMPATIENT_SECONDS)
            self._deadline.shorten(seconds)
        try:
            first, callbacks = self._ask(name, calls)
            for number, (args, observe) in enumerate(calls, start=first):
                reply = self._reply(number, callbacks)
                outcomes.append(self._came_to(name, args, reply, observe=observe))
        except TooMuch:
            self._lose()  # the next who answers so may have room left
            outcomes.append(refused(name, too_much(self.limits), self.limits))
        except DeadlineExceeded:
            self._lose()
            self._hangs[name] += 1
            late = f"{name} did not finish within {seconds:g} s"
            outcomes.append(CallFailed("timeout", late, function=name))
        except ChildDied as death:
            self._lose()
            outcomes.append(self._death(name, death))
        return outcomes

    def _unavailable(self, name: str) -> CallFailed | None:
        """Why `name` cannot be called at all; starts a child where there is none."""
        if self._hangs[name] >= MAX_HANGS or self._hangs.total() >= MAX_ALL_HANGS:
            told = f"{name} is not called: too many calls did not finish"
            return CallFailed("timeout", told, function=name)
        if self._lost[name] >= MAX_LOST or self._lost.total() >= MAX_ALL_LOST:
            return CallFailed("crash", f"{name} {ENDED}", function=name)
        if self._used > MOST_TESTS * self.limits.test_seconds:
            told = f"{name} is not called: all calls together took too long"
            return CallFailed("timeout", told, function=name)
        if self._child is None:
            self.load()
        if self._child is None:
            return CallFailed("crash", "the submission cannot be loaded", function=name)
        if name in self.defined:
            return None
        return CallFailed("missing", f"{name} is not defined", function=name)

    def _ask(self, name: str, calls: list[tuple[tuple, bool]]) -> tuple[int, list[Callable]]:
        first, callbacks = self._next_id, list(self._loads.lent.values())
        self._next_id += len(calls)
        request = {"op": "call", "id": first, "function": name, "calls": calls}
        request |= {"words_wanted": self.words_wanted, "own": self.own.get(name)}
        request |= {"completed": self.completed.get(name)}
        self._send(request, callbacks)
        return first, callbacks

    def _reply(self, number: int, callbacks: list[Callable]) -> dict[str, Any]:
        """The answer to call `number`, after those to the callbacks it makes."""
        asked = 0
        reply, came = self._receive()
        while reply["op"] == "callback":
            asked += 1
            if asked > MAX_CALLBACKS:
                self._child.protocol_error("too many questions")
            self._answer(reply, callbacks, came)
            reply, came = self._receive()
        if reply.get("id") != number:
            self._child.protocol_error("an answer to another question")
        if reply["op"] not in ("returned", "raised", "refused"):
            self._child.protocol_error("an answer that is none")
        return reply

    def _came_to(self, name: str, args: tuple, reply: dict[str, Any], *, observe: bool) -> Any:
        return came_to(name, args, reply, self.limits, self.cells, observe=observe)

    def _answer(self, question: dict[str, Any], callbacks: list[Callable], came: float) -> None:
        told = answer(question, callbacks)
        spent = time.monotonic() - came  # our own time, not the student's
        self._deadline.spend(max(0.0, spent - self._our_seconds_left))
        self._our_seconds_left = max(0.0, self._our_seconds_left - spent)
        try:
            self._send(told, callbacks)
        except WireError:
            self._send({"op": "answer", "error": "too large an answer"}, callbacks)

    def _send(self, message: dict[str, Any], callbacks: list[Callable]) -> None:
        def on_callable(function: Callable) -> int:
            callbacks.append(function)
            return len(callbacks) - 1

        frame = encode(message, ORDERS, on_callable)
        self._transcript.ask(self._child, frame, self._deadline)

    def _receive(self) -> tuple[dict[str, Any], float]:
        """What the child says next, and when we had all of it. Raises TooMuch, unread."""
        frame = self._transcript.hear(self._child, self._deadline)
        came = time.monotonic()
        if weight(frame) > ANY_BYTES and self.heard_so_far > self.limits.all_returned_mib << 20:
            self._child.kill()
            raise TooMuch
        return self._child.message(frame), came

    def _lose(self) -> None:
        """Do without the child, which is gone, and keep nothing of what it said."""
        self._child = None
        self._transcript.give_up()

    def _death(self, name: str, death: ChildDied) -> CallFailed:
        if death.exit.out_of_time:
            self._hangs[name] += 1
            told = f"{name} used all of its processor time"
            return CallFailed("timeout", told, function=name)
        if not death.exit.by_itself:
            self._lost[name] += 1
        told, discreet = f"{name} {death.exit}", f"{name} {ENDED}"
        return CallFailed("crash", told, function=name, discreet=discreet)

    def lend(self, functions: dict[str, Callable]) -> None:
        """Have the submission's own code use just these functions of the trusted side in place of
        its own, tables that it makes of them at load included.
        """
        if functions.keys() != self._loads.lent.keys():
            self._loads.lent = dict(functions)
            self.close()

    def take_back(self) -> None:
        """Have the submission use its own functions again."""
        self.lend({})

    def close(self) -> None:
        """End the child, if one is alive."""
        if self._child is not None:
            self._child.retire()
            self._child = None
