"""A submission without a process: its functions answer what a script says, by way of the wire.

The trusted side cannot tell it from a worker that lies, and a thousand of them take no minute.
"""

import copy
import itertools

import numpy as np

from autograder.sandbox.failure import STANDARD_ERRORS, CallFailed, failed_as
from autograder.sandbox.observation import came_to
from autograder.sandbox.processes.pool import Limits
from autograder.sandbox.session import Session
from autograder.sandbox.transcript import Transcript
from autograder.sandbox.worker import globalrandom
from autograder.sandbox.worker.wire import Handle, WireError, decode, encode

LIMITS = Limits()


class ScriptedSession(Session):
    """Answers as `functions` do, but for `liar`: its n-th call answers lie(n, right value).

    A lie is a whole reply: `value`, and what it says of arguments and generators.
    """

    def __init__(self, functions, liar, lie, own=None):
        self._functions, self.liar, self._lie = functions, liar, lie
        self.own, self.defined, self.stubs, self.problems = own or {}, list(functions), [], []
        self.words_wanted, self.asked = True, 0
        self.cells, self._kept, self._calls = [], [], itertools.count()
        self.transcribe()

    def transcribe(self, known=()):
        self._transcript = Transcript(known)
        self._transcript.give_up()  # no conclusion of one lie is one of another
        return self._transcript

    def begin_test(self):
        """There is no time to give."""

    def load(self):
        """There is no child to start."""

    @property
    def is_untroubled(self):
        return False

    def call_many(self, name, calls):
        if name not in self._functions:
            return [CallFailed("missing", f"{name} is not defined", function=name)]
        return [self._one(name, args, observe=observe) for args, observe in calls]

    def _one(self, name, args, *, observe):
        own = [self._kept[a.number] if isinstance(a, Handle) else copy.deepcopy(a) for a in args]
        before = globalrandom.settle() if observe else b""
        self.asked += 1
        try:
            value = self._functions[name](*own)
        except Exception as error:
            kind = STANDARD_ERRORS.get(type(error).__name__, Exception)
            value = failed_as(kind)("exception", f"{name} raised", "", name)
        generators = [arg for arg in own if isinstance(arg, np.random.Generator)]
        reply = {"value": value, "args": own, "generators": generators}
        reply["global_random"] = observe and globalrandom.state() != before
        if name == self.liar:
            reply |= self._lie(next(self._calls), value)
        if isinstance(reply["value"], Exception):
            return reply["value"]
        reply["value"] = self._stays(name, reply["value"])
        try:
            told = decode(encode({"op": "returned", **reply}, LIMITS.wire), LIMITS.wire)
        except WireError as error:
            told = {"op": "refused", "why": str(error)}
        return came_to(name, args, told, LIMITS, [], observe=observe)

    def _stays(self, name, value):
        """A result with a handle in place of what stays with the submission."""
        place = self.own.get(name)
        if place is None or not isinstance(value, (tuple, list)) or place >= len(value):
            return value
        self._kept.append(value[place])
        return (*value[:place], Handle(len(self._kept) - 1), *value[place + 1 :])

    def lend(self, functions):
        """Nothing here calls another function by its name."""

    def take_back(self):
        """Nothing was lent."""

    def close(self):
        """There is no process."""
