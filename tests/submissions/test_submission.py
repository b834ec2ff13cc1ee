"""Reading submissions: is everything that arrives either code cells or a reason?"""

import contextlib
import io
import json
import stat
import tracemalloc
import zipfile

import nbformat
import pytest
from examples import EXAMPLES, SLOW_EXAMPLES, each
from hypothesis import strategies as st

from autograder.submissions.notebook import name_of
from autograder.submissions.submission import Unreadable, read_file


def notebook(*sources, version=4, tags=()):
    """A notebook with these code cells, as bytes."""
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)}) for source in sources]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# text"), *cells])
    if version == 3:
        book = nbformat.convert(book, 3)
    return nbformat.writes(book, version=nbformat.NO_CONVERT).encode()


def zipped(members, link=None, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def bomb():
    """50 MiB of zeros and one more, in a few kilobytes."""
    return zipped({"a.py": b"0" * (50 << 20), "b.py": b"0"})


def liar(announced):
    """A member that holds more than its headers announce."""
    content = zipped({"a.py": b"x = 1\n" * 10_000})
    size = (60_000).to_bytes(4, "little")
    assert content.count(size) == 2
    return content.replace(size, announced.to_bytes(4, "little"))


def test_a_notebook_gives_its_code_cells():
    source = read_file("a.ipynb", notebook("x = 1", "y = 2"))
    assert source.kind == "ipynb"
    assert [(name, text) for name, text, _ in source.cells] == [
        ("the cell that begins with `x = 1`", "x = 1"),
        ("the cell that begins with `y = 2`", "y = 2"),
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def f(x):\n    def g(): ...", "the cell that defines `f`"),
        ("x = 1\nclass A: ...\nasync def b(): ...", "the cell that defines `A` and `b`"),
        (
            "".join(f"def f{n}(): ...\n" for n in range(3)),
            "the cell that defines `f0`, `f1` and 1 more",
        ),
        (
            "# run it\n%matplotlib inline\n\n  for i in x:\n    go()",
            "the cell that begins with `for i in x:`",
        ),
        ("y" * 100, f"the cell that begins with `{'y' * 40}`"),
        ("# nothing", "a cell"),
        ("", "a cell"),
    ],
)
def test_a_cell_is_called_by_what_is_in_it(source, name):
    assert name_of(source) == name


def test_a_notebook_of_format_3_is_converted():
    assert [text for _, text, _ in read_file("a.ipynb", notebook("x = 1", version=3)).cells] == [
        "x = 1"
    ]


