"""Making hostile text safe to look at: nothing raw reaches a terminal, nothing invisible hides.

Control characters (an escape sequence could recolour or rewrite the screen), bidirectional
overrides (they show a text in another order than it has) and lone surrogates are shown by
their name; so are special spaces and invisible characters where a fix depends on them.
"""

from __future__ import annotations

import re

__all__ = ["UNSAFE", "exact", "visible"]

# C0, DEL, C1; line and paragraph separators; bidi marks, embeddings, overrides and isolates;
# invisible operators, tags, interlinear anchors; surrogates; U+FFFE and U+FFFF, which XML
# forbids. Joiners stay: Persian and emoji are written with them.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""One character that is not shown as it is."""

_UNSEEN = re.compile("[\u00a0\u00ad\u1680\u180e\u2000-\u200d\u202f\u205f\u3000\ufeff]")
_NAMES = {
    "\t": " ",
    "\n": "⏎",
    "\r": "",
    "\u00a0": "<nbsp>",
    "\u00ad": "<soft hyphen>",
    "\u202f": "<narrow nbsp>",
    "\u2009": "<thin space>",
    "\u3000": "<ideographic space>",
    "\u200b": "<zero-width space>",
}
_PICTURES = 0x2400  # ␀ to ␟, the pictures of the C0 controls
_SPACE, _DELETE = 0x20, 0x7F


def visible(text: str) -> str:
    """``text`` with every unsafe character shown: as a control picture, or as ``<U+202E>``.

    A line end becomes ⏎, so that what is shown stays on one line.
    """
    return UNSAFE.sub(_shown, text)


def exact(text: str) -> str:
    """As :func:`visible`, and special spaces named too: for a fix, whose every character counts."""
    return _UNSEEN.sub(_shown, visible(text))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if (name := _NAMES.get(character)) is not None:
        return name
    code = ord(character)
    if code < _SPACE:
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"<U+{code:04X}>"
