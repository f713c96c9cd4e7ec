from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtcheck.errors import InputError
from mtcheck.reading import cues, subtitles
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.reading.units import Entry

SRT = """\
1
00:00:01,000 --> 00:00:02,500 X1:1
<i>One
two</i>

00:00:03,000 --> 00:00:04,000
{\\an8}Three.

3
00:00:05,000 --> 00:00:06,000

4
00:00:07,000 --> 00:00:08,000
Four

goes on.
"""
VTT = """\
WEBVTT - a title
Kind: captions

STYLE
::cue { color: red }

NOTE mtcheck: ignore[F506]
as agreed

intro
00:01.000 --> 00:02.500 align:start
<v Anna>One &amp; two

1:00:03.000 --> 1:00:04.000
Three&nbsp;&lt;3

NOTE
mtcheck: on
"""


def entries(file: str) -> tuple[Entry, ...]:
    (document,) = subtitles.read_srt(file, "a.srt")
    return document.entries


def test_subrip() -> None:
    assert [(e.id, e.path, e.target.text, e.skipped) for e in entries(SRT)] == [
        ("1", "cue[1]/00:00:01.000", "<i>One\ntwo</i>", ""),
        ("2", "cue[2]/00:00:03.000", "{\\an8}Three.", ""),
        ("3", "cue[3]/00:00:05.000", "", "without text"),
        ("4", "cue[4]/00:00:07.000", "Four\n\ngoes on.", ""),
    ]
    crlf = entries(SRT.replace("\n", "\r\n"))
    assert [e.target.text for e in crlf] == [e.target.text for e in entries(SRT)]
    assert all(e.counted for e in crlf)


def test_webvtt() -> None:
    with pytest.raises(InputError, match=r"^a\.vtt:14: is no line of times"):
        subtitles.read_vtt(VTT, "a.vtt")
    (document,) = subtitles.read_vtt(
        VTT.replace("1:00:03", "01:00:03").replace("1:00:04", "01:00:04"), "a"
    )
    first, second = document.entries
    assert (first.id, first.path, first.counted) == ("intro", "cue[1]/00:00:01.000", False)
    assert first.target.text == "<v Anna>One & two"
    assert [n.words for n in first.notes] == ["mtcheck: ignore[F506]\nas agreed"]
    assert (second.id, second.path) == ("2", "cue[2]/01:00:03.000")
    assert second.target.text == "Three\xa0<3"
    assert [n.words for n in document.closing] == ["mtcheck: on"]


def test_what_is_written_in_webvtt() -> None:
    assert subtitles.written_in_vtt("a < b & <i>c</i>") == "a &lt; b &amp; <i>c</i>"


@pytest.mark.parametrize(
    ("read", "file", "message"),
    [
        (subtitles.read_srt, "Hello\n", "a:1: is not SubRip"),
        (subtitles.read_srt, "1\n00:00 --> 00:01\nx\n", "a:2: is no line of times"),
        (
            subtitles.read_srt,
            "1\n00:00:01,0 --> 00:00:02,0\nx\n\n2\n",
            "a:5: a number without a cue",
        ),
        (subtitles.read_vtt, "1\n00:01.000 --> 00:02.000\nx\n", "a:1: is not WebVTT"),
        (subtitles.read_vtt, "WEBVTTX\n", "a:1: is not WebVTT"),
        (subtitles.read_vtt, "WEBVTT\n\nlost words\n", "a:3: belongs to no cue"),
    ],
)
def test_one_clear_line(read: object, file: str, message: str) -> None:
    assert callable(read)
    with pytest.raises(InputError) as error:
        read(file, "a")
    assert message in str(error.value)


def srt(*said: tuple[int, int, str]) -> tuple[Entry, ...]:
    def shown(time: int) -> str:
        return f"00:00:{time // 10:02},{time % 10}00"

    return entries("\n".join(f"{shown(a)} --> {shown(b)}\n{text}\n" for a, b, text in said))


def test_sentences_go_over_cues() -> None:
    made = cues.joined(
        srt(
            (0, 10, "One goes"),
            (10, 20, "on."),
            (20, 30, "Next,"),
            (30, 40, "- another speaks,"),
            (70, 80, "long after"),
            (80, 90, "<i>it ends!</i>"),
            (90, 95, "Yes"),
        ),
        [],
    )
    assert [e.joins for e in made] == [False, True, False, False, False, True, False]


def test_no_sentence_is_endless() -> None:
    made = cues.joined(srt(*((n, n + 1, "and") for n in range(30))), [])
    assert [at for at, e in enumerate(made) if not e.joins] == [0, 8, 16, 24]


def test_cues_are_paired_by_their_time() -> None:
    ours = srt((0, 20, "a"), (20, 40, "b."), (50, 60, "c."), (80, 90, "d."))
    theirs = srt((0, 41, "ab."), (50, 55, "c"), (55, 62, "c2."))
    made = cues.joined(ours, [theirs])
    assert [e.joins for e in made] == [False, True, False, False]
    sides = list(cues.beside(made, theirs))
    assert [side and side.text for side in sides] == ["ab.", None, "c\nc2.", None]
    assert Span(0, 2000) == ours[0].time
