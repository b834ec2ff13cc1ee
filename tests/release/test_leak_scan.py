"""The leak scan: is every kind of secret found, in every place where it could hide?"""

import ast
import base64
import io
import json
import textwrap
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from bundled import find

from autograder.course.bundled import PACKAGE
from autograder.release.leak_scan import fingerprint
from autograder.release.leak_scan.scan import leaks, look, secrets_of
from autograder.release.student_files import student_files

NOTEBOOK, HANDOUT = "hw1_backprop.ipynb", "hw1_backprop.py"
HW1 = find("hw1_backprop")


@pytest.fixture(scope="module")
def secrets(hw1):
    return secrets_of(hw1)


@pytest.fixture(scope="module")
def files(hw1):
    return student_files(hw1)


@pytest.fixture
def found(secrets, files):
    """The findings in one file, with text added to it."""

    def scan(name, added=""):
        return sorted(set(look(files.get(name, b"") + added.encode(), name, secrets)))

    return scan


def test_the_folder_of_students_is_clean(hw1, files):
    """That of every homework is scanned where releases are tested."""
    assert leaks(hw1, files) == []


SOLUTION = "code of solutions/hw1_backprop/solution.py"
BACKWARD = """
def outer(cache, weights):
    # the same thing under other names, laid out in another way
    first, hidden, second = _step( cache )
    return dict(a=first.T @ cache["h"] + cache["lambd"]*cache["W2"],
                b=second)
"""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("def f(u):\n    return (np.asarray(u) > 0).astype(float)\n", f"{SOLUTION} (relu_grad)"),
        ("# return np.maximum(np.asarray(x, dtype=float), 0.0)\n", SOLUTION),
        ("    e = np.exp(-np.abs(np.asarray(x, dtype=float)))\n", SOLUTION),
        ("'''log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))'''", SOLUTION),
        (BACKWARD, f"{SOLUTION} (mlp_backward_batch)"),
    ],
)
def test_code_is_found_whatever_its_names_and_layout(found, text, what):
    assert any(what in finding for finding in found("tests/q1.py", "\n" + text))


class Renamed(ast.NodeTransformer):
    """Other names for all that a writer names freely, and no docstring."""

    def visit_arg(self, node):
        return ast.arg(f"{node.arg}_")

    def visit_Name(self, node):
        kept = node.id in fingerprint.MEANINGFUL or node.id in self.called
        return node if kept else ast.Name(f"{node.id}_", node.ctx)

    def visit_FunctionDef(self, node):
        self.called = {getattr(n.func, "id", "") for n in ast.walk(node) if isinstance(n, ast.Call)}
        node.body = fingerprint._body(node)
        self.generic_visit(node)
        node.name, node.decorator_list, node.returns = "innocent", [], None
        return node


def test_functions_are_found_under_other_names(hw1, secrets):
    """Answers, references and hidden tests, every function that is more than a line of plumbing."""
    paths = [*hw1.solution.parent.glob("*.py"), *hw1.hidden_tests.glob("*.py")]
    sought, missed = 0, []
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and list(fingerprint.trees(ast.unparse(node))):
                text = ast.unparse(ast.fix_missing_locations(Renamed().visit(node)))
                sought += 1
                if not list(look(text.encode(), "tests/q1.py", secrets)):
                    missed.append((path.name, text))
    assert sought > 50
    assert missed == []


CALLS_ITS_ARGUMENT = """
def slope(rule, place):
    total = rule(place)
    other = total(place["o"], place["y"])
    return other, total(place["z"]) - other
"""


def test_names_of_functions_are_the_writers_choice_where_they_are_arguments_or_variables():
    renamed = CALLS_ITS_ARGUMENT.replace("rule", "f").replace("total", "g")
    prints = [
        {p for name, p in fingerprint.trees(t) if name} for t in (CALLS_ITS_ARGUMENT, renamed)
    ]
    assert prints[0] == prints[1] != set()


