"""The pictures of the report, as SVG that takes its colours and letters from the page.

Drawn here: to import matplotlib takes longer than to grade a submission.
"""

import random
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from autograder.reports.page import number
from autograder.results.items import Item
from autograder.results.statistics import QuestionScores, Spread

BINS = 10
WIDTH = 576  # units; letters of 10 are legible on a projector and on a phone
RIGHT, BOTTOM = 12, 36  # beside the axis, and below it for its numbers and title
LETTER = 0.57  # of their size, what letters are wide
FEW = 60  # so many points can be told apart
# Variables of page.css.
INK, SOFT, RAIL, ACCENT, BAD = "--ink", "--soft", "--line", "--accent", "--bad"
SHARES = range(0, 101, 20)


@dataclass
class _Picture:
    """What is drawn of values between `low` and `high`, to the right of `left`."""

    height: float
    low: float
    high: float
    left: float = RIGHT
    size: float = 10
    parts: list[str] = field(default_factory=list)

    @property
    def ground(self) -> float:
        """How far down the axis lies."""
        return self.height - BOTTOM

    def x(self, value: float) -> float:
        """How far to the right a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * (WIDTH - RIGHT - self.left)

    def draw(self, tag: str, style: str, content: str = "", **places: float) -> None:
        """Add an element; `places` are its numbers."""
        told = "".join(f' {name}="{round(place, 2):g}"' for name, place in places.items())
        self.parts.append(f'<{tag}{told} style="{style}">{escape(content)}</{tag}>')

    def line(self, xs: tuple[float, float], ys: tuple[float, float], style: str) -> None:
        """A line from one point to another."""
        self.draw("line", style, x1=xs[0], y1=ys[0], x2=xs[1], y2=ys[1])

    def text(self, x: float, y: float, text: str, color: str, anchor: str = "middle") -> None:
        """Letters whose middle, start or end is at x."""
        style = f"fill: var({color}); font-size: {self.size:g}px; text-anchor: {anchor}"
        self.draw("text", style, text, x=x, y=y)

    def bar(self, xs: tuple[float, float], ys: tuple[float, float], style: str) -> None:
        """A rectangle between two points."""
        self.draw("rect", style, x=xs[0], y=ys[0], width=xs[1] - xs[0], height=ys[1] - ys[0])

    def axis(self, ticks: list[float], title: str, top: float | None = None) -> None:
        """The numbers below, and lines upwards from them where `top` is given."""
        for tick in ticks:
            x = self.x(tick)
            if top is not None:
                self.line((x, x), (top, self.ground), stroke(RAIL, 0.8))
            self.line((x, x), (self.ground, self.ground + 3.5), stroke(SOFT, 0.8))
            self.text(x, self.ground + 6 + self.size, number(tick), INK)
        ends = self.left, WIDTH - RIGHT
        self.line(ends, (self.ground, self.ground), stroke(SOFT, 0.8))
        self.text(sum(ends) / 2, self.height - self.size / 3, title, INK)

    def name(self, y: float, text: str, color: str = INK) -> None:
        """A row's name, to the left of the axis."""
        self.text(self.left - 7, y + self.size / 3, text, color, "end")

    def svg(self, label: str) -> Markup:
        """The element of the page."""
        head = f'role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {self.height:g}"'
        drawn = "".join(self.parts)
        return Markup(f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{drawn}</svg>')  # noqa: S704 - escaped


def bins(scores: list[float], worth: float) -> list[tuple[float, float, int]]:
    """Ten equal ranges and how many scores lie in each; the last one holds the full score too."""
    width = worth / BINS
    counts = [0] * BINS
    for score in scores:
        counts[min(int(score / width), BINS - 1)] += 1
    return [(n * width, (n + 1) * width, count) for n, count in enumerate(counts)]


def histogram(scores: list[float], worth: float, spread: Spread) -> Markup:
    """How many submissions have which score."""
    ranges = bins(scores, worth)
    picture, most = _Picture(209, 0, worth), max(count for *_, count in ranges)
    ground = picture.ground
    for low, high, count in ranges:
        if count:
            top, gap = ground * (1 - count / (1.25 * most)), 0.03 * (high - low)
            xs = picture.x(low + gap), picture.x(high - gap)
            picture.bar(xs, (top, ground), fill(ACCENT))
            picture.text(sum(xs) / 2, top - 3, str(count), INK)
    picture.axis([low for low, *_ in ranges] + [worth], "score")
    x, is_right = picture.x(spread.median), spread.median > worth / 2
    picture.line((x, x), (0, ground), stroke(BAD, 1.5) + "; stroke-dasharray: 5.5 2.5")
    side = (-5, "end") if is_right else (5, "start")
    picture.text(x + side[0], 9, f"median {number(spread.median)}", BAD, side[1])
    return picture.svg("Histogram of scores. The table below has its numbers.")


def question_boxes(questions: list[QuestionScores]) -> Markup:
    """Each question's scores as a share of its points: quartiles as a box, few scores as dots."""
    picture = _rows([question.name for question in questions], 29, 10)
    picture.axis(list(SHARES), "share of the question's points, %", top=4)
    for row, question in enumerate(questions):
        y, s = 4 + 29 * (row + 0.5), question.spread
        low, lower, median, upper, high = (
            picture.x(100 * value / question.worth)
            for value in (s.low, s.lower, s.median, s.upper, s.high)
        )
        picture.line((low, high), (y, y), stroke(SOFT, 1.5))
        box = fill(RAIL) + "; " + stroke(SOFT, 1)
        picture.bar((lower, max(upper, lower + 2)), (y - 8.5, y + 8.5), box)
        picture.line((median, median), (y - 8.5, y + 8.5), stroke(BAD, 3))
        if s.count <= FEW:
            _dots(picture, y, [100 * score / question.worth for score in question.scores])
        picture.name(y, question.name)
    return picture.svg("Scores of each question. The table below has its numbers.")


def thirds(items: list[Item]) -> Markup:
    """What the weakest and the best third of the class got of each item; red where it is odd."""
    picture = _rows([item.name for item in items], 32, 13, head=28)
    picture.axis(list(SHARES), "share of the points that they got, %", top=28)
    for row, item in enumerate(items):
        y, color = 28 + 32 * (row + 0.5), BAD if item.flag else ACCENT
        weakest, best = picture.x(100 * item.weakest), picture.x(100 * item.best)
        picture.line((weakest, best), (y, y), stroke(color, 4))
        _thirds_dots(picture, weakest, best, y, color)
        picture.name(y, item.name, BAD if item.flag else INK)
    for x, text in ((picture.left + 30, "weakest third"), (picture.left + 180, "best third")):
        picture.text(x + 12, 16, text, INK, "start")
    _thirds_dots(picture, picture.left + 30, picture.left + 180, 12, ACCENT)
    label = "What the weakest and the best third got. The tables below have the numbers."
    return picture.svg(label)


def _rows(names: list[str], row: float, size: float, head: float = 4) -> _Picture:
    """Room for rows with these names, and for shares in per cent."""
    left = 14 + LETTER * size * max(map(len, names), default=0)
    return _Picture(head + row * len(names) + BOTTOM + size - 10, -1.5, 101.5, left, size)


def _dots(picture: _Picture, y: float, shares: list[float]) -> None:
    """A dot a student, moved a little so that equal ones show."""
    rng = random.Random(0)  # noqa: S311 - the same picture each time
    for share in shares:
        style = fill(ACCENT) + "; opacity: .75"
        picture.draw("circle", style, cx=picture.x(share), cy=y + rng.uniform(-6, 6), r=2)


def _thirds_dots(picture: _Picture, weakest: float, best: float, y: float, color: str) -> None:
    """A ring for the weakest third and a dot for the best one."""
    picture.draw("circle", fill(RAIL) + "; " + stroke(color, 3), cx=weakest, cy=y, r=5.5)
    picture.draw("circle", fill(color), cx=best, cy=y, r=5.5)


def fill(color: str) -> str:
    """How an area looks."""
    return f"fill: var({color})"


def stroke(color: str, width: float) -> str:
    """How a line looks."""
    return f"stroke: var({color}); stroke-width: {width:g}"
