"""Attacks on a whole grade: what hidden tests ask stays hidden, and nobody pays for another."""

import os
import re
import resource
import sys
import tempfile
from itertools import chain
from pathlib import Path

import pytest
from bundled import find
from msgspec.structs import replace

from autograder.grading.grader import Grader
from autograder.results.results_json import from_json, to_json
from autograder.runs.batch import Job, grade_all
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

from .plain import as_plain_user

CANARY = "canary-of-the-submission"
# What a hidden test may say of a call that failed: of all this, a submission chooses one, and a
# line of its own text.
KINDS = re.compile(
    r"(\w+) (raised an exception( at line \d+( of .*)?)?"
    r"(: the shapes of two arrays do not fit|: None stands where a value is needed; is a `return`"
    r" missing\?|: there is no such name or key|: an index is out of range"
    r"|: something is called that is no function; is a `\*` missing before a bracket\?"
    r"|: a function is called with other arguments than it takes"
    r"|: fractions are written into an array of integers, in place)?"
    r"|ended the process|is not written yet|used more than [\d.]+ GiB of memory)"
)
LEAKS = {
    "an exit code": "import os\n{indent}os._exit(byte)",
    "a signal": "import ctypes\n{indent}ctypes.string_at(0)",
    "a replaced report": """import sys
{indent}sys.modules["child"].raised = lambda *_, **__: dict(
{indent}    types=["ValueError"], kind="canary-of-the-submission",
{indent}    cell="canary-of-the-submission", line=byte, message=f"canary-of-the-submission {{x}}")
{indent}raise ValueError""",
    "a name": """raise (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError,
{indent}    OverflowError, RuntimeError, LookupError, ArithmeticError, OSError, EOFError,
{indent}    BufferError, AssertionError, ImportError, SystemError, AttributeError)[byte % 16](
{indent}    f"canary-of-the-submission {{byte}}")""",
    "words": 'raise ValueError(f"canary-of-the-submission {{byte}}")',
    "a refusal": """import sys
{indent}wire = sys.modules["wire"]
{indent}def refuse(*_):
{indent}    raise wire.WireError(f"canary-of-the-submission {{byte}}")
{indent}sys.modules["child"].wire.encode = refuse""",
}


def leaking(solution, how):
    body = LEAKS[how].replace("{indent}", "    ").replace("{{", "{").replace("}}", "}")
    wrong = "    import numpy\n    byte = numpy.asarray(x).view('u1')[..., -1].sum() % 256\n"
    return f"{solution}\n\ndef relu(x):\n{wrong}    {body}\n"


# Each ends, or loads again, dozens of children; in every run two stand for all.
IN_EVERY_RUN = ("a name", "words")
EVERY_LEAK = [
    pytest.param(how, id=how, marks=[] if how in IN_EVERY_RUN else pytest.mark.slow)
    for how in LEAKS
]


@pytest.mark.parametrize("how", EVERY_LEAK)
def test_a_hidden_test_says_one_of_few_things(how, grade, solution):
    """Whatever the submission does with the byte that it takes out of the input."""
    result = grade(leaking(solution, how))
    hidden = [o for o in result.outcomes if o.test.hidden and not o.passed]
    assert hidden
    told = " ".join(o.output for o in result.outcomes if o.test.hidden)
    assert CANARY not in told
    assert "exit code" not in told
    own = [o for o in hidden if o.reason in ("exception", "crash") and o.function == "relu"]
    for outcome in own:
        said = outcome.output.splitlines()[0]
        assert KINDS.fullmatch(said), said
    assert own or how == "a refusal"


@pytest.mark.slow
def test_nothing_is_gained_by_another_answer_at_the_second_time(grade, solution):
    """A spoilt helper costs its own points; what answers wrongly first stays wrong."""
    spoilt = solution + "\n\ndef relu_grad(x):\n    return np.asarray(x) * 0 + 7.0\n"
    guesses = (
        spoilt
        + """
_asked = {}
def _second(function):
    def other(*args):
        key = function.__name__, repr(args)
        _asked[key] = _asked.get(key, 0) + 1
        right = function(*args)
        return right if _asked[key] > 1 or relu_grad(1.0) == 1 else None
    return other
sigmoid, softmax, mlp_forward = map(_second, (sigmoid, softmax, mlp_forward))
"""
    )
    first, second = (sum(o.score for o in grade(text).outcomes) for text in (spoilt, guesses))
    never = guesses.replace("_asked[key] > 1 or ", "")  # the same, and never right later
    assert second <= sum(o.score for o in grade(never).outcomes) < first