@pytest.mark.parametrize("name", ["_choose", "_activation", "_loss", "_step"])
@pytest.mark.parametrize("mark", ["# ", "    ", "> ", "// "])
def test_a_whole_function_is_found_in_a_comment(hw1, found, name, mark):
    """Also one that computes nothing, so that no line of it is telling."""
    tree = ast.parse(hw1.solution.read_text())
    (node,) = [n for n in tree.body if getattr(n, "name", "") == name]
    lines = ["Think of this:", *ast.unparse(Renamed().visit(node)).splitlines(), "That is all."]
    text = "".join(f"{mark}{line}\n" for line in lines)
    assert any(name in finding for finding in found("README.md", "\n" + text))


def test_an_innocent_function_is_not_found(found):
    text = "def area(width, height):\n    return 2 * width + height ** 2 - np.sqrt(width)\n"
    assert found("tests/q1.py", "\n" + text) == []


def test_every_wrong_formula_and_hint_is_found(hw1, secrets):
    """Each as one would paste it: the decorated function, or what it says."""
    import inspect

    missed = []
    for misconception in hw1.misconceptions:
        source = inspect.getsource(misconception.wrong).encode()
        if not list(look(source, "x.py", secrets)):
            missed.append(misconception.id)
        if len(misconception.hint.split()) >= 5:
            broken = misconception.hint.replace(" ", "\n", 2).encode()
            assert list(look(broken, "README.md", secrets)), misconception.id
    assert missed == []


WRAPPED = {
    "comment": "# {}",
    "slashes": "// {}",
    "quote": "> {}",
    "list": "  * {}",
    "bold": "**{}**",
    "quotes": '"{}"',
    "json": "{}\\n",
}


@pytest.mark.parametrize("form", WRAPPED.values(), ids=WRAPPED)
def test_hints_are_found_however_they_are_broken_into_lines(hw1, secrets, form):
    for misconception in hw1.misconceptions[::20]:
        lines = textwrap.wrap(misconception.hint, 30, break_long_words=False)
        text = "\n".join(form.format(line) for line in lines)
        told = f"holds the hint of {misconception.id}"
        same = {
            f"holds the hint of {m.id}" for m in hw1.misconceptions if m.hint == misconception.hint
        }
        assert same & set(look(text.encode(), "README.md", secrets)), (told, text)


def test_every_function_of_the_solution_and_every_hidden_test_file_is_found(hw1, secrets):
    for name in ("solution.py", "reference.py"):
        text = (hw1.solution.parent / name).read_bytes()
        assert any(name in finding for finding in look(text, "helpers.py", secrets))
    for path in hw1.hidden_tests.glob("q*.py"):
        assert list(look(path.read_bytes(), "tests/q1.py", secrets)), path.name


@pytest.mark.parametrize("name", [HANDOUT, NOTEBOOK])
def test_a_stub_that_was_filled_in_is_found(found, files, secrets, name):
    stub = 'raise NotImplementedError(\\"relu\\")' if name == NOTEBOOK else None
    stub = stub or 'raise NotImplementedError("relu")'
    spoilt = files[name].decode().replace(stub, "return x * (x >= 0)")
    assert spoilt != files[name].decode()
    assert "has an answer: relu is no stub" in list(look(spoilt.encode(), name, secrets))


def q5():
    return HW1.hidden_modules["q5"]


def hidden_row():
    return q5().CASES.inputs[0][0]["W1"].ravel()


def test_hidden_inputs_and_expected_values_are_found(found):
    expected = q5().CASES.expected[1]["dJ_dW1"]
    for numbers in (hidden_row(), expected.ravel()):
        for printed in (
            f"{numbers[:4]}",
            str(numbers.tolist()),
            np.array2string(numbers, precision=5),
        ):
            assert "holds hidden inputs or expected values of q5" in found(
                HANDOUT, "\n# " + printed
            )
    lone = f"# the loss is {float(q5().CASES.inputs[0][0]['L']):.9f}"
    assert found(HANDOUT, "\n" + lone) != []
    assert found(HANDOUT, "\n# 1.234, 0.5, 17.25, 3.141592653589793") == []


