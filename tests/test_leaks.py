"""The leak scan: is every kind of secret found, in every place where it could hide?"""

import ast
import base64
import io
import json
import zipfile

import numpy as np
import pytest

from autograder import fingerprint, seed
from autograder.assignment import HIDDEN_TESTS, PACKAGE
from autograder.hidden_tests.hw1_backprop import q5
from autograder.leaks import leaks, look, secrets_of
from autograder.release import student_files

NOTEBOOK, HANDOUT = "hw1_backprop.ipynb", "hw1_backprop.py"


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
    paths = [*hw1.solution.parent.glob("*.py"), *(HIDDEN_TESTS / hw1.name).glob("*.py")]
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


def test_every_function_of_the_solution_and_every_hidden_test_file_is_found(hw1, secrets):
    for name in ("solution.py", "reference.py"):
        text = (hw1.solution.parent / name).read_bytes()
        assert any(name in finding for finding in look(text, "helpers.py", secrets))
    for path in (HIDDEN_TESTS / hw1.name).glob("q*.py"):
        assert list(look(path.read_bytes(), "tests/q1.py", secrets)), path.name


@pytest.mark.parametrize("name", [HANDOUT, NOTEBOOK])
def test_a_stub_that_was_filled_in_is_found(found, files, secrets, name):
    stub = 'raise NotImplementedError(\\"relu\\")' if name == NOTEBOOK else None
    stub = stub or 'raise NotImplementedError("relu")'
    spoilt = files[name].decode().replace(stub, "return x * (x >= 0)")
    assert spoilt != files[name].decode()
    assert "has an answer: relu is no stub" in list(look(spoilt.encode(), name, secrets))


def hidden_row():
    return q5.CASES.inputs[0][0]["W1"].ravel()


def test_hidden_inputs_and_expected_values_are_found(found):
    expected = q5.CASES.expected[1]["dJ_dW1"]
    for numbers in (hidden_row(), expected.ravel()):
        for printed in (
            f"{numbers[:4]}",
            str(numbers.tolist()),
            np.array2string(numbers, precision=5),
        ):
            assert "holds hidden inputs or expected values of q5" in found(
                HANDOUT, "\n# " + printed
            )
    lone = f"# the loss is {float(q5.CASES.inputs[0][0]['L']):.9f}"
    assert found(HANDOUT, "\n" + lone) != []
    assert found(HANDOUT, "\n# 1.234, 0.5, 17.25, 3.141592653589793") == []


def test_hidden_arrays_in_a_data_file_are_found(found, secrets):
    buffer = io.BytesIO()
    np.savez(buffer, images=hidden_row())
    assert list(look(buffer.getvalue(), "digits.npz", secrets)) != []


def test_the_seed_is_found_in_any_form_and_not_told(found):
    secret = seed.secret_seed()
    forms = [
        secret,
        secret[::-1],
        secret.encode().hex(),
        base64.b64encode(secret.encode()).decode(),
    ]
    for form in forms:
        findings = found("README.md", f"\n{form}\n")
        assert findings == ["holds the secret seed"]


def test_paths_of_the_machine_are_found(found, monkeypatch, hw1, tmp_path):
    assert "holds a path of this machine" in found("README.md", f"\nsee {PACKAGE.parent}/x\n")
    for path in ("/home/ada/hw", "/Users/ada/hw", r"C:\Users\ada", "/root/hw"):
        assert "names a folder of somebody's machine" in found("README.md", f"\nsee {path}\n")


def notebook_with(files, change):
    book = json.loads(files[NOTEBOOK])
    change(book)
    return json.dumps(book).encode()


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


def test_leaks_names_the_file(hw1, files):
    spoilt = files | {"tests/q9.py": hw1.solution.read_bytes()}
    found = leaks(hw1, spoilt)
    assert found
    assert all(finding.startswith("tests/q9.py ") for finding in found)