HOSTILE = [
    "import os\ndef relu(x): os._exit(3)",
    "def relu(x): return 1j",
    "def relu(x): return {'a': [x] * 9}",
    "import numpy as np\ndef relu(x): return np.zeros(24_000_000, np.int8)",
    "import ctypes\ndef relu(x): ctypes.string_at(0)",
    "def relu(x):\n    open('left', 'w').write('x' * 1000)\n    return x",
    "import threading\ndef relu(x):\n    threading.Thread(target=lambda: open('t', 'w')).start()",
    "import os\nos.write(3, b'AGW1' + bytes(12))\ndef relu(x): return x",
    "def relu(x): raise SystemExit",
    "def relu(x): return 2**4000",
]


def standing():
    """What a grader holds of the machine, the same before and after, and its memory in MiB."""
    me = os.getpid()
    children = [p for p in Path("/proc").glob("[0-9]*") if _parent(p) == me]
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    # Semaphores of multiprocessing: another run's.
    shared = [name for name in os.listdir("/dev/shm") if not name.startswith("sem.mp-")]
    return {
        "descriptors": len(os.listdir("/proc/self/fd")),
        "children": len(children),
        "temporary": len(os.listdir(tempfile.gettempdir())),  # a fresh zygote names its anew
        "shared memory": shared,
    }, pages * resource.getpagesize() >> 20


@pytest.fixture
def temporary(monkeypatch):
    """A folder for temporary files of this grader alone, open to the user that a worker becomes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield folder


def _parent(entry):
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


SOME, MANY = pytest.param(20, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.nightly)


@pytest.mark.parametrize("wanted", [None, "medium"])
@pytest.mark.parametrize("count", [SOME, MANY])
def test_after_many_hostile_submissions_all_is_as_before(count, wanted, temporary):
    """The table of what is promised: descriptors, children, folders, /dev/shm, memory."""
    tier = find_tier(wanted)
    grader = Grader(find("hw1_backprop"), Limits(load_seconds=2, test_seconds=1), tier)
    grader.grade(Submission("ada", "a.py", grader.assignment.solution.read_bytes()))
    texts = [HOSTILE[n % len(HOSTILE)] + f"\n# {n}" for n in range(count)]
    for text in HOSTILE:
        grader.grade(Submission("eve", "e.py", text.encode()))
    before, memory = standing()
    for text in texts:
        assert grader.grade(Submission("eve", "e.py", text.encode())).status == "graded"
    after, grown = standing()
    grader.close()
    assert after == before
    assert grown < memory + 64


@pytest.mark.skipif(os.geteuid() != 0, reason="this is a plain user already")
@pytest.mark.slow
def test_all_is_as_before_for_a_plain_user_too():
    arguments = ["-q", "-n", "0", "-p", "no:cacheprovider", "-m", "slow"]
    arguments += ["-k", "test_after_many_hostile", __file__]
    done = as_plain_user([sys.executable, "-m", "pytest", *arguments])
    assert "2 passed" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize(
    "count",
    [pytest.param(10, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.nightly)],
)
def test_an_honest_class_has_the_same_results_among_hostile_ones(count, tier, hw1, solution):
    """To the byte, but for the seconds, with two jobs."""
    job = Job(hw1, tier, Limits(), 2)

    def results_of(students):
        """By student, the result as text."""
        submissions = [Submission(name, f"{name}.py", text.encode()) for name, text in students]
        found = {}
        for graded in grade_all(job, submissions):
            result = from_json(graded.result)
            assert result.about.status == "graded", result.student
            about = replace(result.about, seconds=0.0)
            found[result.student] = to_json(replace(result, about=about))
        return found

    honest = [(f"ada{n}", f"{solution}\n# {n}\n") for n in range(count // 2)]
    wrong = f"{solution}\ndef relu(x):\n    return x + "
    honest += [(f"bob{n}", f"{wrong}{n}\n") for n in range(count // 2)]
    hostile = [(f"eve{n}", f"{HOSTILE[n % len(HOSTILE)]}\n# {n}") for n in range(count)]
    among = results_of(chain.from_iterable(zip(hostile, honest, strict=True)))
    assert len(among) == 2 * count
    assert {name: among[name] for name, _ in honest} == results_of(honest)
