"""Puts text into HTML: everything is escaped, questions of strangers most of all."""

from __future__ import annotations

import html
import unicodedata

_KEPT = "\n\t"


def safe(text: object) -> str:
    """Return the text as HTML content or attribute value; control characters are shown, not obeyed."""
    return html.escape("".join(_shown(letter) for letter in str(text)))


def strange(text: object) -> str:
    """Return somebody else's words: escaped, and unable to turn the direction of the text around them."""
    return f"<bdi>{safe(text)}</bdi>"


def tag(name: str, content: str, **attributes: object) -> str:
    """Return an element; `content` is HTML already, attribute values are not."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{safe(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>"


def _shown(letter: str) -> str:
    # Cc and Cs: control letters and halves of a pair; Cf holds the marks that reverse a line's direction
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in _KEPT:
        return f"\\u{ord(letter):04x}"
    return letter
