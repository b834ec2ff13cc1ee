"""Finding submissions: does every file become one row, under a name that is safe?"""

import io
import json
import os
import random
import socket
import struct
import sys
import tracemalloc
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from attacks.plain import as_plain_user
from bundled import find

from autograder.submissions.collect import NotFound, collect, of_student, one
from autograder.submissions.files.zips import entries_in, sole_member
from autograder.submissions.folder_layout import as_shown
from autograder.submissions.identity import distinct
from autograder.submissions.submission import Submission, Unreadable, read

HW1 = find("hw1_backprop")

CODE = b"x = 1\n"


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CODE)


def students(folder):
    return [s.student for s in collect([folder], HW1)]


def test_a_file_is_its_stem(tmp_path):
    write(tmp_path, "ada.py")
    (found,) = collect([tmp_path / "ada.py"], HW1)
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
    both = collect([tmp_path / "dee.py", tmp_path / "x" / "dee.py"], HW1)
    assert [s.student for s in both] == ["dee", "dee-2"]


def test_names_with_spaces_accents_and_direction_marks(tmp_path):
    write(tmp_path, "Zoë O'Néil.py", "evil\u202eyp.py", "tab\there.py")
    assert students(tmp_path) == ["Zoë O'Néil", "evilyp", "tabhere"]


def test_a_symlink_is_a_row_with_a_reason(tmp_path):
    (tmp_path / "ada.py").symlink_to("/etc/passwd")
    (found,) = collect([tmp_path], HW1)
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
        collect([tmp_path / name], HW1)


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


def reasons(folder):
    return {s.student: s.problem for s in collect([folder], HW1)}


def test_a_pipe_is_a_row_and_is_not_waited_for(tmp_path, monkeypatch):
    write(tmp_path, "ada.py")
    for name in ("bob.py", "cyd.ipynb", "dee.zip"):
        os.mkfifo(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("eve.py")
        found = reasons(tmp_path)
    assert found.pop("ada") is None
    assert set(found) == {"bob", "cyd", "dee", "eve"}
    assert set(found.values()) == {"it is a pipe or a device, not a file"}
    assert "pipe" in reasons(tmp_path / "dee.zip")["dee"]


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_is_a_row_and_is_not_read(device):
    (found,) = collect([Path(device)], HW1)
    assert (found.problem, found.content) == ("it is a pipe or a device, not a file", b"")


def test_a_file_of_more_than_64_mib_is_a_row_and_is_not_read(tmp_path, monkeypatch):
    told = "it is larger than 64 MiB"
    sizes = {"ada.py": 64 << 20, "bob.py": (64 << 20) + 1, "cyd.zip": 1 << 40}
    for name, size in sizes.items():
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    problems = [one(tmp_path / name, "", name).problem for name in sizes]
    assert problems == [None, told, told]
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is read"))
    for name in ("bob.py", "cyd.zip"):
        (found,) = collect([tmp_path / name], HW1)
        assert (found.problem, found.content) == (told, b"")


@pytest.mark.parametrize("out", ["grades", "deep/er/grades", "."])
@pytest.mark.parametrize("form", ["{}.py", "{}/hw1.py"])
def test_what_a_run_wrote_is_no_submission(tmp_path, monkeypatch, out, form):
    write(tmp_path, form.format("ada"), form.format("bob"))
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path / "link")
    before = collect([tmp_path], HW1)
    written = ("submissions/ada.py", "results/ada.json", "feedback/ada.html", "errors/a.txt")
    write(tmp_path / out, *written)
    (tmp_path / out / "grades.csv").write_text("student")
    told = []
    for folder in (tmp_path, Path()):
        assert collect([folder], HW1, Path(out), lambda *each: told.append(each)) == [
            replace(s, source=str(folder / s.file)) for s in before
        ]
    assert [name.endswith("grades.csv") for name, _ in told] == [True, True] * (out == ".")
    inside = [tmp_path / out / "submissions"]
    assert [s.student for s in collect(inside, HW1, tmp_path / out)] == ["ada"]


