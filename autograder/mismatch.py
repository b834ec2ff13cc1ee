"""What a hidden test says of a value that is wrong: a sentence for the student, evidence for us."""

from typing import Any

from autograder.compare import Difference

Key = str | int | None  # which quantity of a result: by name, by position, or all of it


class Mismatch(AssertionError):
    """A student's value is wrong. Its text is for the student and holds no value; the rest is ours.

    `function` and `key` name the quantity; `inputs`, `expected` and `got` are for the staff;
    `returned` are (inputs, expected, got) of all inputs, and `kind` says what was checked: this is
    what a diagnosis needs.
    """

    def __init__(
        self,
        function: str,
        key: Key,
        found: Difference,
        evidence: "tuple[tuple, Any, Any]" = ((), None, None),
        returned: "list[tuple[tuple, Any, Any]] | None" = None,
        kind: str = "value",
    ) -> None:
        quantity = f"{function}: {key}" if isinstance(key, str) else function
        if isinstance(key, int):
            quantity += f", result {key + 1},"
        super().__init__(f"{quantity} {found.message}")
        self.function, self.key, self.reason = function, key, found.reason
        self.inputs, self.expected, self.got = evidence
        self.returned, self.kind = returned or [], kind
        self.answers: list[Any] = [got for _, _, got in self.returned]
        self.parameters: list[str] = []
        self.quantities: tuple[str, ...] = ()
        self.upstream: tuple[str, ...] = ()
        self.others: list[tuple[tuple, Any, Any]] = []
        self.experiment: Any = None
