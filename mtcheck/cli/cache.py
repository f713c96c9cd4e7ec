"""``mtcheck cache``: look at the results that are kept, or take them out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from mtcheck.cli.borrowing import as_in_check

if TYPE_CHECKING:
    from mtcheck.caching.store import Content, Store

__all__ = ["command"]


@click.group("cache", no_args_is_help=False, short_help="Look at the kept results, or clear them.")
def command() -> None:
    """Look at the results that check, fix and baseline keep, or take them out.

    What the checks found in a text is kept under all that decides on it: texts, settings, model,
    release, language data. A text that has not changed is not checked again. The folder is that
    of --cache-dir, of MTCHECK_CACHE_DIR, of the configuration that is found from here, or the
    usual one on this platform.
    """


@command.command("info")
@as_in_check("config", "isolated", "cache_dir")
def info(**options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Print the folder, how many results it holds, and how large they are."""
    store = _store(**options)
    what = _worded(store.content())
    _demand_read(store)
    click.echo(f"folder  {store.folder}")
    click.echo(f"holds   {what}")
    click.echo(f"bound   {store.limit / 1_048_576:,.0f} MB")


@command.command("clear")
@as_in_check("config", "isolated", "cache_dir")
def clear(**options: Any) -> None:  # noqa: ANN401
    """Take out every kept result; nothing else in the folder is touched."""
    from mtcheck.cli.telling import tell  # noqa: PLC0415 - `--help` needs none of it

    store = _store(**options)
    taken = store.clear()
    _demand_read(store)
    tell(f"took {_worded(taken)} out of {store.folder}")


def _store(config: str | None, isolated: bool, cache_dir: str | None) -> Store:  # noqa: FBT001
    from mtcheck import caching  # noqa: PLC0415
    from mtcheck.caching.store import Store  # noqa: PLC0415
    from mtcheck.errors import SettingsError  # noqa: PLC0415
    from mtcheck.governing import Governing  # noqa: PLC0415

    given = {} if cache_dir is None else {"cache_dir": cache_dir}
    files = Governing(given, config, isolated).files("-")
    folder = caching.folder_of(files)
    if folder is None:
        message = "there is no home to keep results in: name a folder"
        raise SettingsError(message, key="--cache-dir")
    return Store(os.path.realpath(folder), files.cache_size * 1024 * 1024)


def _demand_read(store: Store) -> None:
    from mtcheck.errors import InputError  # noqa: PLC0415

    if store.problem is not None:
        raise InputError(store.problem, path=str(store.folder))


def _worded(content: Content) -> str:
    files = f"{content.results:,} file{'s' * (content.results != 1)}"
    return f"{files} ({content.bytes / 1_048_576:,.1f} MB)"
