"""Ends a trial whose `while` goes on and on: by its turns, which are as many on every machine.

Worker side, standard library only.
"""

import ast

from repair.edits import Change, swapped
from repair.syntax import call, load, put
from repair.units import Unit

TURN = "a turn"  # no name of Python's, so none of a submission's
TIMES = 4  # as many turns as the student's own code makes, and
MORE = 200


class Endless(BaseException):
    """A loop makes far more turns than it did."""


class Turns:
    """Counts the turns of a trial's loops."""

    def __init__(self) -> None:
        self.made, self.most = 0, 0
        self.usual: dict[int, int] = {}  # of each unit's own code, in the call that is tried

    def begin(self, most: int) -> None:
        self.made, self.most = 0, most

    def __call__(self) -> bool:
        self.made += 1
        if self.made > self.most:
            raise Endless
        return True


def counted(unit: Unit) -> list[Change]:
    """Have the loops of a unit count their turns; what makes it undone."""
    return [swapped(loop, "test", with_turn(loop.test)) for loop in unit.loops]


def with_turn(test: ast.expr) -> ast.expr:
    return put(ast.BoolOp(ast.And(), [call(load(test, TURN)), test]), test)
