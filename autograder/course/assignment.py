"""An assignment as the rest of the package sees it: its files, functions, tests and points."""

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from autograder.course.author_modules import is_there, load, load_afresh, load_public
from autograder.course.authoring_errors import loading, parse
from autograder.course.bundled import on_this_machine, portable
from autograder.course.declared_tests import declared
from autograder.course.facts import Facts, read_facts
from autograder.course.inputs.fitting_draws import draw_fitting
from autograder.course.inputs.kept_draws import KeptDraws
from autograder.course.inputs.seed import Drawing, Names, drawing_from
from autograder.course.misconception import Misconception, taken_for_others
from autograder.course.torch_once import ready

if TYPE_CHECKING:
    from otter.test_files import TestCase

MISCONCEPTION = re.compile(r'^@misconception\(\s*"([^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Test:
    """One test of one question: Otter's test case, where it stands, and what it draws from."""

    question: str
    number: str
    case: "TestCase"
    seed: str = field(repr=False)
    again: Mapping[Names, int] = field(repr=False, default_factory=dict)

    @property
    def name(self) -> str:
        return self.case.name

    @property
    def quantity(self) -> str:
        """What it looks at: the second part of its name."""
        return self.name.split(".")[1]

    @property
    def tested_property(self) -> str:
        """What of that: the rest of its name, or nothing."""
        return ".".join(self.name.split(".")[2:])

    @property
    def hidden(self) -> bool:
        return self.case.hidden

    @property
    def points(self) -> float:
        return self.case.points

    @property
    def functions(self) -> list[str]:
        """The student's functions this test asks for, which Otter reads off its parameters."""
        code = self.case.body.test_func.__code__
        return list(code.co_varnames[: code.co_argcount])

    def drawing(self) -> AbstractContextManager[Drawing]:
        """Have `generator` draw as it did for the hidden tests."""
        return drawing_from(self.seed, self.again)

    def run(self, functions: dict[str, Callable]) -> None:
        """Raises what the test raises. Otter's own call_func reads the signature each time."""
        with self.drawing():
            self.case.body.test_func(*map(functions.get, self.functions))


@dataclass(frozen=True)
class Assignment:
    """Where everything of one assignment is found; `root` is its course, `seed` is secret."""

    root: Path
    name: str
    seed: str = field(repr=False)

    @property
    def facts(self) -> Facts:
        """What the course says about itself. Raises Broken."""
        return read_facts(self.root)

    @property
    def written(self) -> dict[str, float]:
        """The points of written questions that count, beside those of tests."""
        return {f"written.{q}": n for q, n in self.facts.written.get(self.name, {}).items()}

    @property
    def folder(self) -> Path:
        """What students may see: handout, public tests, data and pictures."""
        return self.root / "assignments" / self.name

    @property
    def handout(self) -> Path:
        return self.folder / f"{self.name}.py"

    @property
    def public_tests(self) -> Path:
        return self.folder / "tests"

    @property
    def secrets(self) -> Path:
        """What students may not see: answers, references, misconceptions, hidden tests."""
        return self.root / "solutions" / self.name

    @property
    def solution(self) -> Path:
        return self.secrets / "solution.py"

    @property
    def right_ways(self) -> list[Path]:
        """Files with right answers: `solution.py`, and other ways to the same, if there are any."""
        return [path for path in (self.solution, self.secrets / "other_ways.py") if path.exists()]

    @property
    def hidden_tests(self) -> Path:
        return self.secrets / "hidden_tests"

    @cached_property
    def questions(self) -> list[str]:
        """q1, q2, ... in order."""
        numbered = [p.stem for p in self.hidden_tests.glob("q*.py") if p.stem[1:].isdigit()]
        return sorted(numbered, key=lambda stem: int(stem[1:]))

    @cached_property
    def functions(self) -> list[str]:
        """What a student implements, in the order of the handout: the stubs in it."""
        tree = parse(self.handout)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        return [node.name for node in functions if is_stub(node)]

    @cached_property
    def hidden_modules(self) -> dict[str, ModuleType]:
        """The hidden tests by question, their inputs drawn from the seed. Raises Broken."""
        return self._drawn[0]

    @cached_property
    def _drawn(self) -> tuple[dict[str, ModuleType], dict[Names, int]]:
        """The hidden tests, and how often which names had drawn before they were fair."""
        if not is_there(self.secrets, "reference"):
            ready()

        def read() -> dict[str, ModuleType]:
            return load_afresh(self.secrets, "hidden_tests", self.questions)

        kept = KeptDraws(self.secrets)
        again = kept.find(self.seed)
        if again is None:
            modules, again = draw_fitting(read, self.seed, self.solution)
            kept.keep(self.seed, again)
            return modules, again
        with drawing_from(self.seed, again):
            return read(), again

    def drawing(self) -> AbstractContextManager[Drawing]:
        """Have `generator` draw as it did for the hidden tests. Raises Broken."""
        return drawing_from(self.seed, self._drawn[1])

    @cached_property
    def tests(self) -> list[Test]:
        """Every test, public ones first within each question. Imports Otter and torch.

        Raises Broken, as all below do, if a file of the assignment cannot be used.
        """
        from otter.test_files import test_case  # noqa: PLC0415 - slow to import

        tests = []
        for q, question in enumerate(self.questions, start=1):
            public = load_public(self.public_tests / f"{question}.py")
            modules = (public, self.hidden_modules[question])
            values = [value for module in modules for value in vars(module).values()]
            cases = [value.to_dataclass() for value in values if isinstance(value, test_case)]
            again = self._drawn[1]
            tests += [
                Test(question, f"{q}.{n}", case, self.seed, again)
                for n, case in enumerate(cases, start=1)
            ]
        return tests

    def test_files(self, question: str) -> list[Path]:
        """The files with the tests of a question, the public one first."""
        return [folder / f"{question}.py" for folder in (self.public_tests, self.hidden_tests)]

    @cached_property
    def points(self) -> dict[str, float]:
        """Points by question, read off the text of the tests: importing them takes seconds."""
        tests = {q: chain(*map(declared, self.test_files(q))) for q in self.questions}
        return {question: sum(test["points"] for test in own) for question, own in tests.items()}

    def functions_of(self, question: str) -> list[str]:
        """The functions that the hidden tests of a question ask for, in the handout's order."""
        tree = parse(self.hidden_tests / f"{question}.py")
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        asked = {argument.arg for test in tests for argument in test.args.args}
        return [function for function in self.functions if function in asked]

    @property
    def max_score(self) -> float:
        return sum(self.points.values())

    def reference(self, function: str) -> Callable | None:
        """The PyTorch reference of a student's function."""
        return getattr(load(self.secrets, "reference"), function, None)

    @cached_property
    def misconceptions(self) -> list[Misconception]:
        """The catalogued wrong formulas, in the order in which they are written down."""
        folder = self.secrets / "misconceptions"
        names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
        modules = [load(self.secrets, f"misconceptions.{name}") for name in names]
        values = [value for module in modules for value in vars(module).values()]
        return [value for value in values if isinstance(value, Misconception)]

    @cached_property
    def taken_for_others(self) -> dict[str, list[Misconception]]:
        """By function, the right functions that may stand in its place by mistake."""
        right = load(self.secrets, "solution")
        functions = [getattr(right, name) for name in self.functions]
        own = [one for one in functions if inspect.signature(one).parameters]
        return {one.__name__: taken_for_others(one, own) for one in own}

    @cached_property
    def misconception_ids(self) -> list[str]:
        """Their ids, read off the text: importing them takes NumPy. Raises Broken."""
        ids = []
        for path in sorted((self.secrets / "misconceptions").glob("*.py")):
            with loading(path):
                ids += MISCONCEPTION.findall(path.read_text(encoding="utf-8"))
        return ids

    def load(self) -> None:
        """Import all that grading needs, so that what is broken is known. Raises Broken."""
        _ = self.tests, self.misconceptions

    def __reduce__(self) -> tuple:
        """Travel without what is cached; the bundled course is the other machine's own."""
        return _arrived, (portable(self.root), self.name, self.seed)


def _arrived(root: Path | None, name: str, seed: str) -> Assignment:
    return Assignment(on_this_machine(root), name, seed)


def is_stub(function: ast.FunctionDef) -> bool:
    """Whether a function of a handout is left to the student."""
    last = function.body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.dump(last)
