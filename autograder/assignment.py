"""An assignment as the rest of the package sees it: its files, functions, tests and points."""

import ast
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authored import loading, parse
from solutions.misconception import Misconception

if TYPE_CHECKING:
    from otter.test_files import TestCase

PACKAGE = Path(__file__).parent
ASSIGNMENTS = PACKAGE.parent / "assignments"
SOLUTIONS = PACKAGE.parent / "solutions"
HIDDEN_TESTS = PACKAGE / "hidden_tests"
BUNDLED = PACKAGE / "specimens"  # in a wheel; in a checkout they stand among the tests
SPECIMENS = BUNDLED if BUNDLED.exists() else PACKAGE.parent / "tests" / "specimens"


class UnknownAssignment(Exception):
    """No assignment has this name."""


@dataclass(frozen=True)
class Test:
    """One test of one question: Otter's test case and where it stands."""

    question: str
    number: str
    case: "TestCase"

    @property
    def name(self) -> str:
        return self.case.name

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

    def run(self, functions: dict[str, Callable]) -> None:
        """Raises what the test raises. Otter's own call_func reads the signature each time."""
        self.case.body.test_func(*map(functions.get, self.functions))


@dataclass(frozen=True)
class Assignment:
    """Where everything that belongs to one assignment is found."""

    name: str

    @property
    def folder(self) -> Path:
        """What students may see: handout, public tests, data and pictures."""
        return ASSIGNMENTS / self.name

    @property
    def handout(self) -> Path:
        return self.folder / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        return SOLUTIONS / self.name / "solution.py"

    @cached_property
    def questions(self) -> list[str]:
        """q1, q2, ... in order."""
        paths = (HIDDEN_TESTS / self.name).glob("q*.py")
        return sorted((path.stem for path in paths), key=lambda stem: int(stem[1:]))

    @cached_property
    def functions(self) -> list[str]:
        """What a student implements, in the order of the handout: the stubs in it."""
        tree = parse(self.handout)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        return [node.name for node in functions if is_stub(node)]

    @cached_property
    def tests(self) -> list[Test]:
        """Every test, public ones first within each question. Imports Otter and torch.

        Raises Broken, as all below do, if a file of the assignment cannot be used.
        """
        # Only graders need these, and they are slow to import.
        import torch  # noqa: PLC0415
        from otter.nbmeta_config import NBMetadataConfig  # noqa: PLC0415
        from otter.test_files import create_test_file  # noqa: PLC0415

        torch.set_num_threads(1)  # tensors are tiny, and the other cores grade, too
        tests = []
        for q, question in enumerate(self.questions, start=1):
            paths = [self.folder / "tests", HIDDEN_TESTS / self.name]
            cases = []
            for path in (folder / f"{question}.py" for folder in paths):
                with loading(path):
                    cases += create_test_file(str(path), NBMetadataConfig()).test_cases
            tests += [Test(question, f"{q}.{n}", case) for n, case in enumerate(cases, start=1)]
        return tests

    @cached_property
    def points(self) -> dict[str, float]:
        """Points by question, read off the text of the tests: importing them takes seconds."""
        paths = [self.folder / "tests", HIDDEN_TESTS / self.name]
        return {q: sum(points_in(path / f"{q}.py") for path in paths) for q in self.questions}

    def functions_of(self, question: str) -> list[str]:
        """The functions that the hidden tests of a question ask for, in the handout's order."""
        tree = parse(HIDDEN_TESTS / self.name / f"{question}.py")
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        asked = {argument.arg for test in tests for argument in test.args.args}
        return [function for function in self.functions if function in asked]

    @property
    def max_score(self) -> float:
        return sum(self.points.values())

    def reference(self, function: str) -> Callable | None:
        """The PyTorch reference of a student's function."""
        with loading(SOLUTIONS / self.name / "reference.py"):
            module = importlib.import_module(f"solutions.{self.name}.reference")
        return getattr(module, function, None)

    @cached_property
    def misconceptions(self) -> list[Misconception]:
        """The catalogued wrong formulas, in the order in which they are written down."""
        name = f"solutions.{self.name}.misconceptions"
        with loading(SOLUTIONS / self.name / "misconceptions"):
            if importlib.util.find_spec(name) is None:
                return []
            package = importlib.import_module(name)
            names = [m.name for m in pkgutil.iter_modules(getattr(package, "__path__", []))]
            modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
        values = [value for module in (modules or [package]) for value in vars(module).values()]
        return [value for value in values if isinstance(value, Misconception)]

    def load(self) -> None:
        """Import all that grading needs, so that what is broken is known. Raises Broken."""
        _ = self.tests, self.misconceptions


def is_stub(function: ast.FunctionDef) -> bool:
    """Whether a function of a handout is left to the student."""
    last = function.body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.dump(last)


def points_in(path: Path) -> float:
    """The points of all `@test_case(...)` in a test file."""
    calls = [node for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]
    keywords = [word for call in calls for word in call.keywords if word.arg == "points"]
    with loading(path):
        return sum(ast.literal_eval(word.value) for word in keywords)


def assignments() -> list[Assignment]:
    """Every assignment there is."""
    names = sorted(path.parent.name for path in ASSIGNMENTS.glob("hw*/hw*.py"))
    return [Assignment(name) for name in names]


def find(name: str) -> Assignment:
    """The assignment called `name`. Raises UnknownAssignment with the names there are."""
    known = {assignment.name: assignment for assignment in assignments()}
    if name not in known:
        message = f"unknown assignment {name!r}; there are: {', '.join(known) or 'none'}"
        raise UnknownAssignment(message)
    return known[name]
