"""Who gets in, from where, how often, and what leaves with every answer."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import pytest
from desk.desking import HOST, ORIGIN, TOKEN, Client, found, made, security, view

from mtcheck.desk.guarding import LARGEST, Proxy
from mtcheck.desk.limits import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.reviewing import Desk

PAGES = ("/", "/articles/1", "/articles/1/news?after=0", "/articles/1/rows/0", "/history")
MORE = ("/exports", "/lead", "/help", "/session")
ACTS = (
    "/logout /articles/1/undo /articles/1/redo /articles/1/time /articles/1/comment "
    "/articles/1/findings/1/decision /articles/1/findings/1/comment /articles/1/segments/1/edit "
    "/articles/1/segments/1/draft /articles/1/segments/1/recheck /articles/1/segments/1/mark "
    "/exports/corrected"
).split()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with made(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(desk, security()).enter()


@pytest.mark.parametrize("path", PAGES + MORE)
def test_nothing_is_shown_to_who_has_no_key(desk: Desk, path: str) -> None:
    answer = Client(desk, security()).get(path)
    assert answer.status_code == 401
    assert "Blingen" not in answer.text


@pytest.mark.parametrize("path", ACTS)
def test_nothing_is_done_for_who_has_no_key(desk: Desk, path: str) -> None:
    before = desk.history()
    assert Client(desk, security()).fill(path, verdict="accepted", version=0).status_code == 401
    assert desk.history() == before


@pytest.mark.parametrize("path", ACTS)
def test_a_form_without_the_sessions_token_is_refused(
    client: Client, desk: Desk, path: str
) -> None:
    before = desk.history()
    for token in ("", "x", "é"):
        assert client.fill(path, token=token, verdict="accepted", version=0).status_code == 403
    assert desk.history() == before


def test_another_sessions_token_is_refused(desk: Desk) -> None:
    guarded = security()
    one, other = Client(desk, guarded).enter(), Client(desk, guarded).enter()
    assert one.token != other.token
    assert one.fill("/articles/1/undo", token=other.token).status_code == 403


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN.upper(), "é"])
def test_a_wrong_key_opens_nothing(desk: Desk, token: str) -> None:
    answer = Client(desk, security()).get("/enter", params={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_key_is_no_part_of_the_address_one_comes_to(desk: Desk) -> None:
    answer = Client(desk, security()).get("/enter", params={"token": TOKEN})
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_keys_cannot_be_tried_without_end(desk: Desk) -> None:
    clock = [0.0]
    tries = Rate(burst=8, each=8 / 300, now=lambda: clock[0])
    client = Client(desk, security(tries=tries))
    codes = [client.get("/enter", params={"token": str(n)}).status_code for n in range(10)]
    assert codes == [401] * 8 + [429] * 2
    right = client.get("/enter", params={"token": TOKEN})
    assert (right.status_code, right.headers["retry-after"]) == (429, "38")
    clock[0] = 60.0
    assert client.get("/enter", params={"token": TOKEN}).status_code == 303


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:80", f"{HOST}.evil.example", "localhost:8473", ""],
)
def test_a_name_that_is_not_the_desks_is_not_answered(client: Client, host: str) -> None:
    """A name of the attacker's that resolves to 127.0.0.1 makes their page the desk's origin."""
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Blingen" not in answer.text


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://127.0.0.1:9999",
        f"{ORIGIN}.evil",
        "ftp://" + HOST,
    ],
)
def test_another_pages_form_is_refused(client: Client, desk: Desk, origin: str | None) -> None:
    before = desk.history()
    headers = {} if origin is None else {"origin": origin}
    path = f"/articles/1/findings/{found(desk, 'N101').id}/decision"
    form = {"token": client.token, "verdict": "accepted", "version": "0"}
    assert client.post(path, data=form, headers=headers).status_code == 403
    assert desk.history() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_can_fetch_nothing(client: Client, site: str) -> None:
    for path in ("/", "/static/desk.css"):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
        assert client.get(path, headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_get_and_post_are_answered(client: Client, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/static/desk.css", "/articles/999"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")
    assert "server" not in headers


def test_refusals_carry_them_too(desk: Desk) -> None:
    for answer in (
        Client(desk, security()).get("/"),
        Client(desk, security()).get("/", headers={"host": "evil.example"}),
    ):
        assert "content-security-policy" in answer.headers


def test_a_body_is_bounded(client: Client) -> None:
    path = "/articles/1/comment"
    told = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    body = b"text=" + b"x" * LARGEST
    assert client.post(path, content=body, headers=told).status_code == 413
    chunks = (body[at : at + 65_536] for at in range(0, len(body), 65_536))
    assert client.post(path, content=chunks, headers=told).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "99999999999999999999", "x"])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    headers = {"origin": ORIGIN, "content-length": length}
    assert client.post("/articles/1/comment", content=b"", headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded", b"a=1&" * 60, 400),
        ("application/x-www-form-urlencoded", b"text=%ff%fe", 400),
        ("application/x-www-form-urlencoded", b"text=\xff", 400),
    ],
)
def test_only_forms_are_read(client: Client, kind: str, body: bytes, status: int) -> None:
    headers = {"origin": ORIGIN, "content-type": kind, "x-desk-token": client.token}
    answer = client.post("/articles/1/comment", content=body, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "accepted"},
        {"verdict": "accepted", "version": "x"},
        {"verdict": "accepted", "version": "-1"},
        {"verdict": "accepted", "version": "9" * 5_000},
        {"verdict": "great", "version": "0"},
        {"verdict": "rejected", "version": "0", "comment": "x" * 2_001},
        {"verdict": "rejected", "version": "0", "reason": "x" * 201},
        {"verdict": "accepted", "version": "0", "comment": "\0"},
    ],
)
def test_a_form_that_says_nothing_sensible_is_told_so(
    client: Client, desk: Desk, fields: dict[str, str]
) -> None:
    before = desk.history()
    answer = client.act(f"/articles/1/findings/{found(desk, 'N101').id}/decision", **fields)
    assert answer.status_code == 400
    assert len(answer.text.splitlines()) == 1
    assert desk.history() == before


def test_too_many_requests_are_slowed_down(desk: Desk) -> None:
    clock = [0.0]
    client = Client(desk, security(rate=Rate(burst=5, each=1, now=lambda: clock[0])))
    codes = [client.get("/").status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    clock[0] = 2.0
    assert client.get("/").status_code == 401


def test_what_goes_wrong_inside_is_told_on_the_terminal_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    client = Client(desk, security(), lines).enter()

    def broken(*_: object, **__: object) -> None:
        secret = "a secret in /home/ann"  # noqa: S105
        raise RuntimeError(secret)

    monkeypatch.setattr(desk, "queue", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert lines == ["internal error in GET /: RuntimeError: a secret in /home/ann"]


def test_a_desk_on_loopback_lies_under_a_path_of_its_own(desk: Desk) -> None:
    """Cookies go to every port of a host: another user's server must not be given ours."""
    base = security().sessions.path
    guarded = security(base=base)
    client = Client(desk, guarded).enter()
    assert client.get(f"{base}/").status_code == 200
    for path in ("/", base, f"{base}x/", "/articles/1", "/static/desk.css"):
        assert client.get(path).status_code == 404
    answer = client.get(f"{base}/enter", params={"token": TOKEN})
    assert answer.headers["location"] == f"{base}/"
    assert f"Path={base};" in answer.headers["set-cookie"]
    assert f'href="{base}/articles/1' in client.get(f"{base}/").text