@pytest.mark.parametrize(
    "book",
    [
        {"cells": [{"cell_type": "code", "source": "x = 1", "metadata": None}]},
        {"cells": [{"cell_type": "code", "source": "x = 1"}], "nbformat": "4", "metadata": None},
        {"cells": [3, {"cell_type": "code", "source": ["x ", "= 1", 7]}], "nbformat": 5},
        {"worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}], "nbformat": 2},
        {"cells": [{"cell_type": "code", "code": "x = 1"}], "nbformat": 1},
    ],
    ids=["no format", "odd format", "of the future", "format 2", "format 1"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_damaged_notebook_gives_the_code_that_is_there(book, encoding):
    cells = read_file("a.ipynb", json.dumps(book).encode(encoding)).cells
    assert [text for _, text, _ in cells] == ["x = 1"]


def test_an_experiment_is_marked():
    assert read_file("a.ipynb", notebook("plot()", tags=["experiment"])).cells[0][2]
    assert not read_file("a.py", b"plot()").cells[0][2]


def test_a_cell_may_be_a_list_of_lines():
    book = json.loads(notebook("x = 1"))
    book["cells"][1]["source"] = ["x = 1\n", "y = 2"]
    assert read_file("a.ipynb", json.dumps(book).encode()).cells[0][1] == "x = 1\ny = 2"


def test_outputs_are_never_read():
    book = json.loads(notebook("x = 1"))
    book["cells"][1]["outputs"] = [{"output_type": "nonsense", "data": 7}]
    assert read_file("a.ipynb", json.dumps(book).encode()).cells[0][1] == "x = 1"


def test_many_outputs_cost_nothing():
    """60,000 empty ones made nbformat take 2.6 GB."""
    book = json.loads(notebook("x = 1"))
    book["cells"][1]["outputs"] = [{}] * 60_000
    tracemalloc.start()
    read_file("a.ipynb", json.dumps(book).encode())
    assert tracemalloc.get_traced_memory()[1] < 50 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "x = 'é'".encode(),
        "# coding: latin-1\nx = 'é'".encode("latin-1"),
        b"x = '\xe9'",
        b"\xef\xbb\xbfx = 1",
        "x = 1".encode("utf-16"),
        b"\xfe\xff" + "x = 1".encode("utf-16-be"),
        "x = 1".encode("utf-16-be"),
        "x = 1".encode("utf-16-le"),
        b"# coding: punycode\nx = 1",
        b"# coding: rot13\nx = 1",
    ],
)
def test_a_module_may_have_any_encoding(text):
    assert "x = " in read_file("a.py", text).cells[0][1]


@pytest.mark.parametrize("encoding", ["punycode", "PunyCode", "idna", "IDNA"])
def test_a_module_is_not_decoded_as_a_domain_name(encoding, monkeypatch):
    """What its header asks for takes a time that grows with the square of its length."""

    def slow(*_):
        pytest.fail("the slow codec is called")

    monkeypatch.setattr("encodings.punycode.punycode_decode", slow)
    monkeypatch.setattr("encodings.idna.ToUnicode", slow)
    text = f"# coding: {encoding}\nx = 'xn--a'\n"  # idna looks closer at such words
    assert read_file("a.py", text.encode()).cells[0][1] == text


@pytest.mark.parametrize("name", ["a.py", "folder/a.py", "hw/a.ipynb"])
def test_a_zip_of_one_file_is_that_file(name):
    content = b"x = 1" if name.endswith(".py") else notebook("x = 1")
    beside = {"__MACOSX/._a.py": b"junk", "digits.npz": b"data"}
    beside |= {".ipynb_checkpoints/a-checkpoint.ipynb": notebook("saved = 0")}
    assert read_file("a.zip", zipped({name: content} | beside)).cells[0][1] == "x = 1"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.py", b"", "empty"),
        ("a.ipynb", b" \n ", "empty"),
        ("a.txt", b"x = 1", "not .ipynb, .py or .zip"),
        ("a", b"x = 1", "without suffix"),
        ("a.ipynb", b"x = 1", "no JSON"),
        ("a.zip", b"Rar!\x1a\x07\x00", "it is a RAR archive: send a zip"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "it is a 7z archive: send a zip"),
        ("a.zip", b"\x1f\x8b\x08", "it is a gzip archive: send a zip"),
        ("a.zip", b"a" * 257 + b"ustar", "it is a tar archive: send a zip"),
        ("a.ipynb", b"%PDF-1.7", "it is a PDF: send the notebook itself"),
        ("a.ipynb", b"\n<!DOCTYPE html>\n<html>", "it is a web page: send the notebook itself"),
        ("a.py", b"<html><body>", "it is a web page"),
        ("a.ipynb", b"version https://git-lfs.github.com/spec/v1\noid", "it is a Git LFS pointer"),
        ("a.ipynb", b'{"cells": [\n<<<<<<< HEAD\n{},\n', "it holds a merge conflict at line 2"),
        ("a.py", b"import marimo\napp = marimo.App()", "it is a marimo file"),
        ("a.ipynb", b"[1, 2]", "no cells"),
        ("a.ipynb", b"{}", "no cells"),
        ("a.ipynb", b'{"cells": 3, "nbformat": 4}', "no cells"),
        ("a.ipynb", b'{"worksheets": [3], "nbformat": 3}', "no cells"),
        ("a.ipynb", b'{"cells": [3], "nbformat": 4}', "no code"),
        ("a.ipynb", b'{"cells": [{"cell_type": "code", "source": 3}]}', "no code"),
        ("a.ipynb", b"[" * 1_000_000, "no JSON"),
        ("a.ipynb", b"[{" * 500_001, "more than 1000000 lists"),
        ("a.ipynb", b'{"cells":' + b"[" * 900 + b"]" * 900 + b"}", "no code"),
        ("a.ipynb", json.dumps({"cells": [{}] * 10_000}).encode(), "no code"),
        ("a.ipynb", json.dumps({"cells": [{}] * 10_001}).encode(), "more than 10000 cells"),
        ("a.ipynb", notebook("#" * (2 << 20), "x = 1"), "more than 2 MiB of code"),
        ("a.ipynb", notebook(), "no code"),
        ("a.ipynb", notebook("", "  "), "no code"),
        ("a.ipynb", b" " * (20 << 20) + b"{}", "larger than 20 MiB"),
        ("a.py", b"#" * (3 << 20), "larger than 2 MiB"),
        ("a.zip", b"PK no zip", "damaged"),
        ("a.zip", zipped({}), "holds: none"),
        (
            "a.zip",
            zipped({f"{name}.py": b"x" for name in "gfedcba"}),
            "holds: a.py, .*, e.py and 2 more$",
        ),
        ("a.zip", zipped({"a.txt": b"x"}), "holds: none, but a.txt$"),
        (
            "a.zip",
            zipped({"hw/a.pdf": b"x", "hw/b.rar": b"x", "__MACOSX/hw/._a.pdf": b"x", "hw/": b""}),
            "none, but a.pdf .a PDF: send the notebook itself, the .ipynb., b.rar .a RAR archive",
        ),
        ("a.zip", zipped({f"{n}.csv": b"" for n in range(9)}), "4.csv and 4 more$"),
        ("a.zip", zipped({"in.zip": zipped({"a.pdf": b"x"})}), "none, but in.zip$"),
        ("a.zip", zipped({"a.py": b"x", "b.py": b"y"}), "holds: a.py, b.py"),
        ("a.zip", zipped({"a.ipynb": b"x", "a.py": b"y"}), "exactly one"),
        ("a.zip", zipped({"../a.py": b"x"}), "leads out of it"),
        ("a.zip", zipped({"/a.py": b"x"}), "leads out of it"),
        ("a.zip", zipped({"C:\\a.py": b"x"}), "leads out of it"),
        ("a.zip", zipped({"b\\..\\..\\a.py": b"x"}), "leads out of it"),
        ("a.zip", zipped({"b.txt": b"x"}, link="a.py"), "symbolic link"),
        ("a.zip", zipped({f"{i}.py": b"" for i in range(200)}), "exactly one"),
        ("a.zip", zipped({f"{i}.py": b"" for i in range(201)}), "more than 200 members"),
        ("a.zip", bomb(), "more than 50 MiB"),
        ("a.zip", liar(10), "damaged"),
        ("a.zip", liar(0), "damaged"),
        ("a.zip", zipped({"a.py": b"x"}, method=zipfile.ZIP_LZMA), "other than deflate"),
        ("a.zip", zipped({f"{i}.zip": zipped({}) for i in range(11)}), "more than 10 members"),
        ("a.zip", zipped({"a.zip": zipped({"../a.py": b"x"})}), "leads out of it"),
    ],
)
def test_what_cannot_be_graded_has_a_reason(name, content, reason):
    with pytest.raises(Unreadable, match=reason):
        read_file(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", b"#" * (2 << 20)),
        ("a.ipynb", notebook("#" * ((2 << 20) - 1), "x")),
        ("a.ipynb", notebook("x").ljust(20 << 20)),
    ],
)
def test_what_is_just_small_enough_is_read(name, content):
    assert read_file(name, content).cells


