"""What all pages share: templates, numbers as people write them, text that hides nothing."""

import base64
import hashlib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

from autograder.results.text import visible

CENT, EXACT = Decimal("0.01"), Decimal("0.0001")


@cache
def templates() -> jinja2.Environment:
    """Escape by default; a name that a template misspells is an error, not a blank."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.reports"),
        autoescape=True,
        finalize=shown,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"number": number, "exact": exact, "plural": plural, "coded": coded}
    environment.globals |= {"percent": percent}
    return environment


def render(name: str, **values: Any) -> str:
    """A page as text. `script` is its one script, if any; the page allows no other to run."""
    return "".join(pieces(name, **values))


def pieces(name: str, **values: Any) -> Iterator[str]:
    """The same page bit by bit: that of a large class need not be in memory."""
    script = values.setdefault("script", "")
    return templates().get_template(name).generate(**values, policy=policy(script))


def shown(value: Any) -> Any:
    """What a template prints: numbers rounded, and no control or direction mark in any text.

    A submission chooses file names and messages; here no template can forget to clean them.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return number(value) if isinstance(value, float) else value


def number(value: float) -> str:
    """73.875 as 73.88, 100.0 as 100, -0.5 with a minus sign."""
    return rounded_to(CENT, value)


def exact(value: float) -> str:
    """73.875 as it is: what a student adds up must come out."""
    return rounded_to(EXACT, value)


def rounded_to(digits: Decimal, value: float) -> str:
    rounded = Decimal(repr(value)).quantize(digits, ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".") if rounded % 1 else f"{rounded:.0f}"
    return text.replace("-", "\N{MINUS SIGN}")


def percent(part: float, whole: float) -> str:
    """A share; 0 % and 100 % only when it is none or all."""
    if whole == 0:
        return "0 %"
    share = 100 * part / whole
    if 0 < share < 1:
        return "<1 %"
    return ">99 %" if 99 < share < 100 else f"{share:.0f} %"


def plural(count: float, noun: str) -> str:
    """1 test, 2 tests, 0.5 points."""
    return f"{exact(count)} {noun}{'' if abs(count) == 1 else 's'}"


def coded(text: str) -> Markup:
    """A sentence of ours, as HTML; what stands between backticks in it is code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return escape(visible(text))
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(p) if n % 2 else p for n, p in enumerate(parts))


def script_of(name: str) -> Markup:
    """A script of ours, to stand in a page."""
    source = files("autograder.reports") / "templates" / name
    return Markup(source.read_text(encoding="utf-8"))  # noqa: S704 - a file of this package


def policy(script: str) -> str:
    """A content security policy: nothing from outside, no script but this one."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"'sha256-{digest}'" if script else "'none'"
    inside = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return f"{inside}; script-src {allowed}"
