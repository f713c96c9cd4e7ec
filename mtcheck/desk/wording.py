"""What the pages say in words that stand in no template: keys, reasons, what was done."""

from __future__ import annotations

__all__ = ["KEYS", "NAV", "REASONS"]

NAV = (("/", "Queue"), ("/history", "History"), ("/exports", "Exports"), ("/lead", "Lead"))
"""The pages, in their order; the last is the lead's alone."""

REASONS = (
    "right as it is",
    "the name is right",
    "free, but faithful",
    "the reference or source is wrong",
    "an error, but not this one",
    "other",
)
"""Why a finding is no error; an editor's own words stand in the remark."""

KEYS: tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...] = (
    (
        "Going through",
        (
            (("J", "N"), "next finding"),
            (("K", "P"), "previous finding"),
            (("O",), "next one that you have not judged"),
            (("]", "."), "next article"),
            (("[", ","), "previous article"),
            (("Q",), "back to the queue"),
            (("/",), "search the queue"),
        ),
    ),
    (
        "Judging",
        (
            (("A", "↵"), "accept: it is an error"),
            (("R",), "reject: it is none; then 1 to 6 for the reason and ↵"),
            (("S",), "accept, and put the suggestion into the sentence"),
            (("X",), "open your decision again"),
            (("D",), "take back a mark of your own"),
            (("C",), "comment"),
            (("U", "Ctrl Z"), "undo, as far back as you like"),
            (("⇧ U", "Ctrl Y"), "redo"),
        ),
    ),
    (
        "Writing",
        (
            (("E",), "edit the sentence"),
            (("Ctrl ↵",), "save it"),
            (("Esc",), "leave it for later: what you typed is kept"),
            (("M",), "mark an error of your own, in the words that are selected"),
            (("?",), "these keys"),
        ),
    ),
)
"""The keys by group: what is pressed, and what it does."""