def test_a_notebook_may_be_called_a_module():
    source = read_file("a.py", notebook("x = 1"))
    assert (source.kind, source.cells[0][1]) == ("ipynb", "x = 1")
    assert source.oddities == ("it is a notebook, though its name ends in .py",)
    assert read_file("a.py", b"{'no': 'notebook'}").kind == "py"


def test_a_module_may_be_called_a_notebook():
    text = b"# %%\nimport numpy as np\n\ndef f(x):\n    return {x}\n"
    for content in (text, text.decode().encode("utf-16"), zipped({"b.ipynb": text})):
        source = read_file("a.ipynb", content)
        assert (source.kind, source.cells[0][1]) == ("py", text.decode())
        assert source.oddities == ("it is Python, though its name ends in .ipynb",)


def test_a_zip_may_be_called_a_notebook():
    assert read_file("a.ipynb", zipped({"b.py": b"x = 1"})).cells[0][1] == "x = 1"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ada/hw1.ipynb", ()),
        ("ada/hw1.ipynb.txt", ("hw1.ipynb.txt was read as hw1.ipynb",)),
        ("ada/hw1.ipynb.json", ("hw1.ipynb.json was read as hw1.ipynb",)),
        (
            "ada/.ipynb_checkpoints/hw1-checkpoint.ipynb",
            ("only an autosave copy was handed in",),
        ),
        ("ada/hw1-checkpoint.ipynb", ("only an autosave copy was handed in",)),
    ],
)
def test_an_odd_name_is_told(name, told):
    assert read_file(name, notebook("x = 1")).oddities == told


