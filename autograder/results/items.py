"""Which test is bad: how hard each test and question is, and whether it agrees with the rest.

Difficulty, corrected item-total correlation and Cronbach's alpha as in Crocker and Algina,
*Introduction to Classical and Modern Test Theory* (1986).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from autograder.results.result import Result
from autograder.results.statistics import graded

ENOUGH = 20  # submissions; of fewer, chance says more than any of this
FEW, MANY = 0.1, 0.9  # shares of the points
LITTLE = 0.25  # agreement with the rest, the benefit of chance included


@dataclass(frozen=True)
class Item:
    """A test or a question: `share` of its points that the class got, and what is odd about it.

    `agreement` is the correlation with the points of all else; None where everybody got the same.
    `best` and `weakest` are the shares of the third of the class that is best in all else, and of
    the one that is weakest.
    """

    name: str
    worth: float
    share: float
    agreement: float | None
    best: float
    weakest: float
    flag: str


@dataclass(frozen=True)
class Items:
    """What the whole says of itself; `alpha` is None where it cannot be told."""

    count: int
    questions: list[Item]
    tests: list[Item]
    alpha: float | None

    @property
    def flagged(self) -> list[Item]:
        """What is odd, that which contradicts the rest first."""
        odd = [item for item in self.tests if item.flag]
        return sorted(odd, key=lambda item: item.agreement or 0)

    @property
    def reliability(self) -> str:
        """What alpha means, in words."""
        if self.alpha is None:
            return "it cannot be told from these submissions"
        if self.alpha >= 0.8:
            return "high: another homework like this would rank the class much the same"
        if self.alpha >= 0.6:
            return "fair: small differences between students may be chance"
        return "low: the questions ask for different things, or chance decides"


def items(results: Iterable[Result]) -> Items | None:
    """Tests and questions that are worth points; None for a class too small to say anything."""
    scores = [
        {test.name: (test.about.question, test.score, test.max_score) for test in result.tests}
        for result in graded(results)
    ]
    if len(scores) < ENOUGH:
        return None
    worth = {name: most for own in scores for name, (_, _, most) in own.items() if most}
    question = {name: q for own in scores for name, (q, _, _) in own.items()}
    points = np.array([[own.get(name, ("", 0, 0))[1] for name in worth] for own in scores], float)
    most, names = np.array(list(worth.values())), list(worth)
    asked = list(dict.fromkeys(question[name] for name in names))
    belongs = np.array([[question[name] == q for name in names] for q in asked], float)
    return Items(
        len(scores),
        items_of(asked, points @ belongs.T, belongs @ most),
        items_of(names, points, most),
        cronbach_alpha(points @ belongs.T),
    )


def items_of(names: list[str], points: np.ndarray, worth: np.ndarray) -> list[Item]:
    """An item a column of `points`, (students, items)."""
    return [item(n, points[:, i], points, float(worth[i])) for i, n in enumerate(names)]


def item(name: str, own: np.ndarray, points: np.ndarray, worth: float) -> Item:
    """One column beside the sum of the others."""
    rest = points.sum(axis=1) - own
    varies = own.std() > 0 and rest.std() > 0
    agreement = float(np.corrcoef(own, rest)[0, 1]) if varies else None
    order, third = np.argsort(rest, kind="stable"), len(own) // 3
    weakest, best = (float(own[part].mean() / worth) for part in (order[:third], order[-third:]))
    share = float(own.mean() / worth)
    flag = flag_of(share, agreement, best, weakest, len(own))
    return Item(name, worth, share, agreement, best, weakest, flag)


def flag_of(share: float, agreement: float | None, best: float, weakest: float, count: int) -> str:
    """What is odd about an item, in words; most are not."""
    by_chance = 2 / sqrt(count)  # so far from 0 a correlation may be without any reason
    if agreement is not None and agreement < -by_chance and best < weakest:
        return "The best students fail this more often than the weakest: look at it."
    if share < FEW:
        return "Hardly anyone gets points for this: is it the class, the text, or the test?"
    is_alike = best - weakest < FEW  # a correlation may hang on two students
    if agreement is not None and agreement + by_chance < LITTLE and is_alike and share < MANY:
        return "Who is good at the rest is hardly better at this: does it ask for something else?"
    return ""


def cronbach_alpha(points: np.ndarray) -> float | None:
    """Of (students, questions); None where there is one question, or all got the same."""
    count, total = points.shape[1], points.sum(axis=1).var(ddof=1)
    if count < 2 or not total:
        return None
    return float(count / (count - 1) * (1 - points.var(axis=0, ddof=1).sum() / total))
