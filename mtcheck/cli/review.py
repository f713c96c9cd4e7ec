"""``mtcheck review``: a desk in the browser, on which editors judge and correct what is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from mtcheck.cli.borrowing import as_in_check

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command"]

F = TypeVar("F", bound="Callable[..., None]")

_OPTIONS = (
    "reference source target_lang source_lang aligned table_columns select ignore min_confidence "
    "profile model allow_download baseline ignore_files config isolated cache_dir no_cache"
).split()


class _Review(click.Group):
    """``mtcheck review FILES`` opens a desk; what else can be done with one has a name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in super().list_commands(ctx) if name != "open"]

    def get_help(self, ctx: click.Context) -> str:
        inner = click.Context(
            self.commands["open"],
            info_name=ctx.info_name,
            parent=ctx.parent,
            terminal_width=ctx.terminal_width,
        )
        return inner.get_help()


@click.group(
    "review", cls=_Review, short_help="Open a desk in the browser to judge and correct findings."
)
def command() -> None:
    """Judge and correct what is flagged."""


def _desk(function: F) -> F:
    option = click.option(
        "--desk",
        metavar="FILE",
        help="The desk: one file.  [default: .mtcheck/review.sqlite beside the first input]",
    )
    return option(function)


@command.command("open", context_settings={"ignore_unknown_options": False})
@click.argument("inputs", nargs=-1, metavar="[RUN|MT]...")
@as_in_check(*_OPTIONS)
@_desk
@click.option(
    "--annotations",
    multiple=True,
    metavar="FILE",
    help="Look at annotations, too: Google's MQM TSV, or gold as mtcheck eval reads it.",
)
@click.option("--as", "editor", metavar="NAME", help="Who you are.  [default: the user's name]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="[default: 8473, or the next that is free]",
)
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Serve a team on this address; needs --auth or --auth-header.",
)
@click.option("--public-url", metavar="URL", help="The address by which the team reaches it.")
@click.option(
    "--auth", metavar="FILE", help="Who may sign in: mtcheck review user add NAME --auth FILE."
)
@click.option(
    "--auth-header",
    metavar="NAME",
    help="Believe this header of a reverse proxy about who somebody is.",
)
@click.option(
    "--trusted-proxy",
    "trusted_proxies",
    multiple=True,
    metavar="ADDRESS",
    help="An address or network that the header is believed from.",
)
@click.option(
    "--lead", "leads", multiple=True, metavar="NAME", help="With --auth-header: who is a lead."
)
@click.option(
    "--session-hours",
    type=click.FloatRange(0.1, 168),
    default=12.0,
    show_default=True,
    metavar="N",
    help="A session ends after N hours without a request, and after a week whatever happens.",
)
@click.pass_context
def open_desk(context: click.Context, /, inputs: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Open a desk in the browser: see, judge and correct what is flagged, and hand it back.

    \b
    mtcheck review out/ --source originals/        # check, and look at what is found
    mtcheck review run/                            # a folder that mtcheck batch made
    mtcheck review --desk desk.sqlite              # go on with a desk
    mtcheck review user add anna --auth team.txt   # for a team: who may sign in
    mtcheck review out/ --host 192.0.2.7 --auth team.txt

    MT is files or folders as in mtcheck check, RUN a folder that mtcheck batch made. What was
    decided in the desk before is kept: a finding is known again by its words and those around
    it. On this machine alone nobody needs an account: the address that is printed has a key to
    the desk, and nobody else's browser opens it. Ctrl-C closes the desk; everything that was
    decided or typed is in its file.

    Further commands: mtcheck review user, export, backup.

    Needs the extra: pip install 'mtcheck[review]'
    """  # noqa: D301 - \b keeps click from re-wrapping the examples
    from mtcheck.cli.reviewing import Opening, open_and_serve  # noqa: PLC0415 - `--help` needs none
    from mtcheck.cli.running import Texts  # noqa: PLC0415

    own = {name: options.pop(name) for name in Opening.__slots__ if name in options}
    texts = Texts.taken(inputs, options)
    context.exit(open_and_serve(texts, Opening(**own)))


def _existing(function: F) -> F:
    option = click.option("--desk", metavar="FILE", required=True, help="The desk.")
    return option(function)


_EXPORTS = (
    "corrected", "decisions", "marot", "pearmut", "tmx", "ignore", "baseline", "names", "terms",
)  # fmt: skip


@command.command("export", short_help="Write what comes out of a desk into a file.")
@click.argument("kind", type=click.Choice(_EXPORTS))
@_existing
@click.option(
    "-o", "--output", metavar="FILE", help="Write it there.  [default: its usual name, here]"
)
def export(kind: str, desk: str, output: str | None) -> None:
    """Write an export of the desk FILE, as the page Exports does; the desk may be in use.

    corrected: the files with their edits, in their formats (several: a zip); decisions: JSON
    lines, for mtcheck eval; marot, pearmut: for annotators; tmx: corrected pairs; ignore,
    baseline: what was rejected; names, terms: what was accepted.
    """
    from mtcheck.cli.reviewing import write_export  # noqa: PLC0415

    write_export(kind, desk, output)


@command.command("backup", short_help="Copy a desk while it is in use.")
@click.argument("target", metavar="FILE")
@_existing
def backup(target: str, desk: str) -> None:
    """Copy the desk, as it is at this moment, into the new FILE; editors may go on working."""
    from mtcheck.cli.reviewing import write_backup  # noqa: PLC0415

    write_backup(desk, target)


@command.group("user", no_args_is_help=False, short_help="Say who may sign in to a team's desk.")
def user() -> None:
    """Keep the file of those who may sign in: a name, a role and a hashed password a line."""


def _accounts(function: F) -> F:
    option = click.option("--auth", metavar="FILE", required=True, help="The file of accounts.")
    return option(function)


@user.command("add")
@click.argument("name")
@_accounts
@click.option(
    "--role",
    type=click.Choice(("editor", "lead")),
    default="editor",
    show_default=True,
    help="A lead sees what everybody does, and the figures of the checks.",
)
def add(name: str, auth: str, role: str) -> None:
    """Let NAME sign in, or give NAME another password or role.

    The password is asked for twice; where standard input is no terminal it is its first line.
    """
    from mtcheck.cli.reviewing import add_user  # noqa: PLC0415

    add_user(name, auth, role)


@user.command("remove")
@click.argument("name")
@_accounts
def remove(name: str, auth: str) -> None:
    """Let NAME sign in no more; who is signed in is signed out at the next request."""
    from mtcheck.cli.reviewing import remove_user  # noqa: PLC0415

    remove_user(name, auth)


@user.command("list")
@_accounts
def listed(auth: str) -> None:
    """Print who may sign in, and as what."""
    from mtcheck.cli.reviewing import list_users  # noqa: PLC0415

    list_users(auth)