def test_a_zip_of_powershell_has_backslashes_in_it():
    archive = zipped({"hw1\\": b"", "hw1\\tests\\": b"", "hw1\\a.py": b"x = 1"})
    assert read_file("a.zip", archive).cells[0][1] == "x = 1"


def test_what_lies_beside_the_work_does_not_count():
    """A repository, an environment with its links, and more data than a zip may hold."""
    beside = {f".git/objects/{n}": b"" for n in range(300)}
    beside |= {f"hw1/venv/lib/{n}.py": b"" for n in range(300)} | {"hw1/env/a.py": b""}
    beside |= {"digits.npz": b"0" * (60 << 20), "../notes.txt": b"", "hw1.ipynb": notebook("x = 1")}
    archive = zipped(beside, link="hw1/venv/bin/python")
    assert read_file("a.zip", archive).cells[0][1] == "x = 1"


def test_a_zip_in_a_zip_is_unpacked_where_nothing_else_can_be_graded():
    inner = zipped({"hw1/a.py": b"x = 1"})
    assert read_file("a.zip", zipped({"a.zip": zipped({"b.zip": inner})})).cells[0][1] == "x = 1"
    beside = zipped({"a.zip": zipped({"b.py": b"y"}), "a.py": b"x = 1"})
    assert read_file("a.zip", beside).cells[0][1] == "x = 1"
    deeper = zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": inner})})})
    with pytest.raises(Unreadable, match="holds: none"):
        read_file("a.zip", deeper)


def test_zips_in_a_zip_share_what_one_may_unpack_to():
    inner = zipped({"a.py": b"#" * (30 << 20)})
    with pytest.raises(Unreadable, match="more than 25 MiB"):
        read_file("a.zip", zipped({"a.zip": inner, "b.zip": inner}))


