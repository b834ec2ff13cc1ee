"""The text of a submission on which one of its functions depends, for answers that are kept by it.

It is cut into tokens, never parsed or run. What is left out are functions that the rest does not
mention: to define them does nothing else. A text that looks names up at run time is taken whole.
"""

import hashlib
import io
import re
import token
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from autograder.diagnosis.stretch import Stretch
from autograder.sandbox.worker.cells import experiment_lines

Cells = Iterable[tuple[str, str, bool]]
Tokens = list[tokenize.TokenInfo]
# Who says one of these can reach a name without saying it.
LOOKS_UP = {"eval", "exec", "globals", "locals", "vars", "getattr", "setattr", "sys", "inspect"}
LOOKS_UP |= {"gc", "builtins", "importlib"}
MOST_TEXT = 200_000  # characters that are cut into tokens
PLAIN = re.compile(r"[\w.,:=\[\]|*/\-> ]*|\(|\)|[rRbBuU]*['\"].*", re.DOTALL)
DEFINES = ("def", "class", "import", "from", "async", "@")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Block:
    """A statement at the top of a cell, from line `first` on. `defines` is the name of a function
    whose definition does nothing but that; `words` are those that it mentions, `uses` the names of
    them that may stand for another statement: no parameters, no variables of its own.
    """

    cell: int
    first: int
    text: str
    defines: str = ""
    words: frozenset[str] = field(default=frozenset(), repr=False)
    uses: frozenset[str] = field(default=frozenset(), repr=False)


class OwnText:
    """What one function of a submission depends on, as far as its text tells."""

    def __init__(self, blocks: list[Block], function: str) -> None:
        self._blocks = needed(blocks, function)
        texts = "\0".join(block.text for block in self._blocks)
        self.digest = hashlib.sha256(texts.encode("utf-8", "replace")).digest()

    @property
    def words(self) -> set[str]:
        """The names that it mentions."""
        return set().union(*(block.words for block in self._blocks))

    def within(self, place: Stretch) -> Stretch | None:
        """A place counted by these blocks and their lines, as it is for all who have the same."""
        for number, block in enumerate(self._blocks):
            last = block.first + block.text.count("\n")
            if block.cell == place.cell and block.first <= place.first <= place.last <= last:
                return place.moved(number, -block.first)
        return None

    def outside(self, place: Stretch) -> Stretch:
        """The place in the submission of one that `within` gave."""
        block = self._blocks[place.cell]
        return place.moved(block.cell, block.first)


def blocks_in(cells: Cells) -> list[Block]:
    """The statements at the top of all cells of a submission; a long one is taken whole."""
    cells = list(cells)
    if sum(len(source) for _, source, _ in cells) > MOST_TEXT:
        return [Block(number, 1, source) for number, (_, source, _) in enumerate(cells)]
    return [block for number, cell in enumerate(cells) for block in blocks_of(number, cell)]


def needed(blocks: list[Block], function: str) -> list[Block]:
    """The blocks without functions that nothing mentions."""
    kept = {n for n, block in enumerate(blocks) if not block.defines}
    named: dict[str, list[int]] = {}
    for n, block in enumerate(blocks):
        named.setdefault(block.defines, []).append(n)
    waiting = [function, *(word for n in kept for word in blocks[n].words)]
    words = set(waiting)
    while waiting:
        more = [n for n in named.get(waiting.pop(), ()) if n not in kept]
        kept.update(more)
        new = {word for n in more for word in blocks[n].words} - words
        waiting += new
        words |= new
    if words & LOOKS_UP or any(word.startswith("__") for word in words):
        return blocks
    return [block for n, block in enumerate(blocks) if n in kept]


def blocks_of(number: int, cell: tuple[str, str, bool]) -> Iterator[Block]:
    """The statements of a cell that run; all of it is one where it is not plain Python."""
    _, source, is_experiment = cell
    lines = source.split("\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        tokens = []
    if "\r" in source or any(t.type == token.ERRORTOKEN for t in tokens) or not tokens:
        words = frozenset(WORD.findall(source))
        yield Block(number, 1, source, words=words, uses=words)
        return
    experiments = experiment_lines(lines) if not is_experiment else range(len(lines) + 1)
    is_decorated = False
    for own in statements(tokens):
        first, last = own[0].start[0], own[-1].end[0]
        text = "\n".join(lines[first - 1 : last])
        runs = own[0].string in DEFINES or first not in experiments
        name = "" if is_decorated or not is_plain(own) else own[1].string
        is_decorated = own[0].string == "@"
        if runs:
            words = frozenset(words_of(own))
            yield Block(number, first, text, name, words, words - own_names(own))


def statements(tokens: Tokens) -> Iterator[Tokens]:
    """The tokens of each statement at the top, with its block."""
    own: Tokens = []
    depth = 0
    for one in tokens:
        depth += (one.type == token.INDENT) - (one.type == token.DEDENT)
        is_mark = one.type in (token.INDENT, token.DEDENT, token.NL, token.COMMENT)
        if own and not depth and own[-1].type == token.NEWLINE and not is_mark:
            yield own
            own = []
        if not is_mark and one.type != token.ENDMARKER:
            own.append(one)
    if own:
        yield own


def is_plain(own: Tokens) -> bool:
    """Whether a statement is a function that is defined without a call, as of a default."""
    if own[0].string != "def" or len(own) < 4:
        return False
    depth = 0
    for before, one in pairwise(own[1:]):
        depth += (one.string in "([{") - (one.string in ")]}") if one.type == token.OP else 0
        if one.string == ":" and not depth:
            return True
        is_call = one.string == "(" and before is not own[1]
        if is_call or one.string == ":=" or not PLAIN.fullmatch(one.string):
            return False
    return False


def words_of(own: Tokens) -> Iterator[str]:
    """The names that a statement mentions, in a formatted string, too."""
    for one in own:
        is_formatted = one.type == token.STRING and "f" in one.string.partition("'")[0].lower()[:2]
        if one.type == token.NAME:
            yield one.string
        elif one.type == token.STRING and (is_formatted or one.string[:2].lower() in FORMATTED):
            yield from WORD.findall(one.string)


def own_names(own: Tokens) -> set[str]:
    """The parameters of a definition, and the names that it gives a value itself."""
    if own[0].string != "def":
        return set()
    depths = list(accumulate((one.string in OPENS) - (one.string in CLOSES) for one in own))
    ends = (n for n, one in enumerate(own) if one.string == ":" and not depths[n])
    head = next(ends, len(own))
    names = set()
    for n, (before, one, behind) in enumerate(zip(own, own[1:], own[2:], strict=False), start=1):
        is_parameter = n < head and depths[n] == 1 and before.string in BEFORE_PARAMETERS
        is_variable = n > head and not depths[n] and behind.string == "="
        names |= {one.string} if is_parameter or is_variable else set()
    return names


OPENS, CLOSES = {"(", "[", "{"}, {")", "]", "}"}
BEFORE_PARAMETERS = {"(", ",", "*", "**"}
FORMATTED = ('f"', "f'", "rf", "fr")
