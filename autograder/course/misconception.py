"""How a wrong formula is written down: a function of the contract, wrong in one way, and its hint.

Each is at once a diagnosis (a student's value equals it) and a mutant (as a submission it must
lose points and get its own hint).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """`id` is FUNCTION.slug; `wrong` has the signature of FUNCTION."""

    id: str
    hint: str
    wrong: Callable

    @property
    def function(self) -> str:
        return self.id.split(".")[0]


def misconception(
    id: str,  # noqa: A002 - its name
    hint: str,
) -> Callable[[Callable], Misconception]:
    """Mark a wrong function: `@misconception("softmax.over_the_batch", "Classes are ...")`."""
    return lambda wrong: Misconception(id, hint, wrong)
