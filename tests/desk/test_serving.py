"""Where a desk may be served, and what is refused before it opens."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mtcheck.desk import accounts
from mtcheck.desk.serving import Asked, listening, security_of
from mtcheck.errors import InputError


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "review.example.org"])  # noqa: S104 - is refused
def test_other_machines_get_no_desk_without_accounts(host: str) -> None:
    with pytest.raises(InputError, match="can be reached from other machines"):
        listening(Asked(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.5.5.5"])
def test_on_loopback_nobody_needs_an_account(host: str, tmp_path: Path) -> None:
    asked = Asked(host=host)
    security = security_of(asked, tmp_path / "desk.sqlite", 8473)
    assert security.token is not None
    assert len(security.token) >= 32
    assert security.base.startswith("/d-")


def test_every_start_has_a_key_of_its_own_and_the_same_path(tmp_path: Path) -> None:
    one, other = (security_of(Asked(), tmp_path / "desk.sqlite", 8473) for _ in range(2))
    assert one.token != other.token
    assert one.base == other.base
    elsewhere = security_of(Asked(), tmp_path / "other.sqlite", 8473)
    assert elsewhere.base != one.base


def test_a_team_has_accounts_and_no_key(tmp_path: Path) -> None:
    path = tmp_path / "team.txt"
    accounts.added(path, "ann", "password of ann")
    url = "https://review.example.org"
    asked = Asked(host="192.0.2.7", auth=path, public_url=url)
    security = security_of(asked, tmp_path / "desk.sqlite", 8473)
    assert security.token is None
    assert security.secure
    assert security.hosts == {"192.0.2.7:8473", "review.example.org"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(auth=Path("a"), auth_header="x"), "goes without --auth-header"),
        (Asked(auth_header="x"), "go together"),
        (Asked(trusted_proxies=("10.0.0.1",)), "go together"),
        (Asked(leads=("ann",)), "goes with --auth-header"),
        (Asked(public_url="review.example.org"), "is no address of a desk"),
        (Asked(public_url="https://a/b"), "is no address of a desk"),
        (Asked(public_url="https://u:p@a"), "is no address of a desk"),
        (Asked(public_url="javascript:x"), "is no address of a desk"),
        (Asked(editor="a b"), "nobody can be called"),
    ],
)
def test_what_does_not_go_together_is_told(asked: Asked, said: str) -> None:
    with pytest.raises(InputError, match=said):
        asked.demand()


def test_a_network_that_is_none_is_told(tmp_path: Path) -> None:
    asked = Asked(auth_header="x", trusted_proxies=("10.0.0.999",))
    with pytest.raises(InputError, match="--trusted-proxy"):
        security_of(asked, tmp_path / "desk.sqlite", 8473)


def test_a_port_that_is_taken_is_told_and_the_usual_one_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match="name another with --port"):
            listening(Asked(port=port))
    with listening(Asked()) as first, listening(Asked()) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