def test_a_student_without_a_file_that_counts_is_a_row(tmp_path):
    write(tmp_path, "ada/hw.py", "ada/report.pdf", "bob/hw1.pdf", "cyd/a/scan.png", "cyd/b.ipynb~")
    write(tmp_path, "eve/.DS_Store", "eve/tests/q1.py", "eve/public_checks.py")
    write(tmp_path, *(f"fay/{n}.pdf" for n in range(9)))
    write(tmp_path, "gil/hw.py")
    write(tmp_path, "hal/.hw1.py", "ian/tests/hw1.py")
    (tmp_path / "dee" / "hw1").mkdir(parents=True)
    (tmp_path / "fay" / "link.py~").symlink_to("/etc/passwd")
    assert reasons(tmp_path) == {
        "ada": None,
        "bob": "hw1.pdf is a PDF: send the notebook itself, the .ipynb",
        "cyd": "none of b.ipynb~, scan.png is a notebook, .py or .zip",
        "dee": "nothing was handed in in this folder",
        "eve": "nothing that can be graded: .DS_Store, public_checks.py, tests/q1.py",
        "fay": "none of 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 5 more is a notebook, .py or .zip",
        "gil": None,
        "hal": "nothing that can be graded: .hw1.py",
        "ian": "nothing that can be graded: tests/hw1.py",
    }


def test_of_github_classroom_too(tmp_path):
    write(tmp_path / "hw1-submissions", "hw1-ada/hw.py", "hw1-bob/hw.pdf", "hw1-cyd/.git/HEAD")
    assert list(reasons(tmp_path / "hw1-submissions")) == ["ada", "bob", "cyd"]


def test_no_other_folder_becomes_a_student(tmp_path):
    """Nor a file beside them; who looks for work that is missing is told what there was."""
    write(tmp_path, "ada/hw.py", "ada/plot.png", "bob/hw.py", "__MACOSX/ada/._hw.pdf", ".git/HEAD")
    write(tmp_path, ".ipynb_checkpoints/a.pdf", "__pycache__/a.pyc", "more/digits.csv")
    write(tmp_path, "more/README.md", "images/a.pdf", "README.md", "roster.csv", "cyd.pdf")
    (tmp_path / "data").mkdir()
    told = {}
    found = collect([tmp_path], HW1, None, told.__setitem__)
    assert [s.student for s in found] == ["ada", "bob"]
    names = ["README.md", "cyd.pdf", "images/a.pdf", "more/README.md", "more/digits.csv"]
    assert sorted(told) == [f"{tmp_path}/{name}" for name in [*names, "roster.csv"]]
    assert told[f"{tmp_path}/README.md"] == "not .ipynb, .py or .zip"
    assert told[f"{tmp_path}/cyd.pdf"].startswith("a PDF: send the notebook")


def test_among_loose_files_a_folder_is_no_student(tmp_path):
    write(tmp_path, "ada.py", "bob.py", "late/cyd.py", "scans/a.pdf", "eve/.hw1.py")
    (tmp_path / "old").mkdir()
    told = {}
    found = collect([tmp_path], HW1, None, told.__setitem__)
    assert [s.student for s in found] == ["ada", "bob", "late"]
    assert told.pop(f"{tmp_path}/scans/a.pdf").startswith("a PDF")
    assert told == {
        f"{tmp_path}/old/": "nothing was handed in in this folder",
        f"{tmp_path}/eve/": "nothing that can be graded: .hw1.py",
    }


WHO_AND_WHY = """
import sys
from pathlib import Path
from autograder.submissions.collect import NotFound, collect
from bundled import find

for path in map(Path, sys.argv[1:]):
    try:
        for found in collect([path], find("hw1_backprop")):
            print(path.name, found.student, found.problem, sep=": ")
    except NotFound as reason:
        print(reason)
"""


