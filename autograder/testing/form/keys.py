"""Which of the keys that came is meant by one that is asked for. Values have no say in it."""

from collections.abc import Callable, Iterable

SHORTEST = 3  # letters of a name that may be misspelt: any single letter is one away from another
LONGEST = 100


def meant(asked: Iterable[str], given: Iterable[object]) -> dict[str, str]:
    """The key that came for each one asked for, where there is no doubt.

    The plainest likeness goes first; of several keys that are alike none is taken.
    """
    asked, given = list(asked), list(given)
    if asked == given:
        return dict(zip(asked, asked, strict=True))
    given = [key for key in given if isinstance(key, str) and len(key) <= LONGEST]
    left, strangers = list(asked), list(given)
    found: dict[str, str] = {}
    for is_alike in (str.__eq__, is_same_word, is_misspelt, _is_prefixed(left, given), is_longer):
        pairs = [(key, word) for key in left for word in strangers if is_alike(word, key)]
        keys, words = [key for key, _ in pairs], [word for _, word in pairs]
        sure = {k: w for k, w in pairs if keys.count(k) == words.count(w) == 1}
        doubtful = {k for k in keys if keys.count(k) > 1}
        found |= sure
        left = [key for key in left if key not in sure and key not in doubtful]
        strangers = [word for word in strangers if word not in sure.values()]
    return found


def plain(word: str) -> str:
    return word.replace("_", "").lower()


def is_same_word(word: str, key: str) -> bool:
    """Whether a word is a key but for case and underscores."""
    return plain(word) == plain(key)


def is_misspelt(word: str, key: str) -> bool:
    """Whether a word is a key but for one letter: another, too many, missing or exchanged with the
    next.
    """
    longer, shorter = sorted((word, key), key=len, reverse=True)
    if len(shorter) < SHORTEST:
        return False
    start = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
    a, b = longer[start:], shorter[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return len(a) == len(b) + 1 and a[1:] == b


def is_longer(word: str, key: str) -> bool:
    """Whether a word ends with a key, or the key with the word: dW1 for dJ_dW1."""
    longer, shorter = sorted((plain(word), plain(key)), key=len, reverse=True)
    return len(shorter) > 1 and longer.endswith(shorter)


def _is_prefixed(asked: list[str], given: list[str]) -> Callable[[str, str], bool]:
    """Whether a word is a key but for what all words, and all keys, begin with."""
    before_key, before_word = _shared(asked), _shared([w for w in given if w not in asked])
    return lambda word, key: plain(word[before_word:]) == plain(key[before_key:]) != ""


def _shared(names: list[str]) -> int:
    """How many letters at their beginning all names share."""
    pairs = zip(min(names, default=""), max(names, default=""), strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), 0)