def test_hidden_arrays_in_a_data_file_are_found(found, secrets):
    buffer = io.BytesIO()
    np.savez(buffer, images=hidden_row())
    assert list(look(buffer.getvalue(), "digits.npz", secrets)) != []


def npz(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


FORMS = {
    "strings": lambda text: np.array(["no", text]),
    "bytes": lambda text: np.array([b"no", text.encode()]),
    "codes": lambda text: np.frombuffer(text.encode(), np.uint8),
    "wide codes": lambda text: np.array(list(text.encode())),
    "void": lambda text: np.array([text.encode()], f"V{len(text.encode())}"),
    "structured": lambda text: np.array([(1.0, text)], [("a", "f8"), ("b", f"U{len(text)}")]),
}


@pytest.mark.parametrize("array", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("what", ["seed", "path", "solution"])
def test_text_in_arrays_is_found(hw1, secrets, array, what):
    text, told = {
        "seed": (HW1.seed, "holds the secret seed"),
        "path": ("see /home/ada/hw here", "names a folder of somebody's machine"),
        "solution": (hw1.solution.read_text(), f"holds {SOLUTION} (relu)"),
    }[what]
    assert told in list(look(npz(x=array(text)), "digits.npz", secrets))
    assert told in list(look(npy(array(text)), "digits.npy", secrets))


def test_names_of_arrays_and_fields_are_looked_at(secrets):
    secret = HW1.seed
    field = np.array([(1.0,)], [(secret, "f8")])
    for content in (npz(**{secret: np.arange(3)}), npz(x=field)):
        assert "holds the secret seed" in list(look(content, "digits.npz", secrets))


def test_hidden_numbers_in_fields_and_complex_arrays_are_found(secrets):
    row = hidden_row()
    fields = np.zeros(len(row), [("a", "f8"), ("b", "i4")])
    fields["a"] = row
    for array in (fields, row + 1j):
        assert list(look(npz(x=array), "digits.npz", secrets)) != []


def test_arrays_that_hold_nothing_secret_pass(secrets):
    rng = np.random.default_rng(1)
    arrays = {
        "images": rng.integers(0, 256, (500, 64), np.uint8),
        "noise": rng.normal(size=(100, 20)),
        "names": np.array(["cat", "dog"]),
        "none": np.array([], np.uint8),
        "when": np.array(["2026-01-01"], "datetime64[D]"),
        "truth": np.array([True, False]),
    }
    assert list(look(npz(**arrays), "digits.npz", secrets)) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "naïve".encode("latin-1"), "is not UTF-8"),
        ("a.npz", b"xx", "cannot be opened as .npz"),
        ("a.npz", npz(x=np.array([{}], object)), "cannot be opened as .npz"),
        ("a.npz", npz(x=np.arange(99))[:-40], "cannot be opened as .npz"),
        ("a.npy", npy(np.arange(9))[:-4], "cannot be opened as .npy"),
        ("a.zip", b"xx", "cannot be opened as .zip"),
        ("a.ipynb", b"{", "cannot be opened as .ipynb"),
    ],
)
def test_what_is_damaged_is_refused_by_name(secrets, monkeypatch, hw1, name, content, told):
    monkeypatch.setattr("autograder.release.leak_scan.scan.secrets_of", lambda _: secrets)
    (finding,) = leaks(hw1, {f"data/{name}": content})
    assert finding.startswith(f"data/{name} {told}")