def test_a_folder_that_cannot_be_entered_is_a_row(tmp_path):
    write(tmp_path, "each/ada/hw1.py", "each/bob/hw1.py", "each/cyd/hw1.zip")
    write(tmp_path, "loose/ada.py", "loose/bob/hw1.py", "loose/data/a.csv")
    at = "Bob Ho_12_assignsubmission_file_"
    write(tmp_path, f"export/{at}/hw1.py", "export/Ada L_11_assignsubmission_file_/hw1.py")
    write(tmp_path, "closed/hw1.py")
    closed = ("each/bob", "loose/bob", "loose/data", f"export/{at}", "closed")
    listed = "Cyd X_13_assignsubmission_file_"
    write(tmp_path, f"export/{listed}/hw1.py")
    for name in ("each/cyd", f"export/{listed}"):
        (tmp_path / name).chmod(0o444)  # names are to be seen, and nothing else
    for name in closed:
        (tmp_path / name).chmod(0)
    folders = [tmp_path / name for name in ("each", "loose", "export", "closed")]
    ran = as_plain_user([sys.executable, "-c", WHO_AND_WHY, *folders], also=[tmp_path])
    for name in (*closed, "each/cyd", f"export/{listed}"):
        (tmp_path / name).chmod(0o755)
    assert ran.stdout.splitlines() == [
        "each: ada: None",
        "each: bob: it cannot be read: Permission denied",
        "each: cyd: it cannot be read: Permission denied",
        "loose: ada: None",
        "loose: bob: it cannot be read: Permission denied",
        "export: Ada L: None",
        "export: Bob Ho: it cannot be read: Permission denied",
        "export: Cyd X: it cannot be read: Permission denied",
        f"{tmp_path}/closed: Permission denied",
    ], ran.stderr


def test_an_export_among_submissions_is_no_student_who_sent_a_bad_zip(tmp_path):
    write(tmp_path, "ada.py")
    for name, count in (("canvas", 2), ("many", 300), ("bob", 1)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for number in range(count):
                archive.writestr(f"student_{number}_{number}_hw1.py", CODE)
    told = "it is what a learning system exports of many students: give this zip itself"
    assert reasons(tmp_path) == {"ada": None, "bob": None, "canvas": told, "many": told}


def test_in_the_own_folder_of_a_student_nothing_is_missed(tmp_path):
    write(tmp_path, "ada/hw1_backprop.py", "ada/hw1_backprop.ipynb~", "ada/notes/a.pdf")
    write(tmp_path, "ada/README.md")
    (tmp_path / "ada" / "old").mkdir()
    told = []
    (found,) = collect([tmp_path / "ada"], HW1, None, lambda name, _: told.append(name))
    assert (found.student, found.file, told) == ("ada", "hw1_backprop.py", [])


@pytest.mark.parametrize("name", ["bob.ipynb~", "bob.zip.txt", "bob.PY~", "bob.zip (1)"])
def test_a_spoilt_suffix_is_a_row_unless_the_file_itself_is_there(tmp_path, name):
    write(tmp_path, "ada.py", name)
    assert reasons(tmp_path) == {"ada": None, "bob": f"{name} is not a notebook, .py or .zip"}
    write(tmp_path, "bob.py")
    assert reasons(tmp_path) == {"ada": None, "bob": None}


@pytest.mark.parametrize("name", ["ada.py\u200f", "ada.i\u202epynb", "ada.zip\u200e"])
def test_what_is_not_seen_spoils_no_suffix(tmp_path, name):
    write(tmp_path, f"flat/{name}", f"each/ada/{name}")
    for path in (tmp_path / "flat", tmp_path / "flat" / name, tmp_path / "each"):
        (found,) = collect([path], HW1)
        assert (found.student, found.problem) == ("ada", None)
        assert found.file.isprintable()
    assert len(of_student(tmp_path / "each", HW1, "ada")) == 1
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(name, CODE)
    (tmp_path / "bob.zip").write_bytes(zipped.getvalue())
    (found,) = collect([tmp_path / "bob.zip"], HW1)
    assert found.file == "bob.zip"
    if "zip" not in name:
        assert sole_member(found.content)[1] == CODE


def test_a_suffix_is_never_too_long_for_the_copy_that_is_kept(tmp_path):
    path = tmp_path / f"ada.{'x' * 240}"
    path.write_bytes(CODE)
    (found,) = collect([path], HW1)
    assert (found.file, path.name in found.problem) == ("ada", True)


def test_to_collect_a_class_reads_no_submission(tmp_path, hw1, monkeypatch):
    """A class is larger than memory, and each file is read again when it is graded."""
    for student in ("ada", "bob"):
        (tmp_path / f"{student}.py").write_text("def relu(x):\n    return x\n")
    read = []
    own = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or own(path))
    assert [found.student for found in collect([tmp_path], hw1)] == ["ada", "bob"]
    assert read == []


