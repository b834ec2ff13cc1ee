"""The pictures of the report, as SVG that takes its colours and letters from the page.

matplotlib is slow to import: only what writes a report imports this module.
"""

import io
import random
import re
from contextlib import AbstractContextManager

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.reports.page import number
from autograder.results.items import Item
from autograder.results.statistics import QuestionScores, Spread

BINS = 10
WIDTH = 8  # inches, of letters of 10 points: legible on a projector and on a phone
FEW = 60  # so many points can be told apart
# Colours that matplotlib writes and nothing else has, for the variables of page.css.
INK, SOFT, RAIL, ACCENT, BAD = "#010203", "#010204", "#010205", "#010206", "#010207"
VARIABLES = {INK: "--ink", SOFT: "--soft", RAIL: "--line", ACCENT: "--accent", BAD: "--bad"}
STYLE = {
    "svg.fonttype": "none",  # letters stay letters: small, and read aloud
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": RAIL,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}


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
    counts = [count for *_, count in ranges]
    with _style("histogram"):
        figure, axes = _figure(2.9)
        middles = [(low + high) / 2 for low, high, _ in ranges]
        bars = axes.bar(middles, counts, width=worth / BINS * 0.94, color=ACCENT)
        axes.bar_label(bars, [str(count or "") for count in counts], color=INK, padding=2)
        axes.set(xlabel="score", xlim=(0, worth), ylim=(0, 1.25 * max(counts)))
        axes.set_xticks([low for low, *_ in ranges] + [worth])
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.axvline(spread.median, color=BAD, linestyle="--", linewidth=1.5)
        is_right = spread.median > worth / 2
        axes.annotate(
            f"median {number(spread.median)}",
            (spread.median, 1.25 * max(counts)),
            xytext=(-5 if is_right else 5, 0),
            textcoords="offset points",
            color=BAD,
            ha="right" if is_right else "left",
            va="top",
        )
        return _svg(figure, "Histogram of scores. The table below has its numbers.")


def question_boxes(questions: list[QuestionScores]) -> Markup:
    """Each question's scores as a share of its points: quartiles as a box, few scores as dots."""
    with _style("boxes"):
        figure, axes = _figure(0.8 + 0.4 * len(questions))
        for row, question in enumerate(questions):
            scale, s = 100 / question.worth, question.spread
            axes.plot([s.low * scale, s.high * scale], [row, row], color=SOFT, linewidth=1.5)
            width = max((s.upper - s.lower) * scale, 0.4)
            axes.barh(row, width, left=s.lower * scale, height=0.6, color=RAIL, edgecolor=SOFT)
            axes.vlines(s.median * scale, row - 0.3, row + 0.3, color=BAD, linewidth=3, zorder=4)
            if s.count <= FEW:
                _dots(axes, row, [score * scale for score in question.scores])
        axes.set_yticks(range(len(questions)), [question.name for question in questions])
        axes.invert_yaxis()
        axes.set(xlabel="share of the question's points, %", xlim=(-1.5, 101.5))
        axes.grid(axis="x")
        return _svg(figure, "Scores of each question. The table below has its numbers.")


def thirds(items: list[Item]) -> Markup:
    """What the weakest and the best third of the class got of each item; red where it is odd."""
    with _style("thirds"), mpl.rc_context({"font.size": 13}):
        figure, axes = _figure(1.0 + 0.45 * len(items))
        for row, item in enumerate(items):
            weakest, best = 100 * item.weakest, 100 * item.best
            color = BAD if item.flag else ACCENT
            axes.plot([weakest, best], [row, row], color=color, linewidth=4, zorder=2)
            dot = {"marker": "o", "color": color, "markersize": 11, "linestyle": "", "zorder": 3}
            ring = dot | {"markerfacecolor": RAIL, "markeredgewidth": 3}
            axes.plot([weakest], [row], **ring, label="weakest third")
            axes.plot([best], [row], **dot, label="best third")
        handles, _ = axes.get_legend_handles_labels()
        figure.legend(handles=handles[:2], loc="outside upper center", ncols=2, frameon=False)
        axes.set_yticks(range(len(items)), [item.name for item in items])
        for label, item in zip(axes.get_yticklabels(), items, strict=True):
            label.set_color(BAD if item.flag else INK)
        axes.invert_yaxis()
        axes.set(xlabel="share of the points that they got, %", xlim=(-2, 102))
        axes.grid(axis="x")
        label = "What the weakest and the best third got. The tables below have the numbers."
        return _svg(figure, label)


def _dots(axes: Axes, row: int, shares: list[float]) -> None:
    """A dot a student, moved a little so that equal ones show."""
    rng = random.Random(0)  # noqa: S311 - the same picture each time
    heights = [row + rng.uniform(-0.22, 0.22) for _ in shares]
    axes.plot(shares, heights, "o", color=ACCENT, markersize=4, alpha=0.75, zorder=3)


def _style(name: str) -> AbstractContextManager:
    """matplotlib's settings; names inside of one picture are no other's, and always the same."""
    return mpl.rc_context(STYLE | {"svg.hashsalt": name})


def _figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    return figure, axes


def _svg(figure: Figure, label: str) -> Markup:
    """The figure as an element of the page, without what would reach beyond it."""
    text = io.StringIO()
    figure.savefig(
        text, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
    )
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r" font-family: [^;]*;", "", svg)
    for color, variable in VARIABLES.items():
        svg = svg.replace(color, f"var({variable})")
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    return Markup(named)  # noqa: S704 - all text in it is numbers and names of questions
