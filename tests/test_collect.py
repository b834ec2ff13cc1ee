"""Finding submissions: does every file become one row, under a name that is safe?"""

import io
import json
import random
import zipfile

import pytest

from autograder.collect import NotFound, clean, collect, distinct
from autograder.exports import of_result
from autograder.release import student_files
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


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unpacked(path):
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def rows(path):
    return {s.student: s.content.decode() for s in collect([path], "hw1_backprop")}


CANVAS = {
    "loveada_12345_67890_hw1.ipynb": "ada, first",
    "loveada_12345_67999_hw1-1.ipynb": "ada, second",
    "loveada_12345_67950_hw1-10.ipynb": "ada, eleventh",
    "hobob_LATE_12346_67891_hw1-2.py": "bob",
    "hobob_12399_67892_hw1.py": "another bob",
    "12700_42_67893_hw1.py": "a number for a name",
}
MOODLE = {
    "Ada Love_12_assignsubmission_file_/hw1.py": "ada",
    "Ada Love_12_assignsubmission_file_/hw1_files/plot.png": "no code",
    "Ada Love_12_assignsubmission_onlinetext_/onlinetext.html": "done!",
    "Bob_Ho_13_assignsubmission_file_/deep/b.ipynb": "bob",
    "Bob_Ho_14_assignsubmission_file_/b.ipynb": "another bob",
    "Cyd Old_15_assignsubmission_file/b.py": "cyd, as older versions name it",
}
GRADESCOPE_METADATA = """\
---
submission_7:
  :submitters:
  - :name: Ada Love
    :sid: '3001'
    :email: ada@example.edu
  :created_at: 2026-02-01 10:00:00.063823000 Z
  :score: 0.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_8:
  :submitters:
  - :name: Ada Love
    :sid: '3001'
    :email: ada@example.edu
  :created_at: 2026-02-03 10:00:00.063823000 Z
submission_9:
  :submitters:
  - :name: Bob Ho
    :sid:
    :email: bob@example.edu
  - :name: Cyd Old
    :sid: '3003'
    :email: cyd@example.edu
  :created_at: 2026-02-02 10:00:00.063823000 Z
submission_10:
  :submitters:
  - :name: Bob Ho
    :email: b.ho@example.edu
  :created_at: 2026-02-02 10:00:00.063823000 Z
"""
GRADESCOPE = {
    "assignment_1_export/submission_metadata.yml": GRADESCOPE_METADATA,
    "assignment_1_export/submission_7/hw1.py": "ada, first",
    "assignment_1_export/submission_8/homework.py": "ada, second",
    "assignment_1_export/submission_8/tests/q1.py": "a public test",
    "assignment_1_export/submission_9/hw1.py": "bob and cyd",
    "assignment_1_export/submission_10/hw1.py": "another bob",
}
EXPORTS = {
    "Canvas": (
        CANVAS,
        {
            "loveada": "ada, eleventh",
            "hobob_12346": "bob",
            "hobob_12399": "another bob",
            "12700": "a number for a name",
        },
    ),
    "Moodle": (
        MOODLE,
        {
            "Ada Love": "ada",
            "Bob_Ho_13": "bob",
            "Bob_Ho_14": "another bob",
            "Cyd Old": "cyd, as older versions name it",
        },
    ),
    "Gradescope": (
        GRADESCOPE,
        {
            "Ada Love": "ada, second",
            "Bob Ho_bob@example.edu": "bob and cyd",
            "Cyd Old": "bob and cyd",
            "Bob Ho_b.ho@example.edu": "another bob",
        },
    ),
}


@pytest.mark.parametrize("system", EXPORTS)
def test_exports_of_learning_systems(tmp_path, system):
    """As zips and unpacked: the newest attempt counts, two students of one name stay two."""
    members, expected = EXPORTS[system]
    path = zipped(tmp_path / "export.zip", members)
    assert rows(path) == expected
    assert rows(unpacked(path)) == expected


def test_gradescope_without_metadata_is_told_by_folders(tmp_path):
    members = {name: text for name, text in GRADESCOPE.items() if not name.endswith(".yml")}
    broken = members | {"assignment_1_export/submission_metadata.yml": "{ not: yaml"}
    for number, export in enumerate([members, broken]):
        found = rows(zipped(tmp_path / f"{number}.zip", export))
        assert sorted(found) == ["submission_10", "submission_7", "submission_8", "submission_9"]


def test_of_two_exports_the_newer_attempt_counts(tmp_path):
    early = {name: text for name, text in CANVAS.items() if "hw1-10" not in name}
    paths = [zipped(tmp_path / "tue.zip", CANVAS), zipped(tmp_path / "mon.zip", early)]
    assert [s.student for s in collect(paths, "hw1_backprop")] == sorted(EXPORTS["Canvas"][1])
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    name = "Ada Love_12_assignsubmission_file_/hw1.py"
    for path, day in ((old, 3), (new, 9)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, day, 12, 0, 0)), f"day {day}")
    (found,) = collect([new, old], "hw1_backprop")
    assert found.content == b"day 9"


