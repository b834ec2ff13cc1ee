"""What to do next, in few lines whose points add up to all that was lost."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from autograder.reports.mistakes import Mistake, Question
from autograder.results.text import points

MOST = 5  # lines of mistakes: what is missing has its own
NOT_WRITTEN = " is not written yet"


@dataclass(frozen=True)
class Step:
    """One line: where it leads to, which questions it is about, what there is to do."""

    anchor: str
    where: str
    what: str
    lost: float
    has_hint: bool = False


def next_steps(questions: list[Question]) -> list[Step]:
    """First what is wrong, the dearest first; then what is missing, as the handout has it."""
    missing = [*not_there(questions), *(partly_there(q) for q in questions if is_begun(q))]
    order = [q.name for q in questions]
    missing.sort(key=lambda step: order.index(step.anchor.partition("-")[0]))
    wrong = [m for q in questions for m in q.mistakes if not m.is_missing and not belongs(m, q)]
    steps = sorted(by_repair(wrong), key=lambda step: -step.lost)
    if len(steps) > MOST:
        rest = steps[MOST - 1 :]
        more = f"{len(rest)} more mistakes, told below, question by question"
        summed = Step(rest[0].anchor, "", more, points(sum(step.lost for step in rest)))
        steps = [*steps[: MOST - 1], summed]
    return steps + missing


def by_repair(mistakes: list[Mistake]) -> Iterator[Step]:
    """A step for each repair; what one exception ended in several questions is one."""
    for own in mistakes:
        if own.same_as is not None:
            continue
        others = [m for m in mistakes if m.same_as and m.same_as.name in own.names]
        lost = points(sum(m.lost for m in [own, *others]))
        also = f"; the same in {', '.join(m.question for m in others)}" if others else ""
        if lost:
            yield Step(own.anchor, own.question, own.headline + also, lost, own.has_hint)


def not_there(questions: list[Question]) -> Iterator[Step]:
    """One line for all questions of which nothing is there; one for each thing to be said."""
    for said, is_so in (("not written", is_not_written), ("not there", is_not_there)):
        found = [q for q in questions if is_so(q)]
        if found:
            where = ranges([q.name for q in questions], is_among(found))
            yield Step(found[0].name, where, said, points(sum(q.worth - q.score for q in found)))


def is_among(found: list[Question]) -> Callable[[str], bool]:
    names = {q.name for q in found}
    return names.__contains__


def is_missing(question: Question) -> bool:
    """Whether nothing of a question is there."""
    is_all = all(mistake.is_missing for mistake in question.mistakes)
    return bool(question.mistakes) and is_all and not question.passed and not question.carried


def is_not_written(question: Question) -> bool:
    return is_missing(question) and all(NOT_WRITTEN in told for told in messages(question))


def is_not_there(question: Question) -> bool:
    return is_missing(question) and not is_not_written(question)


def is_begun(question: Question) -> bool:
    """Whether only a part of it is missing."""
    return bool(messages(question)) and not is_missing(question)


def partly_there(question: Question) -> Step:
    """What of a question is missing, by name."""
    names = list(dict.fromkeys(missing_names(question)))
    all_stubs = all(NOT_WRITTEN in told for told in messages(question))
    said = f"{'not written' if all_stubs else 'missing'}: {', '.join(names)}"
    own = [m for m in question.mistakes if m.is_missing or belongs(m, question)]
    anchor = next(m.anchor for m in own if m.is_missing)
    return Step(anchor, question.name, said, points(sum(m.lost for m in own)))


def belongs(mistake: Mistake, question: Question) -> bool:
    """Whether a mistake is only that what is missing is looked for in another way."""
    told = mistake.findings[0].message
    is_named = any(f"no key '{name}'" in told for name in missing_names(question))
    return mistake.reason == "wrong type" and is_named


def messages(question: Question) -> list[str]:
    missing = [mistake for mistake in question.mistakes if mistake.is_missing]
    return [finding.message for mistake in missing for finding in mistake.findings]


def missing_names(question: Question) -> list[str]:
    """softmax of "softmax is not defined", and dJ_dh of "mlp_backward: dJ_dh is not in ..."."""
    return [told.partition(" is ")[0].rpartition(": ")[2] for told in messages(question)]


def ranges(names: list[str], chosen: Callable[[str], bool]) -> str:
    """q1, q4 to q8: those that are chosen, as a person says it."""
    places = [n for n, name in enumerate(names) if chosen(name)]
    starts = [places[0], *(b for a, b in pairwise(places) if b > a + 1)]
    ends = [*(a for a, b in pairwise(places) if b > a + 1), places[-1]]
    return ", ".join(span(names[a : b + 1]) for a, b in zip(starts, ends, strict=True))


def span(names: list[str]) -> str:
    return f"{names[0]} to {names[-1]}" if len(names) > 1 else names[0]


def total(steps: Iterable[Step]) -> float:
    """What all of them together gain."""
    return points(sum(step.lost for step in steps))