ENCODED = {
    "base64": lambda data: base64.b64encode(data).decode(),
    "url-safe base64": lambda data: base64.urlsafe_b64encode(data).decode(),
    "base64 in lines": lambda data: base64.encodebytes(data).decode(),
    "base64 in comments": lambda data: base64.encodebytes(data).decode().replace("\n", "\n# "),
    "base64 amidst": lambda data: "/" + base64.b64encode(b"x" + data).decode() + "wwwwww",
    "hex": lambda data: data.hex(),
    "upper-case hex": lambda data: "0x" + data.hex().upper(),
}


@pytest.mark.parametrize("encode", ENCODED.values(), ids=ENCODED)
@pytest.mark.parametrize("name", ["d.json", "d.csv", "g.svg", "README.md"])
def test_what_is_encoded_is_found(hw1, secrets, encode, name):
    relu = "def f(u):\n    return np.maximum(np.asarray(u, dtype=float), 0.0)\n"
    for secret in (relu.encode(), hw1.solution.read_bytes()):
        text = f'see "{encode(secret)}" there'
        assert any(SOLUTION in finding for finding in look(text.encode(), name, secrets))
    hint = next(m.hint for m in hw1.misconceptions if len(m.hint) > 40)
    found = list(look(f"see {encode(hint.encode())}".encode(), name, secrets))
    assert any("the hint of" in finding for finding in found)


def test_encoded_arrays_and_archives_are_found(secrets):
    for data in (hidden_row().tobytes(), npz(x=hidden_row()), npy(hidden_row())):
        text = json.dumps({"x": base64.b64encode(data).decode()})
        assert list(look(text.encode(), "d.json", secrets)) != []
    rng = np.random.default_rng(1)
    picture = base64.b64encode(rng.bytes(50_000)).decode()
    assert list(look(f"data:image/png;base64,{picture}".encode(), "g.svg", secrets)) == []


def test_a_packed_picture_is_no_array(secrets):
    """Of 40 KB of packed bytes some are a row of small hidden numbers, under one seed of a few."""
    for head, is_picture in ((b"\x89PNG\r\n\x1a\n", True), (bytes(8), False)):
        text = base64.b64encode(head + hidden_row().tobytes()).decode()
        found = list(look(json.dumps({"x": text}).encode(), "d.json", secrets))
        assert (found == []) is is_picture


def test_an_attachment_of_a_notebook_is_found(files, secrets, hw1):
    encoded = base64.b64encode(hw1.solution.read_bytes()).decode()
    held = {"a.png": {"image/png": encoded}}
    spoilt = notebook_with(files, lambda book: book["cells"][0].update(attachments=held))
    assert any(SOLUTION in finding for finding in look(spoilt, NOTEBOOK, secrets))


def test_the_seed_is_found_in_any_form_and_not_told(found):
    secret = HW1.seed
    data = secret.encode()
    forms = [
        secret,
        secret[::-1],
        secret.upper(),
        data.hex(),
        data.hex().upper(),
        hex(int.from_bytes(data, "big")),
        str(int.from_bytes(data, "big")),
        str(int.from_bytes(data, "little")),
        str(list(data)),
        base64.b64encode(data).decode(),
        base64.b64encode(b"x" + data).decode(),
        base64.urlsafe_b64encode(data).decode(),
    ]
    for form in forms:
        findings = found("README.md", f"\n{form}\n")
        assert findings == ["holds the secret seed"]


def test_paths_of_the_machine_are_found(found, monkeypatch, hw1, tmp_path):
    assert "holds a path of this machine" in found("README.md", f"\nsee {PACKAGE.parent}/x\n")
    for path in ("/home/ada/hw", "/Users/ada/hw", r"C:\Users\ada", "/root/hw"):
        assert "names a folder of somebody's machine" in found("README.md", f"\nsee {path}\n")


@pytest.mark.slow
def test_a_seed_of_several_words_is_found_across_lines(hw1, monkeypatch):
    secrets = secrets_of(replace(hw1, seed="Kv7-my private seed 2026"))
    for text in ("# Kv7-my\n# private seed\n# 2026\n", "kv7-my private\tSEED 2026"):
        assert list(look(text.encode(), "a.md", secrets)) == ["holds the secret seed"]


