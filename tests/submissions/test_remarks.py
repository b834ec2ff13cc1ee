"""Is what a submission is told before how it failed?"""

import pytest
from bundled import find

from autograder.course.assignment import Assignment
from autograder.submissions.remarks import remarks
from autograder.submissions.submission import Source

HW1, HW3 = find("hw1_backprop"), find("hw3_dropout")


def source(*functions, **how):
    text = "\n".join(f"def {name}(x):\n    return x" for name in functions)
    return Source("ipynb", [("a cell", text, False)], **how)


def test_ordinary_work_needs_no_remark():
    assert remarks(source(*HW1.functions), HW1, HW1.functions, ["relu"]) == []
    half = HW1.functions[: len(HW1.functions) // 2]
    assert remarks(source(*half, *HW3.functions), HW1, half, []) == []
    assert remarks(source("relu", "dropout_forward"), HW1, ["relu"], []) == []


@pytest.mark.parametrize("defined", [[], ["sigmoid", "sigmoid_grad"]])
def test_another_homework_is_called_by_its_name(defined):
    other = source(*HW3.functions, *defined)
    assert remarks(other, HW1, defined, []) == ["it is hw3_dropout, another assignment"]


def test_stubs_are_called_so():
    told = ["no function is written: it was handed in as it was handed out"]
    assert remarks(source(*HW1.functions), HW1, HW1.functions, HW1.functions) == told


def test_a_function_in_a_cell_that_is_not_run_is_told_if_it_is_missing():
    elsewhere = {"relu": "a Markdown cell", "softmax": "a raw cell", "own": "a raw cell"}
    found = source(*HW1.functions, elsewhere=elsewhere)
    defined = [name for name in HW1.functions if name != "relu"]
    assert remarks(found, HW1, defined, []) == ["`relu` stands in a Markdown cell"]
    lost = HW1.functions[1:9]
    found = source(*HW1.functions, elsewhere=dict.fromkeys(lost, "a raw cell"))
    (told,) = remarks(found, HW1, [name for name in HW1.functions if name not in lost], [])
    assert told.startswith(f"`{lost[0]}`, `{lost[1]}`")
    assert told.endswith("more stand in a raw cell")


def test_another_language_is_told_where_nothing_could_be_loaded():
    assert remarks(source(language="R"), HW1, [], []) == ["the notebook is in R, not in Python"]
    assert remarks(source(*HW1.functions, language="R"), HW1, HW1.functions, []) == []


def test_what_is_odd_about_a_file_comes_first():
    found = source(*HW1.functions, oddities=("only an autosave copy was handed in",))
    assert remarks(found, HW1, HW1.functions, []) == ["only an autosave copy was handed in"]


def test_a_broken_homework_spoils_no_other(tmp_path):
    for name, text in (("hw1", "def f(x):\n    raise NotImplementedError\n"), ("hw2", "def (")):
        (tmp_path / "assignments" / name).mkdir(parents=True)
        (tmp_path / "assignments" / name / f"{name}.py").write_text(text)
    assert remarks(source("g"), Assignment(tmp_path, "hw1", "seed"), [], []) == []
