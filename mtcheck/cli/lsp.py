"""``mtcheck lsp``: findings in an editor, by the Language Server Protocol."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["command"]


@click.command("lsp", short_help="Show findings in an editor (Language Server Protocol).")
@click.option("-r", "--reference", metavar="REF", help="A folder of human translations.")
@click.option("-s", "--source", metavar="SRC", help="A folder of originals.")
@click.option("--target-lang", metavar="CODE", help="Language of translations.")
@click.option("--source-lang", metavar="CODE", help="Language of originals.")
@click.option("--config", metavar="FILE", help="Take this configuration for all.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
def command(**options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Serve an editor on standard input and output.

    Findings show while a translation is edited, with the page of their check, quick fixes, and an
    action that ignores one: by a comment where the format has them, else by a line in the ignore
    file of the configuration. A file is compared with the reference and source that lie beside
    it under its name (article.de.ref.txt, article.en.src.txt), or in the folders REF and SRC.

    Needs the extra: pip install 'mtcheck[lsp]'
    """
    from importlib.util import find_spec  # noqa: PLC0415 - `--help` needs none of these

    from mtcheck.errors import InputError, MissingExtra  # noqa: PLC0415
    from mtcheck.lsp.opened import Asked  # noqa: PLC0415

    if find_spec("pygls") is None:
        feature = "mtcheck lsp"
        raise MissingExtra(feature, hint="pip install 'mtcheck[lsp]'")
    if options["isolated"] and options["config"] is not None:
        message = "goes with --isolated only where it is left out"
        raise InputError(message, path=f"--config {options['config']}")
    asked = Asked(**options)
    asked.demand()

    from mtcheck.lsp.server import serve  # noqa: PLC0415

    serve(asked)
