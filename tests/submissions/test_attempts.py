"""Which file of a student counts: does the twin that nobody touched stay out of it?"""

import json
import zipfile

import pytest
from bundled import find

from autograder.release.student_files import student_files
from autograder.submissions.collect import collect

HW1 = find("hw1_backprop")


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


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
    found = collect([path], HW1)
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
    (found,) = collect([tmp_path / "ran"], HW1)
    assert found.file == "ada/hw1_backprop.py"
    answered = folder["hw1_backprop.py"].replace(STUB.encode(), f"{ANSWER}\n    {STUB}".encode())
    files = folder | {"hw1_backprop.py": answered}
    lay(tmp_path / "dead", {f"ada/{name}": content for name, content in files.items()})
    (found,) = collect([tmp_path / "dead"], HW1)
    assert found.file == "ada/hw1_backprop.py"


def test_a_damaged_notebook_counts_beside_the_stub(tmp_path, folder):
    files = folder | {"hw1_backprop.ipynb": folder["hw1_backprop.ipynb"][:5000]}
    lay(tmp_path, {f"ada/{name}": content for name, content in files.items()})
    (found,) = collect([tmp_path], HW1)
    assert found.file == "ada/hw1_backprop.ipynb"


def test_github_classroom(tmp_path, folder):
    """`gh classroom clone student-repos` makes this folder."""
    top = tmp_path / "hw1-backprop-submissions"
    for student, suffix in (("ada", ".py"), ("bob-ho", ".ipynb")):
        lay(top / f"hw1-backprop-{student}", edited(folder, suffix) | {".git/HEAD": b"ref"})
    found = collect([top], HW1)
    assert [s.student for s in found] == ["ada", "bob-ho"]
    assert {s.file.rpartition(".")[2] for s in found} == {"py", "ipynb"}


def test_a_copy_of_the_same_in_a_zip_is_no_second_file(tmp_path, folder):
    book = edited(folder, ".ipynb")["hw1_backprop.ipynb"]
    copies = {"hw1/hw1.ipynb": book, "hw1/copy of hw1.ipynb": book}
    (found,) = collect([zipped(tmp_path / "ada.zip", copies)], HW1)
    assert (found.student, found.content) == ("ada", book)


def test_work_that_only_an_autosave_or_a_spoilt_name_has_counts(tmp_path, folder):
    stub = folder["hw1_backprop.ipynb"]
    book = edited(folder, ".ipynb")["hw1_backprop.ipynb"]
    for name in (".ipynb_checkpoints/hw1-checkpoint.ipynb", "hw1.ipynb.txt"):
        place = tmp_path / name.rpartition(".")[2]
        lay(place, {"ada/hw1_backprop.ipynb": stub, f"ada/{name}": book})
        (found,) = collect([place], HW1)
        assert found.content == book
        (found,) = collect([zipped(tmp_path / "bob.zip", {"a/hw1.ipynb": stub, name: book})], HW1)
        assert found.content == book
