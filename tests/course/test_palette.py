"""The colours of all handouts, seen by a reader without green cones, and on a dark page."""

import re
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from bundled import COURSE
from course.shared_cell import shared_names
from matplotlib.colors import to_rgb

# Linear RGB as seen under deuteranopia: Machado, Oliveira & Fernandes (2009), severity 1.
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
APART = 15  # in CIELAB, where just noticeable is about 2; Matplotlib's own colours come to 7


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIELAB of a colour in linear RGB."""
    x = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def too_near(colours):
    """Pairs that a reader under deuteranopia tells apart hardly or not at all."""
    seen = {colour: lab(DEUTERANOPIA @ linear(colour)) for colour in colours}
    return [
        (one, other)
        for one, other in combinations(colours, 2)
        if np.linalg.norm(seen[one] - seen[other]) < APART
    ]


@pytest.fixture
def style():
    """Matplotlib as a handout leaves it, on a machine that is set to dark figures."""
    with plt.style.context("dark_background"):
        shared_names()
        yield plt.rcParams


def test_colours_are_told_apart_without_green_cones(style):
    colours = [look["color"] for look in style["axes.prop_cycle"]]
    assert len(colours) == 7
    assert too_near(colours) == []


def test_red_and_green_of_the_usual_palette_would_be_refused():
    assert ("tab:green", "tab:red") in too_near(["tab:blue", "tab:green", "tab:red"])


def test_no_marker_occurs_twice(style):
    markers = [look["marker"] for look in style["axes.prop_cycle"]]
    assert len(set(markers)) == len(markers) == 7


def test_pictures_are_dark_on_white_whatever_the_page_is(style):
    for paper in ("figure.facecolor", "axes.facecolor"):
        assert to_rgb(style[paper]) == (1, 1, 1)
    assert style["savefig.facecolor"] == "auto"  # that of the figure
    for ink in ("text.color", "axes.labelcolor", "xtick.color", "axes.edgecolor"):
        assert to_rgb(style[ink]) == (0, 0, 0)


def test_labels_are_large_enough_to_read(style):
    figure, ax = plt.subplots()
    ax.plot([1, 2], label="a curve")
    ax.set(xlabel="x", title="title")
    texts = [ax.title, ax.xaxis.label, *ax.get_xticklabels(), *ax.legend().get_texts()]
    assert min(text.get_fontsize() for text in texts) >= 9
    plt.close(figure)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_no_figure_is_so_wide_that_a_page_shrinks_its_labels(assignment):
    """A notebook's page is about 10.5 inches wide, at 100 dots each."""
    text = assignment.handout.read_text(encoding="utf-8")
    assert max(float(width) for width in re.findall(r"figsize=\(([\d.]+)", text)) <= 11
