"""Fixtures that show pages in a real browser, and the pages they show.

A test module asks for them by `pytest_plugins = ["browser"]`.
"""

import shutil
from urllib.parse import quote

import pytest
from classroom import HINTS, carried, cases_of_hw1, failed, passed, random_class, result_of, written
from playwright.sync_api import sync_playwright

from autograder.reports.student_page import write_feedback

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VALUES = {  # of a public test
    "expected": [[-0.75, 1.125, -2.625], [0.1875, 0.75, 0.1875]],
    "got": [[-0.75, 0.125, "nan"], [0.1875, 1.0, 0.0]],
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("the pages are tested in Chromium: install it (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser):
    """Opens a file with the network off; a complaint or a request of the page fails the test."""
    contexts, complaints = [], []

    def open_page(path, *, javascript=True, **options):
        context = browser.new_context(java_script_enabled=javascript, **options)
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        wanted = {f"file://{quote(str(path))}"}
        page.on("request", lambda r: r.url.split("#")[0] in wanted or complaints.append(r.url))
        page.wanted = wanted
        page.goto(*wanted)
        return page

    yield open_page
    assert complaints == []
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A class of 60 with its pages."""
    return written(tmp_path_factory.mktemp("class"), list(random_class(60)))


@pytest.fixture(scope="session")
def one_of_each():
    """A submission in which everything happens that a student can be told."""
    tests = {test[0]: passed(*test) for test in cases_of_hw1()}
    hint = "mlp_backward.l2_gradient_missing"
    tests["q5.dJ_dW1"] = failed(
        tests["q5.dJ_dW1"],
        f"mlp_backward: dJ_dW1 has the wrong value\n{HINTS[hint]}",
        misconception=hint,
    )
    public = (
        "dJ_dh: wrong value: expected\n[-3. -7.]\ngot\n[ 3. -4.]\nLook at (5.3.12): which side."
    )
    tests["q5.dJ_dh.worked_example"] = failed(tests["q5.dJ_dh.worked_example"], public)
    public = "dJ_dW1: wrong value: expected\n[[1. 2.]]\ngot\n[[1. 3.]]\nLook at both terms."
    wrong = failed(tests["q5.dJ_dW1.worked_example"], public)
    wrong["extra_data"]["values"] = VALUES
    tests["q5.dJ_dW1.worked_example"] = wrong
    tests["q5.dJ_dz"] = carried(tests["q5.dJ_dz"])
    for name in ("q2.relu", "q2.relu.integers"):
        tests[name] = failed(tests[name], "relu is not written yet", "missing")
    output = "At load: cell 4, line 33: SyntaxError: expected ':'"
    return result_of("ada", list(tests.values()), output)


@pytest.fixture(scope="session")
def ada(tmp_path_factory, one_of_each):
    out = tmp_path_factory.mktemp("ada")
    write_feedback(out, one_of_each)
    return out / "feedback" / "ada.html"