@pytest.mark.parametrize(
    "name",
    [
        "../guarding.py",
        "..%2fguarding.py",
        "%2e%2e/guarding.py",
        "..\\guarding.py",
        "",
        ".",
        "x.css",
    ],
)
def test_only_the_desks_own_files_are_served(client: Client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code in {404, 405}
    assert "import" not in answer.text


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/static/desk.css")
    again = client.get("/static/desk.css", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def proxied(desk: Desk, peer: str, name: str | None) -> tuple[int, str]:
    proxy = Proxy("x-remote-user", (ipaddress.ip_network("10.0.0.0/8"),), frozenset({"lea"}))
    client = Client(desk, security(token=None, proxy=proxy))
    client._transport.client = (peer, 1)  # noqa: SLF001 - where it comes from
    headers = {} if name is None else {"x-remote-user": name}
    answer = client.get("/session", headers=headers)
    return answer.status_code, answer.json()["editor"] if answer.status_code == 200 else ""


def test_a_proxy_is_believed_from_its_own_address_alone(desk: Desk) -> None:
    assert proxied(desk, "10.1.2.3", "bob") == (200, "bob")
    assert proxied(desk, "192.0.2.1", "bob")[0] == 403
    assert proxied(desk, "not-an-address", "bob")[0] == 403
    assert proxied(desk, "10.1.2.3", None)[0] == 403
    assert proxied(desk, "10.1.2.3", "x" * 65)[0] == 403


def test_the_text_of_an_article_is_not_cached(client: Client, desk: Desk) -> None:
    assert client.get(f"/articles/{view(desk).id}").headers["cache-control"] == "no-store"
