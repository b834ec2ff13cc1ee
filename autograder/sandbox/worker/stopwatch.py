"""Cuts off what runs long while a submission is loaded. Worker side, standard library only.

A signal handler raises in the code of the submission. Where that blocks or catches it, or calls
one long function in C, the trusted side ends the child, as it ends any that hangs.
"""

import signal
import time
from types import CodeType, FrameType
from typing import Any, Self

from shell import execute

MOST_SECONDS = 1.0  # for one statement
SHARES = 10, 200  # of the time of a load: for a statement at first, and at least
TOTAL_SHARE = 0.6  # for all that are cut off, before each has less
TICK = 0.1  # seconds, also between one try to cut off and the next
ASLEEP_SHARE = 0.01  # of a tick at work is as good as none; in a crowd of 50 it is more
SIGNALS = signal.SIGPROF, signal.SIGALRM


class CutOff(BaseException):
    """Raised in a statement that has run for long enough. `except Exception` lets it through."""


class Stopwatch:
    """Gives statements their time: that of the processor, of all threads, or as much of sleep."""

    def __init__(self, load_seconds: float) -> None:
        self._most = min(MOST_SECONDS, load_seconds / SHARES[0])
        self._least = min(self._most, load_seconds / SHARES[1])
        self._left = TOTAL_SHARE * load_seconds
        self._on = False

    @property
    def budget(self) -> float:
        """Seconds of the next statement: half of what is left for such, within bounds."""
        return max(self._least, min(self._most, self._left / 2))

    def __enter__(self) -> Self:
        self._before = [signal.signal(number, self._tick) for number in SIGNALS]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(number, handler)

    def run(self, code: CodeType, namespace: dict[str, Any]) -> float | None:
        """Execute; how much time it had, in case it was cut off."""
        budget = self.budget
        self._asleep, self._worked, self._patience = 0.0, time.process_time(), budget
        try:
            self._on = True
            self._set_timers(budget, TICK)
            execute(code, namespace)
        except CutOff:
            self._left -= budget
            return budget
        finally:
            self._on = False
            self._set_timers(0.0, 0.0)
        return None

    @staticmethod
    def _set_timers(budget: float, tick: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, budget, tick)
        signal.setitimer(signal.ITIMER_REAL, tick, tick)

    def _tick(self, number: int, frame: FrameType | None) -> None:
        """Raise when the time is up, but never in this file: what it began it can always end."""
        if number == signal.SIGALRM:
            worked = time.process_time()
            # Signals that come late are one: who waits for a processor sleeps a tick at most.
            self._asleep += TICK if worked - self._worked < ASLEEP_SHARE * TICK else 0.0
            self._worked = worked
            if self._asleep < self._patience:
                return
        if self._on and frame is not None and frame.f_code.co_filename != __file__:
            raise CutOff
