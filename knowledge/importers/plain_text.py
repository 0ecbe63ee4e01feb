"""Turns HTML and Markdown of others into the plain lines that the bot says; code that a page would run is refused."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from knowledge.importers.cleaning import clean

_ACTIVE = re.compile(
    "script|style|iframe|object|embed|svg|math|form|input|button|textarea|select|link|meta|base|frame|frameset"
    "|applet|audio|video|source|template|noscript|img"
)
"""What a page would run, load or send."""
_BREAKS = re.compile("br|p|div|tr|ul|ol|table|h[1-6]|section|article|blockquote|pre|hr|d[ltd]")
_INLINE = re.compile("a|b|strong|i|em|u|s|span|small|su[bp]|font|li|t[dh]|thead|tbody|label|mark|code|body|html")
_MOST_ROUNDS = 8

_MARKDOWN = (
    (re.compile(r"!?\[([^\]\n]{1,300})\]\((https?://[^\s)]{1,500})\)"), r"\1 (\2)"),
    (re.compile(r"^[ ]{0,8}#{1,6}[ ]+(.*?)[ #]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ ]{0,12}[*+•●▪–][ ]+", re.MULTILINE), "- "),
    (re.compile(r"^[ ]{0,12}(-|\d{1,3}[.)])[ ]+", re.MULTILINE), r"\1 "),
    (re.compile(r"^[ ]{0,4}>[ ]?", re.MULTILINE), ""),
    (re.compile(r"\*\*((?:[^*\n]|\*(?!\*)){1,2000})\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__([^_\n]{1,2000})__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*([^*\s)][^*\n]{0,2000})\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`\n]{1,2000})`"), r"\1"),
)
_STRAY = (
    (re.compile(r",(?:[ ]?,)+"), ","),
    (re.compile(r",[ ]?(?=[.;:!?](?:\s|$))"), ""),
    (re.compile(r"\.\.\.[.,]+"), "..."),
    (re.compile(r"(?<!\.)\.[ ]?[.,](?=\s|$)"), "."),
    (re.compile(r",$", re.MULTILINE), ""),
    (re.compile(r"(?<=[;:.])(?=[a-zđ]\)\s)"), "\n"),
)
"""Marks that are left where a reference was cut out: "nhận hồ sơ,,." """
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")


class ActiveHtmlError(ValueError):
    """The text has code that a page would run; `tag` names it."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def plain_lines(text: str) -> str:
    """Return the text as plain lines; giving it the result again changes nothing. Raises ActiveHtmlError."""
    for _ in range(_MOST_ROUNDS):
        once = _plain(text)
        if once == text:
            break
        text = once
    return text


def _plain(text: str) -> str:
    plain = _PICTURES.sub("", clean_lines(_without_tags(text)))
    for pattern, replacement in (*_MARKDOWN, *_STRAY):
        plain = pattern.sub(replacement, plain)
    return clean(plain)


def _without_tags(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.pieces)


def clean_lines(text: str) -> str:
    """Return the text with the line ends of this system."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")


class _Reader(HTMLParser):
    """Collects the text; tags of form become line breaks, words in angle brackets that are no tags stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse what is active, break lines, remember links."""
        if _ACTIVE.fullmatch(tag) or any(_is_active(name, value or "") for name, value in attrs):
            raise ActiveHtmlError(f"<{tag[:20]}>")
        if tag == "li":
            self.pieces.append("\n- ")
        elif _BREAKS.fullmatch(tag):
            self.pieces.append("\n")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif not _INLINE.fullmatch(tag):
            self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Break lines, write the address of a link behind its words."""
        if _BREAKS.fullmatch(tag) or tag == "li":
            self.pieces.append("\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            if address.startswith(("http://", "https://")) and address not in "".join(self.pieces[-2:]):
                self.pieces.append(f" ({address})")
        elif not _INLINE.fullmatch(tag) and not _ACTIVE.fullmatch(tag):
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.pieces.append(data)

    def unknown_decl(self, data: str) -> None:
        """Keep what is no declaration of HTML."""
        self.pieces.append(f"<![{data}]>")


def _is_active(name: str, value: str) -> bool:
    address = re.sub(r"[\s\x00-\x20]+", "", value).lower()
    return name.startswith("on") or address.startswith(("javascript:", "data:", "vbscript:"))