def test_lateness_is_told_by_the_name():
    assert of_result("hobob_LATE_12346_67891_hw1-2.py").late
    assert of_result("hobob_LATE_12346_67891_hw1.zip/hw1/hw1.py").late
    assert not of_result("hobob_12346_67891_LATE.py").late
    assert of_result("Ada Love_12_assignsubmission_file_/hw1.zip/LATE_1_2_hw.py").late is False
    assert of_result("late.py") is None


@pytest.fixture(scope="module")
def folder(hw1):
    """The folder of the homework as students get it."""
    return student_files(hw1)


def lay(place, files):
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return place


ANSWER = "return {'f': (x + y) * z, 'df_dx': z, 'df_dy': z, 'df_dz': x + y}"
STUB = 'raise NotImplementedError("computational_graph")'


def edited(folder, *suffixes):
    """The folder after a student's work in some of the two twins."""
    names = [f"hw1_backprop{suffix}" for suffix in suffixes]
    change = {}
    for name in names:
        stub = STUB.replace('"', '\\"') if name.endswith(".ipynb") else STUB
        change[name] = folder[name].replace(stub.encode(), ANSWER.encode())
        assert change[name] != folder[name]
    return folder | change


@pytest.mark.parametrize(
    ("suffixes", "counted"),
    [
        ([".ipynb"], ["hw1_backprop.ipynb"]),
        ([".py"], ["hw1_backprop.py"]),
        ([], ["hw1_backprop.ipynb"]),
        ([".ipynb", ".py"], ["hw1_backprop.ipynb", "hw1_backprop.py"]),
    ],
    ids=["notebook", "module", "none", "both"],
)
@pytest.mark.parametrize("form", ["repository", "zip", "moodle", "own folder", "flat"])
def test_the_untouched_twin_does_not_count(tmp_path, folder, suffixes, counted, form):
    files = edited(folder, *suffixes) | {"plots.py": b"import numpy\n", ".git/config": b"x"}
    if form == "flat":
        flat = {f"ada{s}": files[f"hw1_backprop{s}"] for s in (".ipynb", ".py")}
        path = lay(tmp_path / "flat", flat)
    elif form == "own folder":
        path = lay(tmp_path / "ada", {name: files[name] for name in files if name != "plots.py"})
    elif form == "repository":
        path = lay(tmp_path, {f"ada/{name}": content for name, content in files.items()})
    elif form == "moodle":
        start = "ada_7_assignsubmission_file_/hw1"
        path = zipped(tmp_path / "all.zip", {f"{start}/{n}": c for n, c in files.items()})
    else:
        path = zipped(tmp_path / "ada.zip", {f"hw1/{n}": c for n, c in files.items()})
    found = collect([path], "hw1_backprop")
    if form == "zip" and len(counted) == 2:
        assert [s.file for s in found] == ["ada.zip"]  # and reading it says what is wrong
    else:
        names = [s.file.rpartition("/")[2].replace("ada.", "hw1_backprop.") for s in found]
        assert names == counted
    assert found[0].student == "ada"


def test_a_notebook_that_was_only_run_is_untouched(tmp_path, folder):
    """Outputs, a magic and another plot are no work, but dead stubs after an answer are."""
    book = json.loads(edited(folder)["hw1_backprop.ipynb"])
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    code[0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hi"}]
    code[1]["source"] = ["%matplotlib inline\n", *code[1]["source"]]
    ran = edited(folder, ".py") | {"hw1_backprop.ipynb": json.dumps(book).encode()}
    lay(tmp_path / "ran", {f"ada/{name}": content for name, content in ran.items()})
    (found,) = collect([tmp_path / "ran"], "hw1_backprop")
    assert found.file == "ada/hw1_backprop.py"
    answered = folder["hw1_backprop.py"].replace(STUB.encode(), f"{ANSWER}\n    {STUB}".encode())
    files = folder | {"hw1_backprop.py": answered}
    lay(tmp_path / "dead", {f"ada/{name}": content for name, content in files.items()})
    (found,) = collect([tmp_path / "dead"], "hw1_backprop")
    assert found.file == "ada/hw1_backprop.py"


def test_a_damaged_notebook_counts_beside_the_stub(tmp_path, folder):
    files = folder | {"hw1_backprop.ipynb": folder["hw1_backprop.ipynb"][:5000]}
    lay(tmp_path, {f"ada/{name}": content for name, content in files.items()})
    (found,) = collect([tmp_path], "hw1_backprop")
    assert found.file == "ada/hw1_backprop.ipynb"


def test_github_classroom(tmp_path, folder):
    """`gh classroom clone student-repos` makes this folder."""
    top = tmp_path / "hw1-backprop-submissions"
    for student, suffix in (("ada", ".py"), ("bob-ho", ".ipynb")):
        lay(top / f"hw1-backprop-{student}", edited(folder, suffix) | {".git/HEAD": b"ref"})
    assert students(top) == ["ada", "bob-ho"]
    assert {s.file.rpartition(".")[2] for s in collect([top], "hw1_backprop")} == {"py", "ipynb"}


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


@pytest.mark.parametrize(
    "hostile", ["../../etc/passwd", "a/b", "..", "", "\u202e", "a" * 500, "C:\\x", "\ud800"]
)
def test_an_id_can_always_name_a_file(hostile, tmp_path):
    path = tmp_path / f"{clean(hostile)}.json"
    path.write_text("{}")
    assert path.resolve().parent == tmp_path.resolve()
