"""The numbers of a class, for the report and for the terminal alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from shlex import quote
from statistics import mean, quantiles

from autograder.results.result import Result, TestResult

SLOWEST = 5
WRONG = ("wrong_value", "wrong_shape", "wrong_type", "not_finite")
CARRIED = "Counted as right beside a wrong helper: is the way right?"
READ = "Read although the form was another one: is it what was meant?"
ALONE = "A hint that nobody else got: does it fit?"
COMMONEST = 3  # wrong values of a quantity that are worth a look


@dataclass(frozen=True)
class Spread:
    """Where values lie."""

    count: int
    mean: float
    low: float
    lower: float
    median: float
    upper: float
    high: float


@dataclass(frozen=True)
class QuestionScores:
    """How the class did in one question."""

    name: str
    worth: float
    scores: list[float]

    @property
    def spread(self) -> Spread:
        return spread(self.scores)

    @property
    def full(self) -> int:
        return sum(score >= self.worth for score in self.scores)

    @property
    def none(self) -> int:
        return sum(score == 0 for score in self.scores)


@dataclass
class Shared:
    """A catalogued misconception and who has it."""

    id: str
    hint: str
    students: set[str] = field(default_factory=set)
    tests: Counter = field(default_factory=Counter)

    @property
    def is_of_one(self) -> bool:
        return len(self.students) == 1


@dataclass
class TestFailures:
    """One test and how many failed it."""

    name: str
    is_public: bool
    failed: int = 0
    missing: int = 0
    unexplained: int = 0


@dataclass
class Answer:
    """The same wrong value of several students: what they were told, and a test that shows it."""

    test: str
    message: str
    is_public: bool
    students: set[str] = field(default_factory=set)

    @property
    def command(self) -> str:
        """What shows the staff its values."""
        return f"autograder explain DIR {quote(min(self.students))} {self.test}"


@dataclass
class Mended:
    """Functions that the same edit mends: a mistake that may be worth a name."""

    test: str
    told: dict[str, str] = field(default_factory=dict)  # by student, what that one reads

    @property
    def command(self) -> str:
        """What shows the staff the edit, and with it a misconception to paste."""
        return f"autograder explain DIR {quote(min(self.told))} {self.test} --as-misconception"


@dataclass
class Unexplained:
    """Wrong values of one quantity that no misconception gives: perhaps it lacks one."""

    quantity: str
    students: set[str] = field(default_factory=set)
    tests: Counter = field(default_factory=Counter)
    answers: dict[str, Answer] = field(default_factory=dict)  # by hash, or by what a message shows

    @property
    def commonest(self) -> list[Answer]:
        """The answers that most share; where the same people share several, one that shows them."""
        ranked = sorted(self.answers.values(), key=lambda a: (-len(a.students), not a.is_public))
        by_who = {frozenset(a.students): a for a in reversed(ranked)}
        telling = [a for a in ranked if a is by_who[frozenset(a.students)]]
        return [a for a in telling if a.is_public or len(a.students) > 1][:COMMONEST]


def graded(results: Iterable[Result]) -> list[Result]:
    """Those with a score that the student earned; an unreadable file says nothing of a question."""
    return [result for result in results if result.status == "graded"]


def spread(values: list[float]) -> Spread:
    """Mean and quartiles; one value is all of them."""
    lower, median, upper = quantiles(values, method="inclusive") if len(values) > 1 else values * 3
    low, high = min(values), max(values)
    return Spread(len(values), mean(values), low, lower, median, upper, high)


def by_question(results: list[Result]) -> list[QuestionScores]:
    """A row a question, of the graded submissions."""
    results = graded(results)
    if not results:
        return []
    worth: Counter = Counter()
    for test in results[0].tests:
        worth[test.about.question] += test.max_score
    scores = {name: [r.about.questions.get(name, 0) for r in results] for name in worth}
    return [QuestionScores(name, worth[name], scores[name]) for name in worth if worth[name]]


def misconceptions(results: list[Result]) -> list[Shared]:
    """Catalogued misconceptions, the commonest first."""
    found: dict[str, Shared] = {}
    for result in graded(results):
        for test in result.failed:
            if slug := test.misconception:
                shared = found.setdefault(slug, Shared(slug, test.about.hint))
                shared.students.add(result.student)
                shared.tests[test.name] += 1
    return sorted(found.values(), key=lambda shared: (-len(shared.students), shared.id))


def failures(results: list[Result]) -> list[TestFailures]:
    """Every test that somebody failed, the most failed first."""
    found: dict[str, TestFailures] = {}
    for result in graded(results):
        unexplained = {test.name for test in unexplained_in(result)}
        for test in result.failed:
            row = found.setdefault(test.name, TestFailures(test.name, test.is_public))
            row.failed += 1
            row.missing += test.about.reason == "missing"
            row.unexplained += test.name in unexplained
    return sorted(found.values(), key=lambda row: (-row.failed, row.name))


def unexplained(results: list[Result]) -> list[Unexplained]:
    """Quantities that are wrong in a way the catalogue has no word for, the commonest first."""
    found: dict[str, Unexplained] = {}
    for result in graded(results):
        for test in unexplained_in(result):
            row = found.setdefault(quantity(test), Unexplained(quantity(test)))
            row.students.add(result.student)
            row.tests[test.name] += 1
            same = test.output if test.is_public else test.about.answer
            if same:
                answer = Answer(test.name, test.output, test.is_public)
                row.answers.setdefault(same, answer).students.add(result.student)
    return sorted(found.values(), key=lambda row: (-len(row.students), row.quantity))


def mended(results: list[Result]) -> list[Mended]:
    """Mistakes without a name, by the edit that puts them right, the commonest first."""
    found: dict[str, Mended] = {}
    for result in graded(results):
        for test in result.failed:
            if test.about.repair and not test.is_public:
                row = found.setdefault(test.about.repair, Mended(test.name))
                row.told.setdefault(result.student, test.about.look)
    return sorted(found.values(), key=lambda row: (-len(row.told), row.test))


def unexplained_in(result: Result) -> list[TestResult]:
    """Wrong values of one submission; none of a quantity that has a hint in another test."""
    explained = {quantity(test) for test in result.failed if test.misconception}
    wrong = [test for test in result.failed if test.about.reason in WRONG]
    return [test for test in wrong if quantity(test) not in explained]


def quantity(test: TestResult) -> str:
    """q5.dJ_dW1 of q5.dJ_dW1.bias: what one mistake makes wrong, in public and in hidden tests."""
    return f"{test.about.question}.{test.about.quantity}"


def to_look_at(results: list[Result]) -> list[Result]:
    """Submissions that need a person: ours first, then unreadable ones, then broken cells.

    What did not run and cost nothing is no reason.
    """
    order = {"error": 0, "unreadable": 1, "graded": 2}
    troubled = [r for r in results if r.status != "graded" or r.about.note or r.about.problems]
    return sorted(troubled, key=lambda result: (order[result.status], result.student))


def judgements(results: list[Result]) -> dict[str, dict[str, list[str]]]:
    """Where the grader used its judgement and a person may check it: why, and whose tests.

    A hint that nobody else got may be a wrong one; points that were carried forward and results
    that were read in another form were given on trust.
    """
    alone = {shared.id for shared in misconceptions(results) if len(shared.students) == 1}
    found: dict[str, dict[str, list[str]]] = {CARRIED: {}, READ: {}, ALONE: {}}
    for result in graded(results):
        for test in result.tests:
            if test.about.carried_forward:
                found[CARRIED].setdefault(result.student, []).append(test.name)
            elif test.about.charged == "form":
                found[READ].setdefault(result.student, []).append(test.name)
            elif test.misconception in alone:
                found[ALONE].setdefault(result.student, []).append(test.name)
    return {why: tests for why, tests in found.items() if tests}


def slowest(results: list[Result]) -> list[Result]:
    """The submissions that took longest."""
    return sorted(results, key=lambda result: -result.about.seconds)[:SLOWEST]
