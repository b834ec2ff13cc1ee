"""Finding submissions: does every file become one row, under a name that is safe?"""

import io
import random
import zipfile

import pytest

from autograder.collect import NotFound, collect, distinct
from autograder.submission import Submission

CODE = b"x = 1\n"


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CODE)


def students(folder):
    return [s.student for s in collect([folder], "hw1_backprop")]


def test_a_file_is_its_stem(tmp_path):
    write(tmp_path, "ada.py")
    (found,) = collect([tmp_path / "ada.py"], "hw1_backprop")
    assert (found.student, found.file, found.content) == ("ada", "ada.py", CODE)


def test_a_folder_of_files(tmp_path):
    write(tmp_path, "bob.py", "ada.ipynb", "cyd.zip", "notes.txt", ".hidden.py", "__MACOSX/a.py")
    assert students(tmp_path) == ["ada", "bob", "cyd"]


def test_a_folder_per_student(tmp_path):
    write(tmp_path, "ada/hw1.py", "bob/deep/er/hw1.ipynb", "cyd/readme.txt", "ada/tests/q1.py")
    write(tmp_path, "ada/.ipynb_checkpoints/hw1-checkpoint.py")
    assert students(tmp_path) == ["ada", "bob"]


def test_the_folder_of_one_student(tmp_path):
    write(tmp_path, "ada/hw1_backprop.py", "ada/tests/q1.py")
    assert students(tmp_path / "ada") == ["ada"]


def test_two_files_of_one_student_are_two_rows(tmp_path):
    write(tmp_path, "bob/one.py", "bob/two.py", "cyd/one.py", "cyd/copy.py", "dee.py", "x/dee.py")
    (tmp_path / "bob" / "two.py").write_text("x = 2")
    assert students(tmp_path) == ["bob", "bob-2", "cyd", "dee", "x"]
    assert students(tmp_path / "x") == ["dee"]
    both = collect([tmp_path / "dee.py", tmp_path / "x" / "dee.py"], "hw1_backprop")
    assert [s.student for s in both] == ["dee", "dee-2"]


def test_names_with_spaces_accents_and_direction_marks(tmp_path):
    write(tmp_path, "Zoë O'Néil.py", "evil\u202eyp.py", "tab\there.py")
    assert students(tmp_path) == ["Zoë O'Néil", "evilyp", "tabhere"]


def test_a_symlink_is_a_row_with_a_reason(tmp_path):
    (tmp_path / "ada.py").symlink_to("/etc/passwd")
    (found,) = collect([tmp_path], "hw1_backprop")
    assert "symbolic link" in found.problem
    assert found.content == b""


def test_a_linked_folder_is_not_followed(tmp_path):
    write(tmp_path, "ada.py")
    (tmp_path / "bob").symlink_to("/etc")
    assert students(tmp_path) == ["ada"]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_there_is_said(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound, match=name):
        collect([tmp_path / name], "hw1_backprop")


def test_another_zip_is_one_submission(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("one.py", CODE)
        archive.writestr("two.py", CODE)
    (tmp_path / "ada.zip").write_bytes(buffer.getvalue())
    assert students(tmp_path / "ada.zip") == ["ada"]


def test_ids_do_not_depend_on_the_order_of_files():
    submissions = [Submission("ada", f"{name}.py", name.encode()) for name in "cab"]
    submissions.append(Submission("ADA", "x.py", b""))
    for _ in range(5):
        random.shuffle(submissions)
        assert [(s.student, s.file) for s in distinct(submissions)] == [
            ("ADA", "x.py"),
            ("ada-2", "a.py"),
            ("ada-3", "b.py"),
            ("ada-4", "c.py"),
        ]
