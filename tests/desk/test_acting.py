"""What editors do through forms: with scripts, without, and against each other."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from desk.desking import Client, found, made, security, view, words
from reviewing.desks import take_glued

from mtcheck.desk.accounts import Accounts, added
from mtcheck.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.reviewing import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with made(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(desk, security()).enter()


def said(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - a response
    """What the page's scripts are told."""
    told: dict[str, Any] = json.loads(answer.headers["hx-trigger-after-settle"])["desk:done"]
    return told


def decision(desk: Desk, code: str) -> str:
    return f"/articles/1/findings/{found(desk, code).id}/decision"


def segment(desk: Desk, number: int = 1) -> str:
    return f"/articles/1/segments/{view(desk).segments[number].id}"


def test_a_finding_is_accepted_and_its_row_comes_back(client: Client, desk: Desk) -> None:
    answer = client.act(decision(desk, "N101"), verdict="accepted", version=0)
    assert answer.status_code == 200
    row = view(desk).segments[1].row
    assert answer.headers["x-desk-target"] == f"row-{row}"
    assert f'id="row-{row}"' in answer.text
    assert 'id="progress" class="figure" hx-swap-oob="true"' in answer.text
    assert "✓ accepted" in answer.text
    assert (said(answer)["told"], said(answer)["next"]) == ("Accepted", True)
    assert found(desk, "N101").state == "accepted"


def test_a_finding_is_rejected_with_reason_and_remark(client: Client, desk: Desk) -> None:
    client.act(
        decision(desk, "N101"),
        verdict="rejected",
        version=0,
        reason="the name is right",
        comment="x",
    )
    mine = found(desk, "N101").decision("ann")
    assert mine is not None
    assert (mine.verdict, mine.reason, mine.comment) == ("rejected", "the name is right", "x")


def test_a_judgement_is_taken_back(client: Client, desk: Desk) -> None:
    client.act(decision(desk, "N101"), verdict="accepted", version=0)
    answer = client.act(decision(desk, "N101"), verdict="undecided", version=1)
    assert said(answer)["told"] == "Open again"
    assert found(desk, "N101").state == "open"


def test_the_other_tab_was_faster(client: Client, desk: Desk) -> None:
    client.act(decision(desk, "N101"), verdict="accepted", version=0)
    answer = client.act(decision(desk, "N101"), verdict="rejected", version=0)
    assert answer.status_code == 409
    assert found(desk, "N101").state == "accepted"


def test_a_suggestion_is_applied_undone_and_done_again(client: Client, desk: Desk) -> None:
    path = decision(desk, "N101")
    answer = client.act(path, verdict="apply", version=0, segment_version=0)
    assert "Antony Blinken" in words(answer.text)
    assert "Antony Blinken" in view(desk).segments[1].text
    undone = client.act("/articles/1/undo")
    assert said(undone)["told"].startswith("Undone: undid a step")
    assert "Anthony Blingen" in view(desk).segments[1].text
    client.act("/articles/1/redo")
    assert "Antony Blinken" in view(desk).segments[1].text
    nothing = client.act("/articles/1/redo")
    assert (nothing.status_code, said(nothing)["told"]) == (204, "There is nothing to redo here")


def test_a_sentence_is_edited_and_the_change_shown(client: Client, desk: Desk) -> None:
    answer = client.act(f"{segment(desk)}/edit", text="A new sentence.", version=0)
    assert view(desk).segments[1].text == "A new sentence."
    assert "<del>" in answer.text
    assert "<ins>" in answer.text
    assert "Changed by ann" in words(answer.text)


def test_line_ends_of_a_form_are_those_of_the_text(client: Client, desk: Desk) -> None:
    client.act(f"{segment(desk)}/edit", text="Two\r\nlines.", version=0)
    assert view(desk).segments[1].text == "Two\nlines."


def test_a_conflict_shows_both_and_changes_nothing(client: Client, desk: Desk) -> None:
    desk.edit("bob", view(desk).segments[1].id, "Bob's sentence.", version=0)
    answer = client.act(f"{segment(desk)}/edit", text="Ann's sentence.", version=0)
    assert answer.status_code == 409
    assert said(answer)["conflict"] is True
    assert "bob changed this sentence while you wrote" in words(answer.text)
    assert "Bob&#39;s sentence." in answer.text
    assert ">\nAnn&#39;s sentence.</textarea>" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert view(desk).segments[1].text == "Bob's sentence."
    (kept,) = desk.drafts("ann")
    assert kept.text == "Ann's sentence."
    saved = client.act(f"{segment(desk)}/edit", text="Ann's sentence.", version=1)
    assert saved.status_code == 200
    assert view(desk).segments[1].text == "Ann's sentence."
    assert desk.drafts("ann") == []