def test_folders_that_this_machine_has_are_found(found, monkeypatch):
    monkeypatch.setattr(
        "os.path.isdir", lambda path: path in {"/srv/course", "/data/main", "/usr/bin"}
    )
    for text in ("see /srv/course/hw1.", "`/data/main`", "file:///data/main/x", '"/data/main/"'):
        assert found("README.md", f"\n{text}\n") == ["names a folder of this machine"], text
    for text in (
        *("/usr/bin/env python", "https://x.org/data/main", "a/data/main", "~/data/main"),
        *("/autograder/source", "/srv/other", "and/or", "1 /data/mainland", "`/tmp`", "/mnt"),
    ):
        assert found("README.md", f"\n{text}\n") == [], text


def notebook_with(files, change):
    book = json.loads(files[NOTEBOOK])
    change(book)
    return json.dumps(book).encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    [
        lambda book, line: book["cells"][0].update(source=f"**Hint**\n```python\n{line}\n```"),
        lambda book, line: book["cells"][1]["outputs"].append(
            {"output_type": "stream", "name": "stdout", "text": f"{line}\n"}
        ),
        lambda book, line: book["metadata"].update(note=line),
        lambda book, line: book["cells"][1].update(source=f"%matplotlib inline\n{line}"),
    ],
    ids=["markdown", "output", "metadata", "code"],
)
def test_every_part_of_a_notebook_is_looked_into(files, secrets, place):
    line = "return np.sqrt(np.asarray(x)) * (x - 2) / np.maximum(x, 1.5) ** 3"
    secret = "e = np.exp(-np.abs(np.asarray(x, dtype=float)))"
    assert list(look(notebook_with(files, lambda book: place(book, line)), NOTEBOOK, secrets)) == []
    spoilt = notebook_with(files, lambda book: place(book, secret))
    assert any(SOLUTION in finding for finding in look(spoilt, NOTEBOOK, secrets))


def test_archives_are_opened_and_unknown_kinds_refused(files, secrets, hw1):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner.py", hw1.solution.read_text())
    assert list(look(buffer.getvalue(), "extra.zip", secrets)) != []
    for name in ("solution.cpython-311.pyc", "expected.pkl", "expected.npy", "notes"):
        assert list(look(b"", name, secrets)) == ["is of a kind that the leak scan does not know"]


def test_leaks_names_the_file(hw1, files, secrets, monkeypatch):
    monkeypatch.setattr("autograder.release.leak_scan.scan.secrets_of", lambda _: secrets)
    spoilt = files | {"tests/q9.py": hw1.solution.read_bytes()}
    found = leaks(hw1, spoilt)
    assert found
    assert all(finding.startswith("tests/q9.py ") for finding in found)


@pytest.mark.slow
def test_the_secrets_are_those_of_the_seed_that_is_used(hw1):
    """Also of the second seed in one process, and of the first one after that."""
    seeds = ("winter-term-3f9a71", "summer-term-c04d8e")
    numbers = {}
    for seed in seeds:
        inputs = replace(hw1, seed=seed).hidden_modules["q5"].CASES.inputs
        numbers[seed] = inputs[0][0]["W1"].ravel().tolist()
    rows = {}
    for seed in (*seeds, seeds[0]):
        secrets = secrets_of(replace(hw1, seed=seed))
        rows[seed] = secrets.rows.keys()
        for other in seeds:
            found = [
                list(look(f"{told}\n".encode(), "a.md", secrets))
                for told in (other, numbers[other])
            ]
            told = [["holds the secret seed"], ["holds hidden inputs or expected values of q5"]]
            assert found == (told if other == seed else [[], []])
    assert rows[seeds[0]] - rows[seeds[1]]
    assert rows[seeds[1]] - rows[seeds[0]]
