"""What a hidden test says of a function that is wrong, one class for each kind of check.

The text is for the student and holds no value; all other fields are for diagnosis and the staff.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.testing.comparison import Difference

Key = str | int | None  # which quantity of a result: by name, by position, or all of it


class Mismatch(AssertionError):
    """A student's function is wrong: `function` and `key` name the quantity, `found` says how."""

    def __init__(self, function: str, key: Key, found: Difference) -> None:
        self.function, self.key, self.found, self.reason = function, key, found, found.reason
        super().__init__(self.told())

    def told(self, names: Sequence[str] = ()) -> str:
        """What is wrong; `names` are those of the results of the function, in order."""
        key = self.key
        if isinstance(key, int):
            key = names[key] if key < len(names) else f"result {key + 1}"
        return (
            f"{self.function}: {key} {self.found.message}"
            if key
            else f"{self.function} {self.found.message}"
        )


@dataclass(frozen=True)
class Case:
    """One input of a function, and one quantity of the two answers.

    `answer` is all that the student returned; a quantity `follows` if it is right by a wrong one.
    """

    args: tuple
    expected: Any
    got: Any
    answer: Any = None
    follows: bool = False


@dataclass(frozen=True)
class Context:
    """What a diagnosis has to fit beside the wrong quantity itself.

    `answers` are the student's whole results, one a case; `parameters` name the arguments,
    `quantities` the entries of a result; `upstream` are the quantities that this one is computed
    from; `others` are cases that the test does not look at; `reference` answers other inputs. A
    function `remembers` if the same call gave another answer.
    """

    answers: list[Any] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    quantities: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    others: list[Case] = field(default_factory=list)
    reference: Callable | None = None
    remembers: bool = False


class WrongValue(Mismatch):
    """A value differs from the reference's. `case` is the first that does, `cases` are all."""

    def __init__(
        self,
        function: str,
        key: Key,
        found: Difference,
        case: Case,
        cases: list[Case] | None = None,
        context: Context | None = None,
    ) -> None:
        super().__init__(function, key, found)
        self.case, self.cases, self.context = case, cases or [], context or Context()


class LostEntry(Mismatch):
    """A result lacks an entry, or holds another value than the argument it should keep."""

    def __init__(self, function: str, key: Key, found: Difference, case: Case) -> None:
        super().__init__(function, key, found)
        self.case = case  # `got` is the whole result


class ChangedArgument(Mismatch):
    """The function changes the argument at `position` into `after`."""

    def __init__(
        self, function: str, parameter: str, args: tuple, position: int, after: Any
    ) -> None:
        said = f"changes its argument {parameter}"
        super().__init__(function, None, Difference("wrong_value", said))
        self.parameter, self.inputs, self.position, self.after = parameter, args, position, after


class NotRepeatable(Mismatch):
    """The same call gives `first`, and then `second`."""

    def __init__(self, function: str, args: tuple, first: Any, second: Any) -> None:
        said = "gives another answer when called again"
        super().__init__(function, None, Difference("wrong_value", said))
        self.inputs, self.first, self.second = args, first, second


class NotRaised(Mismatch):
    """The function returns `got` where it should raise ValueError."""

    def __init__(self, function: str, args: tuple, got: Any) -> None:
        said = "does not raise ValueError where it should"
        super().__init__(function, None, Difference("wrong_value", said))
        self.inputs, self.got = args, got