def test_a_conflict_is_shown_without_scripts_too(client: Client, desk: Desk) -> None:
    desk.edit("bob", view(desk).segments[1].id, "Bob's sentence.", version=0)
    answer = client.fill(f"{segment(desk)}/edit", text="Ann's sentence.", version=0)
    assert answer.status_code == 409
    assert "<title>" in answer.text
    assert "bob changed this sentence while you wrote" in words(answer.text)


def test_theirs_is_taken(client: Client, desk: Desk) -> None:
    client.act(f"{segment(desk)}/draft", text="Half a sen", version=0)
    answer = client.act(f"{segment(desk)}/edit", text="Half a sen", version=0, discard=1)
    assert said(answer)["told"] == "Discarded"
    assert desk.drafts("ann") == []


def test_what_is_typed_is_there_again(client: Client, desk: Desk) -> None:
    answer = client.act(f"{segment(desk)}/draft", text="Half a sen", version=0)
    assert answer.json() == {"kept": True}
    page = client.get("/articles/1").text
    assert ">\nHalf a sen</textarea>" in page
    assert "Not saved yet" in page


def test_what_another_editor_types_is_not_shown(desk: Desk, client: Client) -> None:
    desk.draft("bob", view(desk).segments[1].id, "Bob's half a sentence", 0)
    assert "half a sentence" not in client.get("/articles/1").text


def test_a_sentence_is_checked_as_it_is_typed(client: Client, desk: Desk) -> None:
    path, before = f"{segment(desk)}/recheck", desk.history()
    answer = client.act(path, text="Secretary of State Anthony Blingen  said said so.")
    assert "said" in words(answer.text)
    assert 'class="severity-' in answer.text
    assert desk.history() == before
    assert desk.drafts("ann") == []


def test_an_error_of_ones_own(client: Client, desk: Desk) -> None:
    fields = {"category": "style/awkward", "severity": "minor", "comment": "Stiff.", "version": 0}
    answer = client.act(f"{segment(desk)}/mark", start=0, end=9, **fields)
    assert answer.status_code == 200
    made_of_it = next(f for s in view(desk).segments for f in s.findings if f.origin == "editor")
    assert (made_of_it.text, made_of_it.author) == ("Secretary", "ann")
    assert said(answer)["finding"] == made_of_it.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "bad"},
        {"severity": "awful"},
        {"start": "x"},
        {"end": 9_999},
        {"start": 5, "end": 2},
        {"version": 3},
    ],
)
def test_an_error_that_cannot_be_marked(client: Client, desk: Desk, wrong: dict[str, Any]) -> None:
    fields = {"category": "style/awkward", "severity": "minor", "start": 0, "end": 9, "version": 0}
    answer = client.act(f"{segment(desk)}/mark", **{**fields, **wrong})
    assert answer.status_code in {400, 409}
    assert len(answer.text.splitlines()) == 1


def test_comments_on_a_finding_and_on_the_article(client: Client, desk: Desk) -> None:
    number = found(desk, "N101").id
    answer = client.act(f"/articles/1/findings/{number}/comment", text="Ask Geneva.")
    assert "Ask Geneva." in answer.text
    answer = client.act("/articles/1/comment", text="Mind the tone.")
    assert answer.headers["x-desk-target"] == "remarks"
    assert "Mind the tone." in answer.text
    assert client.act("/articles/1/comment", text="  ").status_code == 400


def test_time_is_noted_and_bounded(client: Client, desk: Desk) -> None:
    client.act("/articles/1/time", seconds=15)
    assert view(desk).seconds == 15
    client.act("/articles/1/time", seconds=86_400)
    assert view(desk).seconds == 315


def test_news_of_others_and_not_of_oneself(client: Client, desk: Desk) -> None:
    last = view(desk).last_event
    client.act(decision(desk, "N101"), verdict="accepted", version=0)
    number = found(desk, "N101").id
    desk.decide("bob", number, "rejected", reason="free, but faithful", version=0)
    told = client.get(f"/articles/1/news?after={last}").json()
    assert told["told"] == ["bob rejected N101 garbled-name (free, but faithful)"]
    assert told["rows"] == [view(desk).segments[1].row]
    again = client.get(f"/articles/1/news?after={told['last']}").json()
    assert (again["told"], again["rows"]) == ([], [])
    row = client.get(f"/articles/1/rows/{told['rows'][0]}").text
    assert "bob rejected: free, but faithful" in words(row)


