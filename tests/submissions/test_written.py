"""Written answers: are they found in whatever a student hands in, and is nothing else?"""

import io
import json
import zipfile

import pytest

from autograder.submissions.submission import Submission, Unreadable
from autograder.submissions.written import (
    MAX_LENGTH,
    percent_cells,
    prompts_in,
    written_answers,
)

PERCENT = '''# %% [markdown]
# Why?

# %% [markdown] tags=["written"]
# Because $a < b$.
#
#     code

# %% tags=["written"]
x = "# %% not"

# %% [markdown] tags=["written", "q5.why"]
r"""
**So.**
"""

# %% [markdown] tags=["experiment"]
# nothing
'''


def answers(file, content):
    return written_answers(Submission("ada", file, content))


def cell(text, tags, kind="markdown"):
    return {"cell_type": kind, "source": text, "metadata": {"tags": tags}}


def notebook(*cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def test_a_percent_file_has_answers_by_their_tag_or_their_place():
    assert answers("a.py", PERCENT.encode()) == {
        "written.1": "Because $a < b$.\n\n    code",
        "written.2": 'x = "# %% not"',
        "written.q5.why": "**So.**",
    }
    assert prompts_in(percent_cells(PERCENT))["written.1"] == "Why?"


def test_a_notebook_has_the_same_also_in_a_zip():
    content = notebook(
        cell("Why?", []),
        cell(["One\n", "line"], ["written"]),
        cell("and", ["written", "why"]),
        cell("more", ["why", "written"]),
        {"cell_type": "markdown", "source": "no metadata"},
        {"cell_type": "markdown", "source": 7, "metadata": {"tags": {"written": 1}}},
        "no cell",
    )
    expected = {"written.1": "One\nline", "written.why": "and\n\nmore"}
    assert answers("a.ipynb", content) == expected
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hw/a.ipynb", content)
    assert answers("a.zip", packed.getvalue()) == expected


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"cells": 1}', b"\xff"])
def test_what_is_no_notebook_is_told(content):
    with pytest.raises(Unreadable):
        answers("a.ipynb", content)


def test_strange_answers_are_cut_and_fit_to_be_written():
    content = notebook(cell("x" * 10**6, ["written"]), cell("\ud800", ["written", "<b>"]))
    found = answers("a.ipynb", content)
    assert list(found) == ["written.1", "written.2"]
    assert len(found["written.1"]) < MAX_LENGTH + 20
    assert found["written.2"] == "?"
    assert len(answers("a.ipynb", notebook(*[cell("x", ["written"])] * 5000))) == 100


def test_what_is_no_notebook_is_called_what_it_is():
    for file in ("a.ipynb", "a.py"):
        with pytest.raises(Unreadable, match="it is a web page: send the notebook"):
            answers(file, b"<!doctype html><p># %% [markdown]")