def test_an_encrypted_zip_is_called_so():
    content = bytearray(zipped({"a.py": b"x = 1"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="encrypted: send one without a password"):
        read_file("a.zip", bytes(content))


@pytest.mark.parametrize(
    "outputs",
    [
        [{"data": {"image/png": "A" * (21 << 20)}}],
        [{"data": {"text/plain": 'a "quote" and [ a bracket \\'}}, {"data": [[]] * 1_100_000}],
    ],
    ids=["21 MiB", "a million lists"],
)
def test_large_outputs_are_left_out(outputs):
    source = 'x = {"outputs": [1]}'
    book = json.loads(notebook(source, "y = 2"))
    book["cells"][1]["outputs"] = outputs
    book["cells"][0]["attachments"] = {"a.png": {"image/png": "A" * (1 << 20)}}
    cells = read_file("a.ipynb", json.dumps(book).encode()).cells
    assert [text for _, text, _ in cells] == [source, "y = 2"]


def test_a_notebook_that_was_cut_off_is_called_so():
    with pytest.raises(Unreadable, match="it ends in the middle"):
        read_file("a.ipynb", notebook("x = 1")[:-9])
    with pytest.raises(Unreadable, match="it is no JSON"):
        read_file("a.ipynb", b"{'cells': []}")


def test_a_zip_that_is_an_office_document_is_called_so():
    office = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    with pytest.raises(Unreadable, match="none, but the parts of an Office document"):
        read_file("a.zip", office)


def test_functions_in_cells_that_are_not_run_are_found():
    book = json.loads(notebook("x = 1"))
    book["cells"][0]["source"] = "```\ndef relu(x):\n    return x\n```"
    book["cells"].append({"cell_type": "raw", "source": ["def tanh(x): ...\n", "def sin(x): ..."]})
    found = read_file("a.ipynb", json.dumps(book).encode()).elsewhere
    raw = dict.fromkeys(["tanh", "sin"], "a raw cell")
    assert found == {"relu": "a Markdown cell"} | raw
    del book["cells"][1]
    with pytest.raises(Unreadable, match="no code; `relu` stands in a Markdown cell"):
        read_file("a.ipynb", json.dumps(book).encode())


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"name": "python3", "language": "python"}}, ""),
        ({"kernelspec": {"name": "conda"}, "language_info": {"name": "ipython"}}, ""),
        ({"kernelspec": {"language": ""}, "language_info": {"name": "R"}}, "R"),
        ({"kernelspec": 7, "language_info": {"name": [1]}}, ""),
        (None, ""),
    ],
)
def test_the_language_of_a_kernel_is_read(metadata, language):
    book = json.loads(notebook("x = 1")) | {"metadata": metadata}
    assert read_file("a.ipynb", json.dumps(book).encode()).language == language


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda child: (
        st.lists(child, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "nbformat", "source", "cell_type", "metadata", "tags"]), child
        )
    ),
    max_leaves=20,
)
KEYS = st.sampled_from(["cells", "nbformat", "nbformat_minor", "metadata", "worksheets"])
ZIP = zipped({"a.py": b"x = 1\n" * 50, "folder/b.txt": bytes(range(256))})


def readable(name, content):
    """Read it; a reason why it cannot be read is as good as code."""
    with contextlib.suppress(Unreadable):
        read_file(name, content)


@pytest.mark.parametrize("count", EXAMPLES)
def test_random_bytes_raise_nothing_else(count):
    @each(count, st.sampled_from(["a.ipynb", "a.py", "a.zip"]), st.binary(max_size=2000))
    def check(name, content):
        readable(name, content)


@pytest.mark.parametrize("count", SLOW_EXAMPLES)
def test_mutated_notebooks_raise_nothing_else(count):
    """A real notebook in which one part, and one cell, is anything at all."""

    @each(count, JSON, JSON, KEYS)
    def check(part, other, key):
        book = json.loads(notebook("x = 1"))
        book["cells"].append(other)
        book[key] = part
        readable("a.ipynb", json.dumps(book).encode())


@pytest.mark.parametrize("count", EXAMPLES)
def test_mutated_zips_raise_nothing_else(count):
    """A real zip of which one stretch is anything at all."""

    @each(count, st.integers(0, len(ZIP)), st.integers(0, 20), st.binary(max_size=20))
    def check(start, length, part):
        readable("a.zip", ZIP[:start] + part + ZIP[start + length :])
