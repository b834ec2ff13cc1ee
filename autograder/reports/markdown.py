"""Markdown and mathematics of strangers, as HTML that can do nothing.

Of Markdown only what makes text legible is read: no HTML, no link, no picture. Mathematics is
rebuilt from elements and attributes that are known to be harmless, for the converter lets text
through as it is.
"""

from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from autograder.results.text import visible

OFF = ["html_block", "html_inline", "image", "link", "autolink", "reference", "entity"]
LONGEST_FORMULA = 1_000
MOST = 1_000_000  # characters; whoever asks has cut the text already
ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub"),
    *("msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle"),
    *("mpadded", "mphantom", "menclose", "merror"),
}
ATTRIBUTES = {
    *("display", "mathvariant", "stretchy", "fence", "form", "accent", "displaystyle", "notation"),
    *("columnalign", "rowspacing", "columnspacing", "linethickness", "movablelimits", "width"),
    *("scriptlevel", "minsize", "maxsize", "lspace", "rspace", "columnlines", "rowlines"),
}


def rendered(text: str, *, breaks: bool = True) -> Markup:
    """A text as HTML: nothing in it runs, loads or leads anywhere.

    `breaks`: a line ends where it ends in the text.
    """
    try:
        html = renderer(breaks).render(visible(text, MOST))
    except Exception:  # noqa: BLE001 - an answer is shown, however strange it is
        return Markup("<pre>") + escape(visible(text, MOST)) + Markup("</pre>")
    return Markup(html)  # noqa: S704 - made of escaped text and known elements


@cache
def renderer(breaks: bool) -> MarkdownIt:
    """Markdown as it is written in a notebook."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": breaks})
    return markdown.use(dollarmath_plugin, renderer=formula).enable("table").disable(OFF)


def formula(latex: str, how: dict[str, Any]) -> str:
    """A formula as MathML; its source where that cannot be made."""
    display = "block" if how.get("display_mode") else "inline"
    try:
        if len(latex) <= LONGEST_FORMULA:
            made = harmless(convert_to_element(latex, display=display))
            return tostring(made, encoding="unicode")
    except Exception:  # noqa: BLE001, S110 - the converter raises whatever comes
        pass
    return str(Markup("<code>{}</code>").format(latex))


def harmless(element: Element) -> Element:
    """The same element as far as it is known, its text as text."""
    is_known = element.tag in ELEMENTS
    kept = {k: v for k, v in element.attrib.items() if k in ATTRIBUTES} if is_known else {}
    copy = Element(element.tag if is_known else "mrow", kept)
    copy.text, copy.tail = (unescape(part or "") for part in (element.text, element.tail))
    copy.extend(map(harmless, element))
    return copy