@pytest.mark.parametrize(
    "path",
    ["/articles/99", "/articles/x", "/articles/1/rows/99", "/history?article=99", "/articles/-1"],
)
def test_what_is_not_there_is_told(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=nan,1",
        "after=1,2",
        "after=1e999,5",
        "after=0,99999999999999999999999",
        "state=great",
        "text=%25%5F%22%27",
        "text=" + "x" * 5_000,
        "check=N101&check=Q201",
        "lang=" + "x" * 300,
        "severity=major&category=accuracy/mistranslation",
        "mine=1&unjudged=1",
    ],
)
def test_whatever_stands_in_the_address_the_queue_is_shown(client: Client, query: str) -> None:
    assert client.get(f"/?{query}").status_code == 200


def test_a_busy_or_full_desk_is_told_in_one_line(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        message = "the disk is full: nothing was stored; make room and try again"
        raise DeskError(message)

    monkeypatch.setattr(desk, "decide", full)
    answer = client.act(decision(desk, "N101"), verdict="accepted", version=0)
    assert answer.status_code == 503
    assert answer.text == "The disk is full: nothing was stored; make room and try again"


def test_where_the_file_lies_is_not_told(client: Client, desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.act(decision(desk, "N101"), verdict="accepted", version=0)
        other.execute("ROLLBACK")
    assert answer.status_code == 503
    assert answer.text == (
        "The desk is busy: another program is writing to it; nothing was stored, try again"
    )


def test_a_mark_of_ones_own_is_taken_back(client: Client, desk: Desk) -> None:
    fields = {"category": "style/awkward", "severity": "minor", "version": 0}
    client.act(f"{segment(desk)}/mark", start=0, end=9, **fields)
    path = decision(desk, "EDITOR")
    answer = client.act(path, verdict="withdrawn", version=1)
    assert said(answer)["told"] == "Taken back"
    assert "by <bdi>ann</bdi>" not in answer.text
    assert client.act(path, verdict="withdrawn", version=1).status_code == 404
    assert client.act(decision(desk, "N101"), verdict="withdrawn", version=0).status_code == 400


def test_rows_of_both_sentences_come_back(client: Client, desk: Desk) -> None:
    path = f"/articles/2/findings/{take_glued(desk, 'meat, the')}/decision"
    answer = client.act(path, verdict="apply", version=0, segment_version=0)
    assert answer.status_code == 200
    assert answer.headers["x-desk-target"] == "row-0"
    assert 'id="row-1" hx-swap-oob="true"' in answer.text
    said_now = words(answer.text)
    assert "Russia bans imports of meat, " in said_now
    assert "the United States must answer." in said_now
    news = client.get("/articles/2/news?after=0").json()
    assert news["rows"] == [0, 1]


def test_the_history_tells_who_did_what(client: Client, desk: Desk) -> None:
    client.act(decision(desk, "N101"), verdict="apply", version=0, segment_version=0)
    client.act("/articles/1/undo")
    desk.comment("bob", "Mind the tone.", article=1)
    html = client.get("/history?article=1").text
    page = words(html)
    assert "bob commented on the article" in page
    assert "ann applied the suggestion of N101 garbled-name" in page
    assert html.count('<li class="undone">') == 1
    every = words(client.get("/history").text)
    assert "ann applied the suggestion of N101 garbled-name in" in every
    assert f"ann undid a step on N101 garbled-name in {view(desk).document}" in every


def test_the_leads_page_is_the_leads_alone(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "team.txt"
    added(path, "bob", "password of bob")
    client = Client(desk, security(token=None, accounts=Accounts(path)))
    client.sign_in("bob", "password of bob")
    assert client.get("/lead").status_code == 403
    assert "/lead" not in client.get("/").text


@pytest.mark.parametrize(("served", "asked"), [(True, True), (True, False), (False, True)])
def test_the_model_reads_what_is_typed_where_it_is_asked_for(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    *,
    served: bool,
    asked: bool,
) -> None:
    given: list[bool] = []

    def recheck(segment: int, words: str, *, model: bool = False) -> tuple[()]:
        del segment, words
        given.append(model)
        return ()

    monkeypatch.setattr(desk, "recheck", recheck)
    client = Client(desk, security(), model=served).enter()
    assert ('data-model="yes"' in client.get("/articles/1").text) == served
    fields = {"model": "yes"} if asked else {}
    answer = client.act(f"{segment(desk)}/recheck", text="Words.", **fields)
    assert "find nothing" in answer.text
    assert given == [served and asked]
