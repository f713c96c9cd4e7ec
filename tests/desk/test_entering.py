"""Sessions, accounts, signing in and out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from desk.desking import KEY, ORIGIN, Client, made, security

from mtcheck.desk import accounts
from mtcheck.desk.accounts import Accounts
from mtcheck.desk.limits import Rate
from mtcheck.desk.sessions import Sessions, key_of
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.reviewing import Desk

PASSWORD = "correct horse battery"  # noqa: S105 - a test's own


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with made(tmp_path) as opened:
        yield opened


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.txt"
    accounts.added(path, "ann", PASSWORD, "lead")
    accounts.added(path, "bob", PASSWORD)
    return path


def teams(desk: Desk, team: Path) -> Client:
    return Client(desk, security(token=None, accounts=Accounts(team)))


def test_a_cookie_is_read_back() -> None:
    sessions = Sessions(KEY)
    begun = sessions.begin("ann", lead=True)
    read = sessions.read(sessions.cookie(begun))
    assert read is not None
    assert (read.editor, read.lead, read.id) == ("ann", True, begun.id)


@pytest.mark.parametrize("cookie", ["", ".", "x", "x.y", "é.é", "a" * 10_000])
def test_a_cookie_of_anybodys_is_none(cookie: str) -> None:
    assert Sessions(KEY).read(cookie) is None


def test_a_changed_cookie_is_none() -> None:
    sessions = Sessions(KEY)
    body, _, mark = sessions.cookie(sessions.begin("bob", lead=False)).partition(".")
    other = sessions.cookie(sessions.begin("ann", lead=True)).partition(".")[0]
    assert sessions.read(f"{other}.{mark}") is None
    assert sessions.read(f"{body}.{mark[:-1]}{'0' if mark[-1] != '0' else '1'}") is None
    assert Sessions(bytes(32)).read(f"{body}.{mark}") is None


def test_a_session_ends_when_nobody_is_there_and_after_a_week_whatever_happens() -> None:
    clock = [1_000_000.0]
    sessions = Sessions(KEY, now=lambda: clock[0])
    cookie = sessions.cookie(sessions.begin("ann", lead=False))
    clock[0] += 12 * 3600
    session = sessions.read(cookie)
    assert session is not None
    assert sessions.due(session)
    clock[0] += 1
    assert sessions.read(cookie) is None
    clock[0] -= 1
    for _ in range(14):  # renewed twice a day
        renewed = sessions.cookie(session)
        clock[0] += 11 * 3600
        session = sessions.read(renewed) or session
    clock[0] += 3 * 3600
    assert sessions.read(sessions.cookie(session)) is None


def test_a_session_outlives_the_server(desk: Desk) -> None:
    first = Client(desk, security()).enter()
    second = Client(desk, security(token="another"))  # noqa: S106 - a test's own
    second.cookies = first.cookies
    assert second.get("/").status_code == 200


def test_a_cookie_is_renewed_while_one_works(desk: Desk) -> None:
    clock = [1_000_000.0]
    client = Client(desk, security(sessions=Sessions(KEY, now=lambda: clock[0]))).enter()
    assert "set-cookie" not in client.get("/").headers
    clock[0] += 700
    assert "HttpOnly" in client.get("/").headers["set-cookie"]


def test_who_signs_out_is_out_even_with_the_old_cookie(desk: Desk, team: Path) -> None:
    client = teams(desk, team).sign_in("bob", PASSWORD)
    old = dict(client.cookies)
    answer = client.fill("/logout")
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    client.cookies.update(old)
    assert client.get("/").status_code == 303


def test_a_stranger_is_led_to_sign_in_and_on_from_there(desk: Desk, team: Path) -> None:
    client = teams(desk, team)
    answer = client.get("/articles/1?lang=ru-en")
    assert answer.headers["location"] == "/login?next=%2Farticles%2F1%3Flang%3Dru-en"
    page = client.get(answer.headers["location"])
    assert 'value="/articles/1?lang=ru-en"' in page.text
    done = client.fill("/login", name="ann", password=PASSWORD, next="/articles/1?lang=ru-en")
    assert done.headers["location"] == "/articles/1?lang=ru-en"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "/a\r\nX: y",
        "javascript:x",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(desk: Desk, team: Path, path: str) -> None:
    answer = teams(desk, team).fill("/login", name="ann", password=PASSWORD, next=path)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong password"), ("eve", PASSWORD), ("", ""), ("ann", "")]
)
def test_a_wrong_password_lets_nobody_in(desk: Desk, team: Path, name: str, password: str) -> None:
    answer = teams(desk, team).fill("/login", name=name, password=password)
    assert answer.status_code == 401
    assert "do not go together" in answer.text
    assert "set-cookie" not in answer.headers


def test_another_sites_form_cannot_sign_one_in(desk: Desk, team: Path) -> None:
    client = teams(desk, team)
    form = {"name": "bob", "password": PASSWORD}
    answer = client.post("/login", data=form, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403


def test_passwords_cannot_be_tried_without_end(desk: Desk, team: Path) -> None:
    rate = Rate(burst=3, each=0.001, now=lambda: 0.0)
    client = Client(desk, security(token=None, accounts=Accounts(team), tries=rate))
    codes = [client.fill("/login", name="ann", password="x").status_code for _ in "12345"]  # noqa: S106
    assert codes == [401] * 3 + [429] * 2
    assert client.fill("/login", name="ann", password=PASSWORD).status_code == 429


def test_who_is_taken_out_or_has_a_new_password_is_signed_out(desk: Desk, team: Path) -> None:
    client = teams(desk, team).sign_in("bob", PASSWORD)
    accounts.added(team, "bob", "another password")
    assert client.get("/").status_code == 303
    client.sign_in("bob", "another password")
    assert client.get("/").status_code == 200
    accounts.removed(team, "bob")
    assert client.get("/").status_code == 303


def test_a_new_role_needs_a_new_session(desk: Desk, team: Path) -> None:
    client = teams(desk, team).sign_in("ann", PASSWORD)
    assert "/lead" in client.get("/").text
    team.write_text(team.read_text().replace("ann:lead:", "ann:editor:"))
    assert client.get("/").status_code == 303


def test_a_script_that_was_signed_out_is_told_so(desk: Desk, team: Path) -> None:
    answer = teams(desk, team).act("/articles/1/undo")
    assert answer.status_code == 401
    assert answer.text.startswith("You have been signed out")


def test_accounts_are_for_their_owner_alone_and_hold_no_password(team: Path) -> None:
    text = team.read_text()
    assert PASSWORD not in text
    assert text.count("$argon2id$") == 2
    if os.name == "posix":
        assert team.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "a b", "a:b", "-a", "a\n", "../x", "<b>", "x" * 65])
def test_a_name_that_would_break_the_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="nobody can be called"):
        accounts.added(tmp_path / "team.txt", name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 1_025])
def test_a_password_has_a_length(tmp_path: Path, password: str) -> None:
    with pytest.raises(InputError, match="a password has 10 to 1,024 characters"):
        accounts.added(tmp_path / "team.txt", "ann", password)


@pytest.mark.parametrize("line", ["ann", "ann:lead", "ann:king:$argon2id$x", "a b:lead:$argon2"])
def test_a_line_that_is_no_account_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "team.txt"
    path.write_text(f"# who may sign in\n\n{line}\n")
    with pytest.raises(InputError, match=r"team\.txt:3: is no account"):
        Accounts(path)


def test_an_empty_file_lets_nobody_in_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "team.txt"
    path.write_text("")
    with pytest.raises(InputError, match="nobody may sign in yet"):
        Accounts(path)


def test_taking_out_a_stranger_is_told(team: Path) -> None:
    with pytest.raises(InputError, match="there is no 'eve'"):
        accounts.removed(team, "eve")


def test_the_key_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.key"
    key = key_of(path)
    assert len(key) == 32
    assert key_of(path) == key
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        with pytest.raises(InputError, match="others may read the desk's key"):
            key_of(path)


def test_a_file_that_is_no_key_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "desk.key"
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(InputError, match="is no key of a desk"):
        key_of(path)


def test_the_token_opens_nothing_where_people_have_accounts(desk: Desk, team: Path) -> None:
    assert teams(desk, team).get("/enter?token=").status_code == 404
    answer = Client(desk, security()).post("/login", data={}, headers={"origin": ORIGIN})
    assert answer.status_code == 404
