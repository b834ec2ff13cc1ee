"""How a wrong formula is written down: a function of the contract, wrong in one way, and its hint.

Each is at once a diagnosis (a student's value equals it) and a mutant (as a submission it must
lose points and get its own hint).
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


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


def taken_for_others(function: Callable, others: Iterable[Callable]) -> list[Misconception]:
    """A right function in place of another one, where it needs no argument that this one lacks."""
    signature = inspect.signature(function)
    own = signature.parameters.keys()
    return [
        Misconception(
            f"{function.__name__}.is_{other.__name__}",
            f"It is what `{other.__name__}` is to return. What is the difference of the two?",
            called_as(signature, other),
        )
        for other in others
        if other is not function and inspect.signature(other).parameters.keys() <= own
    ]


def called_as(signature: inspect.Signature, other: Callable) -> Callable:
    """A function that is given the arguments of another one, by name."""
    names = inspect.signature(other).parameters.keys()

    def call(*args: Any) -> Any:
        given = signature.bind(*args)
        given.apply_defaults()
        return other(**{name: given.arguments[name] for name in names})

    return call
