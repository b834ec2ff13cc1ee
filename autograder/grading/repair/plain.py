"""Whether code can do nothing but compute: then pieces of right functions may run beside it.

It is cut into tokens, never parsed or run. What passes can name no module but NumPy and math, and
no attribute that leads to a frame, a module or the code of a function: so it cannot read what a
right function says, or tell anybody of it.
"""

import builtins
import io
import re
import token
import tokenize
from collections.abc import Iterable
from itertools import pairwise

from autograder.grading.repair.own_text import Block

WORDS = re.compile(r"\w+")
BUILTINS = WORDS.findall("""
    abs all any bool callable complex dict divmod enumerate filter float frozenset int isinstance
    iter len list map max min next pow print range repr reversed round set slice sorted str sum
    tuple zip True False None NotImplemented ArithmeticError AssertionError AttributeError
    Exception FloatingPointError IndexError KeyError LookupError NotImplementedError OverflowError
    RuntimeError StopIteration TypeError ValueError ZeroDivisionError
""")
ATTRIBUTES = WORDS.findall("""
    T Generator abs absolute add all allclose amax amin any append apply_along_axis arange argmax
    argmin argsort argwhere around array array_equal array_split asarray astype atleast_1d
    atleast_2d average bincount binomial bool_ broadcast_to ceil choice cholesky clear clip
    column_stack comb concatenate conj conjugate copy copysign copyto corrcoef cos cosh count
    count_nonzero cov cumprod cumsum cumulative_sum deepcopy default_rng delete det diag
    diag_indices diagflat diagonal diff digitize dirichlet discard divide dot dstack dtype e eigh
    eigvalsh einsum empty empty_like endswith equal erf errstate exp exp2 expand_dims expm1
    exponential extend eye fabs factorial fill fill_diagonal finfo fix flat flatnonzero flatten
    flip fliplr flipud float16 float32 float64 floor floor_divide fmax fmin from_iterable fsum
    full full_like get gradient greater greater_equal heaviside histogram hsplit hstack hypot
    identity iinfo imag index inf inner insert int32 int64 integers interp intersect1d inv isclose
    isfinite isin isinf isnan isqrt item items ix_ join keepdims keys kron laplace less less_equal
    linalg linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor
    logspace lower lstsq matmul matrix_power matrix_rank max maximum mean median meshgrid min
    minimum mod moveaxis multi_dot multiply multivariate_normal nan nan_to_num nanmax nanmean
    nansum ndarray ndenumerate ndim ndindex negative newaxis nextafter nonzero norm normal
    not_equal ones ones_like outer pad percentile permutation permuted pi pinv polyfit polyval pop
    popitem power prod ptp qr quantile rand randint randn random ravel real reciprocal reduce
    remainder remove repeat reshape resize reverse rint roll rot90 round searchsorted select
    setdefault setdiff1d shape shuffle sign sin sinh size slogdet solve sort spacing split sqrt
    square squeeze stack standard_normal startswith std strip subtract sum svd swapaxes take
    take_along_axis tan tanh tensordot tile tolist trace transpose tril tril_indices triu
    triu_indices true_divide trunc uniform union1d unique unravel_index update upper values vander
    var vdot vectorize vsplit vstack where zeros zeros_like
""")
IMPORTED = WORDS.findall("""
    Any Callable Dict Iterable Iterator List Optional Sequence Tuple Union
    accumulate chain cycle islice pairwise partial product reduce repeat zip_longest
""")
IMPORT = re.compile(
    r"import (?:numpy|math|copy)(?: as \w+)?|from (?:numpy|numpy\.linalg|math|copy|typing"
    r"|collections\.abc|functools|itertools) import ([\w, ]+)"
)
DEFINITION = re.compile(r"(?:@.*\n)*def (\w+)")
ASSIGNMENT = re.compile(r"\(?(\w+(?:, ?\w+)*)\)? *=(?!=)")
NOT_PLAIN = {"async", "await", "case", "class", "del", "global", "nonlocal", "yield"}
AFTER_DOT = re.compile(r"\.\s*([^\W\d]\w*)")


def plain_blocks(blocks: list[Block], functions: Iterable[str]) -> list[Block]:
    """The definitions, tables and imports that functions need; none if any of them is not plain."""
    binding: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for name in bound_in(block.text):
            binding.setdefault(name, []).append(number)
    kept: set[int] = set()
    waiting = list(functions)
    while waiting:
        new = [n for n in binding.get(waiting.pop(), ()) if n not in kept]
        kept.update(new)
        waiting += [word for n in new for word in blocks[n].words]
    found = [blocks[n] for n in sorted(kept)]
    return found if all(is_plain(block.text) for block in found) else []


def bound_in(text: str) -> list[str]:
    """The names to which a statement at the top gives a value."""
    if imported := IMPORT.fullmatch(text.strip()):
        names = imported[1].split(",") if imported[1] else [text]
        return [name.split()[-1] for name in names]
    if defined := DEFINITION.match(text):
        return [defined[1]]
    given = ASSIGNMENT.match(text)
    return re.findall(r"\w+", given[1]) if given else []


def is_plain(text: str) -> bool:
    """Whether a statement computes, and does nothing else."""
    if IMPORT.fullmatch(text.strip()):
        named = IMPORT.fullmatch(text.strip())[1] or ""
        words = {name.split()[0] for name in named.split(",") if name.strip()}
        return words <= {*ATTRIBUTES, *IMPORTED}
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return False
    return all(is_harmless(one, before) for before, one in pairwise([tokens[0], *tokens]))


def is_harmless(one: tokenize.TokenInfo, before: tokenize.TokenInfo) -> bool:
    if one.type == token.COMMENT:
        return True
    if one.type == token.ERRORTOKEN or "__" in one.string:
        return False
    if one.type == token.STRING:  # of Python 3.11, in which a formatted one is a single token
        return {*AFTER_DOT.findall(one.string)} <= {*ATTRIBUTES} or not is_formatted(one.string)
    if one.type != token.NAME:
        return True
    if before.string == ".":
        return one.string in ATTRIBUTES
    is_other = one.string not in vars(builtins) or one.string in BUILTINS
    return is_other and one.string not in NOT_PLAIN and one.string not in ("import", "from")


def is_formatted(text: str) -> bool:
    return "f" in re.match("[a-zA-Z]*", text)[0].lower()
