"""Fixtures that show pages in a real browser, and the pages they show.

A test module asks for them by `pytest_plugins = ["browser"]`.
"""

import shutil
from contextlib import contextmanager

import pytest
from classroom import (
    HANDOUT,
    HINTS,
    carried,
    cases_of_hw1,
    failed,
    passed,
    random_class,
    result_of,
    written,
)
from playwright.sync_api import sync_playwright

from autograder.reports.student_page import write_feedback

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VALUES = {  # of a public test
    "expected": [[-0.75, 1.125, -2.625], [0.1875, 0.75, 0.1875]],
    "got": [[-0.75, 0.125, "nan"], [0.1875, 1.0, 0.0]],
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def started():
    """The system's Chromium."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("the pages are tested in Chromium: install it (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser():
    with started() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def offline(browser):
    """Contexts without network, one for all pages of the same options: each takes half a second."""
    contexts = {}

    def context(**options):
        key = frozenset((name, repr(value)) for name, value in options.items())
        if key not in contexts:
            contexts[key] = browser.new_context(**options)
            contexts[key].set_offline(True)
        return contexts[key]

    yield context
    for made in contexts.values():
        made.close()


@pytest.fixture
def visit(offline):
    """Opens a file with the network off; a complaint or a request of the page fails the test.

    What else a page may ask for, a test adds to `page.wanted`.
    """
    pages, complaints = [], []

    def open_page(path, *, javascript=True, **options):
        page = offline(java_script_enabled=javascript, **options).new_page()
        pages.append(page)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        wanted = {path.as_uri()}
        page.on("request", lambda r: r.url.split("#")[0] in wanted or complaints.append(r.url))
        page.wanted = wanted
        page.goto(*wanted)
        return page

    yield open_page
    assert complaints == []
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A class of 60 with its pages."""
    return written(tmp_path_factory.mktemp("class"), list(random_class(60)))


@pytest.fixture(scope="session")
def one_of_each():
    """A submission in which everything happens that a student can be told."""
    tests = {test[0]: passed(*test) for test in cases_of_hw1()}
    hint, told = "mlp_backward.l2_gradient_missing", "mlp_backward: dJ_dW1 has the wrong value"
    tests["q5.dJ_dW1"] = failed(
        tests["q5.dJ_dW1"], told, misconception=hint, hint=HINTS[hint], function="mlp_backward"
    )
    tests["q5.dJ_dh.worked_example"] = failed(
        tests["q5.dJ_dh.worked_example"],
        "dJ_dh: wrong value",
        numbers=": expected\n[-3. -7.]\ngot\n[ 3. -4.]",
        look="Look at (5.3.12): which side.",
    )
    tests["q5.dJ_dW1.worked_example"] = failed(
        tests["q5.dJ_dW1.worked_example"],
        "dJ_dW1: wrong value",
        numbers=": expected\n[[1. 2.]]\ngot\n[[1. 3.]]",
        look="Look at both terms.",
        values=VALUES,
    )
    tests["q5.dJ_dz"] = carried(tests["q5.dJ_dz"])
    for name in ("q2.relu", "q2.relu.integers"):
        tests[name] = failed(tests[name], "relu is not written yet", "missing")
    problems = ["cell 4, line 33: SyntaxError: expected ':'"]
    return result_of("ada", list(tests.values()), problems=problems)


@pytest.fixture(scope="session")
def ada(tmp_path_factory, one_of_each):
    out = tmp_path_factory.mktemp("ada")
    write_feedback(out, one_of_each, HANDOUT)
    return out / "feedback" / "ada.html"
