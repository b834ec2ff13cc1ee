"""results.json: a result as text, a test a line for people, and back."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from autograder.results.result import About, Result, TestResult

TESTS, END = ',\n "tests": [\n  ', "\n ]\n}\n"  # around the tests
encode = msgspec.json.encode
_whole, _test = msgspec.json.Decoder(Result), msgspec.json.Decoder(TestResult)


class NotAResult(ValueError):
    """A text is no result of this version of the grader."""


class Head(msgspec.Struct, frozen=True):
    """A result without its tests."""

    output: str
    about: About = msgspec.field(name="extra_data")
    score: float | int | msgspec.UnsetType = msgspec.UNSET


_head = msgspec.json.Decoder(Head)


def to_json(result: Result) -> str:
    """A result as text; to indent all of it takes three times longer."""
    parts = {"output": result.output, "extra_data": result.about}
    if result.score is not msgspec.UNSET:
        parts = {"score": result.score} | parts
    lines = [f'"{key}": {encode(value).decode()}' for key, value in parts.items()]
    tests = ",\n  ".join(encode(test).decode() for test in result.tests)
    return "{\n " + ",\n ".join(lines) + TESTS + tests + END


def from_json(text: str | bytes) -> Result:
    """The result that a text holds. Raises NotAResult."""
    try:
        return _whole.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise NotAResult(str(error)) from None


class Shared:
    """Reads what `to_json` wrote, and holds what results have in common once.

    Most tests of a class end alike, so that 10,000 results take little more memory than 100.
    """

    def __init__(self) -> None:
        self._kept: dict[bytes, Any] = {}

    def __call__(self, text: str) -> Result:
        """The result, made of what earlier ones hold already."""
        top, _, tests = text.removesuffix(END).partition(TESTS)
        head = _head.decode(f"{top}}}")
        # TESTS goes before it, because all tests of a result with a single one are a line, too.
        shared = self._once(TESTS + tests, self._tests)
        about = msgspec.structs.replace(
            head.about,
            questions=self._same(head.about.questions),
            versions=self._same(head.about.versions),
        )
        return Result(score=head.score, output=head.output, about=about, tests=shared)

    def _tests(self, text: str) -> tuple[TestResult, ...]:
        """The tests of a text as `to_json` writes it, each held once."""
        tests = text.removeprefix(TESTS)
        lines = tests.split(",\n  ") if tests else []
        return tuple(self._once(line, _test.decode) for line in lines)

    def _same(self, value: Any) -> Any:
        """The value itself, or an equal one that is there already."""
        return self._once(repr(value), lambda _: value)

    def _once(self, text: str, read: Callable[[str], Any]) -> Any:
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        if digest not in self._kept:
            self._kept[digest] = read(text)
        return self._kept[digest]