@pytest.mark.parametrize("ending", [".ipynb.txt", ".ipynb.json", ".py.txt", ".IPYNB.txt"])
def test_what_a_browser_took_for_text_counts_unless_the_file_itself_is_there(tmp_path, ending):
    write(tmp_path, f"flat/bob{ending}", f"each/bob/hw1{ending}")
    for path in (tmp_path / "flat", tmp_path / "flat" / f"bob{ending}", tmp_path / "each"):
        (found,) = collect([path], HW1)
        assert (found.student, found.problem) == ("bob", None)
    write(tmp_path, "flat/bob.py")
    assert [s.file for s in collect([tmp_path / "flat"], HW1)] == ["bob.py"]


def test_an_autosave_counts_where_there_is_nothing_else(tmp_path):
    saved = ".ipynb_checkpoints/hw1-checkpoint.ipynb"
    write(tmp_path, f"all/ada/{saved}", f"all/bob/{saved}", "all/bob/hw1.py", f"all/{saved}")
    write(tmp_path, "all/.ipynb_checkpoints/a.pdf", "all/.git/.ipynb_checkpoints/a.py")
    found = collect([tmp_path / "all"], HW1)
    assert [(s.student, s.file) for s in found] == [("ada", f"ada/{saved}"), ("bob", "bob/hw1.py")]
    (found,) = collect([tmp_path / "all" / "ada"], HW1)
    assert (found.student, found.file) == ("ada", saved)
    assert len(of_student(tmp_path / "all" / "ada", HW1, "ada")) == 1


def test_only_a_learning_system_says_by_a_name_whose_a_file_is(tmp_path):
    """In a folder of their own students choose the names, also one that is as Canvas's."""
    write(
        tmp_path, "s7/x_12345_1_hw1.py", "s8/hw1.py", "export/ada_1_2_a.py", "export/bob_3_4_b.py"
    )
    found = collect([tmp_path / "export"], HW1)
    assert [(s.student, s.origin.system) for s in found] == [("ada", "canvas"), ("bob", "canvas")]
    (tmp_path / "class").mkdir()
    for name in ("s7", "s8"):
        (tmp_path / name).rename(tmp_path / "class" / name)
    found = collect([tmp_path / "class"], HW1)
    assert [(s.student, s.origin) for s in found] == [("s7", None), ("s8", None)]


def test_a_file_that_has_gone_meanwhile_is_a_row_with_a_reason(tmp_path):
    write(tmp_path, "ada.py")
    (found,) = collect([tmp_path], HW1)
    (tmp_path / "ada.py").unlink()
    with pytest.raises(Unreadable, match="it cannot be read: No such file"):
        read(found.loaded())


def test_no_student_makes_an_export_of_the_class(tmp_path):
    """By many files in a folder of their own that are called as a system calls them."""
    write(tmp_path, "ada/hw1.py", "bob/hw1.py")
    write(tmp_path, *(f"eve/x{n}_{n}_{n}_hw1.py" for n in range(9)))
    assert [s.student for s in collect([tmp_path], HW1)] == ["ada", "bob", "eve"]


def test_two_exports_in_one_folder_are_exports(tmp_path):
    write(tmp_path, *(f"week{n}/x{m}_{m}_1_hw1.py" for n in (1, 2) for m in range(3)), "utils.py")
    assert [s.student for s in collect([tmp_path], HW1)] == ["utils", "x0", "x1", "x2"]


def test_nobody_takes_the_id_that_is_the_name_of_another():
    files = [("s7", "a.py"), ("s7", "b.py"), ("s7-2", "c.py"), ("S7-3", "d.py")]
    submissions = [Submission(student, file, b"") for student, file in files]
    found = {s.file: s.student for s in distinct(submissions)}
    assert found == {"a.py": "s7", "b.py": "s7-4", "c.py": "s7-2", "d.py": "S7-3"}


