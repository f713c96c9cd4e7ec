"""Whatever was done is undone to the very state before, and done again to the one after."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from reviewing.desks import found, fresh, state
from sqlalchemy import create_engine, select  # noqa: TID253 - only these tests load it

from mtcheck.errors import Conflict, InputError
from mtcheck.reviewing import tables
from mtcheck.reviewing.counting import count_anew

if TYPE_CHECKING:
    from mtcheck.reviewing import SegmentView
    from mtcheck.reviewing.views import Verdict

_WORDS = st.text(st.sampled_from("ab é字🐈.\n"), min_size=0, max_size=12)
_EDITORS = st.sampled_from(["ann", "bob"])
_SEGMENTS = st.integers(1, 3)


class Editors(RuleBasedStateMachine):
    """Two editors at one article, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = fresh(Path(self._folder.name))
        self.start = state(self.desk)

    def teardown(self) -> None:
        self.desk.close()
        self._folder.cleanup()

    def _segment(self, number: int) -> SegmentView:
        return self.desk.article(1, "ann").segments[number - 1]

    @rule(
        editor=_EDITORS,
        code=st.sampled_from(["N101", "A301", "F503", "A302"]),
        verdict=st.sampled_from(["accepted", "rejected", None]),
        comment=_WORDS,
    )
    def decide(self, editor: str, code: str, verdict: Verdict | None, comment: str) -> None:
        one = found(self.desk, code)
        held = one.decision(editor)
        version = held.version if held else 0
        self.desk.decide(editor, one.id, verdict, comment=comment, version=version)

    @rule(editor=_EDITORS, number=_SEGMENTS, at=st.integers(0, 80), words=_WORDS)
    def edit(self, editor: str, number: int, at: int, words: str) -> None:
        segment = self._segment(number)
        new = segment.text[:at] + words + segment.text[at + 3 :]
        self.desk.edit(editor, segment.id, new, version=segment.version)

    @rule(editor=_EDITORS, code=st.sampled_from(["N101", "F503", "A302"]))
    def apply(self, editor: str, code: str) -> None:
        one = found(self.desk, code)
        segment = next(s for s in self.desk.article(1, "ann").segments if s.id == one.segment)
        if one.applicable:
            self.desk.apply(editor, one.id, version=segment.version)

    @rule(editor=_EDITORS, number=_SEGMENTS, start=st.integers(0, 9), size=st.integers(0, 9))
    def mark(self, editor: str, number: int, start: int, size: int) -> None:
        segment = self._segment(number)
        with suppress(InputError):  # words that somebody has written here
            self.desk.mark(
                editor,
                segment.id,
                start,
                start + size,
                "style/awkward",
                "minor",
                version=segment.version,
            )

    @rule(editor=_EDITORS)
    def withdraw(self, editor: str) -> None:
        view = self.desk.article(1, editor)
        own = [f for s in view.segments for f in s.findings if f.author == editor]
        if own:
            with suppress(Conflict):  # somebody else has judged it
                self.desk.withdraw(editor, own[0].id)

    @rule(editor=_EDITORS, words=_WORDS.filter(str.strip))
    def comment(self, editor: str, words: str) -> None:
        self.desk.comment(editor, words, article=1)

    @rule(editor=_EDITORS)
    def undo_and_redo(self, editor: str) -> None:
        before = state(self.desk)
        with suppress(Conflict):
            if self.desk.undo(editor) is not None:
                self.desk.redo(editor)
        assert state(self.desk) == before

    @rule(editor=_EDITORS)
    def undo(self, editor: str) -> None:
        with suppress(Conflict):
            self.desk.undo(editor)

    @rule(editor=_EDITORS)
    def redo(self, editor: str) -> None:
        with suppress(Conflict):
            self.desk.redo(editor)

    @precondition(lambda self: len({e.editor for e in self.desk.history(limit=1000)}) == 1)
    @rule()
    def undo_all_and_redo_all(self) -> None:
        editor = self.desk.history()[0].editor
        while self.desk.redo(editor):
            pass
        before, steps = state(self.desk), 0
        while self.desk.undo(editor):
            steps += 1
        assert state(self.desk) == self.start
        for _ in range(steps):
            assert self.desk.redo(editor)
        assert self.desk.redo(editor) is None
        assert state(self.desk) == before

    @invariant()
    def counts_are_those_of_counting_anew(self) -> None:
        engine = create_engine(f"sqlite:///{self.desk.path}")
        read = (
            select(tables.articles),
            select(tables.facets).where(tables.facets.c.findings > 0),
            select(tables.totals),
        )
        with engine.connect() as connection:
            kept = [connection.execute(one).all() for one in read]
            count_anew(connection)
            anew = [connection.execute(one).all() for one in read]
            connection.rollback()
        engine.dispose()
        assert kept == anew

    @invariant()
    def the_history_gives_what_stands(self) -> None:
        """Every change of a text began where the one before it had ended."""
        texts: dict[int, str] = {}
        for one in reversed(self.desk.history(limit=10_000)):
            for change in one.payload["changes"]:
                if change["what"] == "text":
                    assert texts.get(change["id"], change["before"]) == change["before"]
                    texts[change["id"]] = change["after"]
        now = {s.id: s.text for s in self.desk.article(1, "ann").segments}
        assert {i: now[i] for i in texts} == texts


Editors.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestEditors = pytest.mark.filterwarnings("error")(Editors.TestCase)


def test_who_undoes_what_another_has_gone_on_from_is_told(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[1]
        desk.edit("ann", segment.id, "Ann's.", version=0)
        desk.edit("bob", segment.id, "Bob's.", version=1)
        before = state(desk)
        with pytest.raises(Conflict, match="bob has changed the sentence since") as told:
            desk.undo("ann")
        assert told.value.current == "Bob's."
        assert state(desk) == before
        assert desk.undo("bob")
        assert desk.undo("ann")
        assert desk.article(1, "ann").segments[1].text == segment.text


def test_a_new_step_ends_what_could_be_done_again(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        one = found(desk, "N101")
        desk.decide("ann", one.id, "accepted", version=0)
        desk.undo("ann")
        desk.decide("ann", one.id, "rejected", version=2)
        assert desk.redo("ann") is None
        assert [e.kind for e in desk.history()] == ["decide", "undo", "decide"]


def test_a_mark_that_another_has_judged_stays(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[0]
        desk.mark("ann", segment.id, 0, 9, "style/awkward", "minor", version=0)
        mark = found(desk, "EDITOR")
        desk.decide("bob", mark.id, "rejected", version=0)
        for take_back in (lambda: desk.withdraw("ann", mark.id), lambda: desk.undo("ann")):
            with pytest.raises(Conflict, match="bob has judged what you marked"):
                take_back()
        assert found(desk, "EDITOR").state == "disputed"
        desk.undo("bob")
        assert desk.withdraw("ann", mark.id).kind == "withdraw"
        assert desk.undo("ann")
        assert found(desk, "EDITOR").state == "accepted"