@pytest.mark.parametrize(
    ("one_id", "other"),
    [("Ada", "aDA"), ("Stra\u00dfe", "STRASSE"), ("e\u0301a", "\u00c9a"), ("\ufb01n", "fin")],
)
def test_ids_differ_on_any_file_system(one_id, other):
    found = distinct([Submission(one_id, "a.py", b""), Submission(other, "b.py", b"")])
    folded = {unicodedata.normalize("NFKC", s.student).casefold() for s in found}
    assert len(folded) == 2


def test_a_zip_of_a_million_entries_is_not_read_to_be_refused(tmp_path):
    path = tmp_path / "ada.zip"
    path.write_bytes(zip_with_entries(1_200_000))
    tracemalloc.start()
    (found,) = collect([path], HW1)
    with pytest.raises(Unreadable, match="more than 100000 members"):
        read(found)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300 << 20, "its own 55 MiB, a few times"


@pytest.mark.parametrize("comment", [b"", b"by hand", b"x" * 65_535])
@pytest.mark.parametrize("is_large", [False, True])
def test_entries_of_a_zip_are_counted_without_reading_them(comment, is_large, monkeypatch):
    """Of a large one, too, and of one that a program stands before; marks in members are none."""
    if is_large:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.comment = comment
        for name in "abc":
            archive.writestr(name, b"PK\1\2")
    content = made.getvalue()
    assert (b"PK\6\6" in content) is is_large
    assert entries_in(content) == entries_in(b"#!" + content) == 3
    ends = content.rindex(b"PK\5\6")
    for part in (content[ends:], content[: ends + 10], content[ends : ends + 10], b""):
        assert entries_in(part) == 0


def zip_with_entries(count):
    """An archive whose directory names one member again and again."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", "")
    content = made.getvalue()
    start, end = content.index(b"PK\1\2"), content.index(b"PK\5\6")
    size = count * (end - start)
    tail = content[end : end + 12] + struct.pack("<LL", size, start) + b"\0\0"
    return content[:start] + content[start:end] * count + tail


@pytest.mark.parametrize(
    "pair",
    [
        ("a\nb.py", "a\rb.py"),
        ("e\u0301.py", "\u00e9.py"),
        ("Jos\udce9.py", "Jos\udce8.py"),
        ("ab.py", "a\u200bb.py"),
        ("a\nb/hw.py", "a\rb/hw.py"),
        ("\n/hw.py", "\r/hw.py"),
        ("a\nb/", "a\rb/"),
    ],
)
def test_two_students_whose_names_look_alike_are_two(pair, tmp_path):
    """Also where both sent the same, or nothing."""
    for name in (*pair, "zoe/hw.py", "yan/hw.py", "xia/hw.py", "wu/hw.py"):
        path = tmp_path / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_text("def softmax(o): return o")
    found = collect([tmp_path], HW1)
    assert len({submission.student for submission in found}) == 6


def test_three_names_that_look_alike_keep_to_the_end_what_they_are():
    shown = as_shown(["ab.ipynb.txt", "a\nb.ipynb.txt", "a\rb.ipynb.txt", "ab-2.ipynb.txt", "\n"])
    assert sorted(shown.values()) == [
        "ab-2.ipynb.txt",
        "ab-3.ipynb.txt",
        "ab-4.ipynb.txt",
        "ab.ipynb.txt",
        "unnamed",
    ]
    assert shown["ab.ipynb.txt"] == "ab.ipynb.txt"
    assert shown["ab-2.ipynb.txt"] == "ab-2.ipynb.txt"


def test_of_all_zips_of_a_student_no_more_is_unpacked_than_of_one(tmp_path):
    """Fifty kilobytes became as many megabytes, each in memory until the whole class was graded."""
    for n in range(4):
        cell = {"cell_type": "code", "source": f"def relu(x): return {n}", "outputs": []}
        cell["outputs"].append(" " * (20 << 20))
        with zipfile.ZipFile(tmp_path / f"{n}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("hw.ipynb", json.dumps({"cells": [cell], "nbformat": 4}))
            archive.writestr("x.py", "x = 1\n")
    found = of_student(tmp_path, HW1, "ada")
    assert len(found) == 4
    assert sum(len(submission.source) for submission in found) < 50 << 20
