"""``mtcheck train``: from annotation to a model for ``--model``, one command a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command"]

_STEPS = {
    "pieces": "The vocabulary: a tokenizer.json as a SentencePiece model.",
    "start": "The weights to start from, put together.",
    "data": "What the encoder learns from: annotation, and planted errors.",
    "tune": "Train the encoder.",
    "export": "The encoder in eight bits, as ONNX.",
    "tables": "Every token, with what encoder, aligner and rules say of it.",
    "fuse": "Fit trees, calibration and categories.",
    "trust": "Fit how far stretches of words are trusted.",
    "card": "Write the card; the model is ready.",
}
_EXTRA = ("torch", "safetensors", "onnx", "lightgbm", "scipy")
_OF_A_FILE = {"tokenizer", "weights", "description"}

_OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "tokenizer": (
        ("pieces",),
        {"metavar": "FILE", "help": "tokenizer.json of the encoder to start from."},
    ),
    "weights": (
        ("start",),
        {
            "multiple": True,
            "metavar": "FILE",
            "help": "Weights (.safetensors) of a BERT encoder or of a model of ours; may be "
            "repeated.",
        },
    ),
    "leave-out": (
        ("pieces", "data", "export", "tables", "trust"),
        {"multiple": True, "metavar": "ORIGIN", "help": "Leave a collection of GOLD out."},
    ),
    "annotated": (
        ("data",),
        {
            "default": 6_000,
            "show_default": True,
            "type": click.IntRange(0),
            "help": "Annotated translations to learn from.",
        },
    ),
    "planted": (
        ("data",),
        {
            "default": 7_000,
            "show_default": True,
            "type": click.IntRange(0),
            "help": "Clean translations to plant errors in.",
        },
    ),
    "rate": (
        ("tune",),
        {
            "default": 1e-4,
            "show_default": True,
            "type": click.FloatRange(0, 1, min_open=True),
            "help": "Highest rate of learning.",
        },
    ),
    "batch": (
        ("tune",),
        {"default": 32, "show_default": True, "type": click.IntRange(1), "help": "Rows a step."},
    ),
    "epochs": (
        ("tune",),
        {
            "default": 1.0,
            "show_default": True,
            "type": click.FloatRange(0, min_open=True),
            "help": "Times that each row is seen.",
        },
    ),
    "frozen": (
        ("tune",),
        {
            "default": 0,
            "show_default": True,
            "type": click.IntRange(0, 12),
            "help": "Lower layers left alone.",
        },
    ),
    "dropout": (
        ("tune",),
        {"is_flag": True, "help": "Train with dropout: better for long runs, half as fast."},
    ),
    "average": (
        ("tune",),
        {
            "default": 0.5,
            "show_default": True,
            "type": click.FloatRange(0, 1),
            "help": "Part of the new weights in their average with those of before.",
        },
    ),
    "strength": (
        ("export",),
        {
            "default": 0.7,
            "show_default": True,
            "type": click.FloatRange(0, 1),
            "help": "How much of the inputs' range the weights take over (SmoothQuant).",
        },
    ),
    "held-out": (
        ("tables", "trust"),
        {
            "multiple": True,
            "metavar": "FILE",
            "help": "Gold that the encoder has not seen, to calibrate on; may be repeated.",
        },
    ),
    "per-set": (
        ("tables",),
        {
            "default": 600,
            "show_default": True,
            "type": click.IntRange(1),
            "help": "Translations of a collection and pair to read.",
        },
    ),
    "workers": (
        ("tables",),
        {"default": 1, "show_default": True, "type": click.IntRange(1), "help": "Processes."},
    ),
    "gate": (
        ("fuse",),
        {
            "default": 0.8,
            "show_default": True,
            "type": click.FloatRange(0, 1),
            "help": "Chance from which --profile gate shows a word.",
        },
    ),
    "review": (
        ("fuse",),
        {
            "default": 0.7,
            "show_default": True,
            "type": click.FloatRange(0, 1),
            "help": "The same for --profile review.",
        },
    ),
    "share": (
        ("fuse",),
        {
            "type": click.FloatRange(0, 1),
            "help": "The encoder's part beside the trees.  [default: fitted on --held-out]",
        },
    ),
    "description": (
        ("trust", "card"),
        {"metavar": "FILE", "help": "The card but for figures and hashes (JSON)."},
    ),
    "figures": (
        ("card",),
        {
            "multiple": True,
            "metavar": "NAME=FILE",
            "help": "A report of mtcheck eval --format json to quote; may be repeated.",
        },
    ),
    "seed": (
        ("pieces", "data", "tune", "export", "fuse"),
        {"default": 1, "show_default": True, "type": click.IntRange(0)},
    ),
}
_WITH_GOLD = {"pieces", "data", "export", "tables", "trust"}


class _Group(click.Group):
    """Lists the steps in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [*_STEPS, "all"]


@click.group(
    "train", cls=_Group, short_help="Make a span model from annotation; needs mtcheck[train]."
)
def command() -> None:
    """Make a model for --model from translations whose errors people marked.

    The steps follow each other; "all" runs those that are not done yet. Each reads what the
    others left in the folder --output, writes its own result there, and is left out where that
    exists (--again makes it anew). A run that was broken off is taken up by running it again.

    \b
    mtcheck train all GOLD... --held-out DEV --tokenizer FILE --weights FILE --output DIR
    mtcheck check article.txt --reference ref.txt --model DIR/model
    """  # noqa: D301 - \b keeps click from re-wrapping the examples


def _run(steps: tuple[str, ...], gold: tuple[str, ...], options: dict[str, Any]) -> int:
    from functools import partial  # noqa: PLC0415 - `--help` needs none of these
    from pathlib import Path  # noqa: PLC0415

    from mtcheck.cli.telling import tell  # noqa: PLC0415

    _complete()
    from mtcheck.training.steps import STEPS, Plan, Workspace  # noqa: PLC0415

    work = Workspace(Path(options.pop("output")))
    again = options.pop("again")
    given = {
        name: _path(name, value)
        for name, value in options.items()
        if value is not None and value != ()
    }
    plan = Plan(gold=gold, **given)
    _writable(work.folder)
    for name in steps:
        step, result = STEPS[name]
        if result(work).exists() and not again:
            tell(f"{name}: done before ({result(work)}); --again makes it anew")
            continue
        _needed(name, work)
        if again and name == "tables":
            import shutil  # noqa: PLC0415

            shutil.rmtree(work.folder / "tables", ignore_errors=True)
        step(work, plan, partial(_tell, name))
    return 0


def _tell(name: str, said: str) -> None:
    from mtcheck.cli.telling import tell  # noqa: PLC0415

    tell(f"{name}: {said}")


def _path(name: str, value: Any) -> Any:  # noqa: ANN401 - an option's value
    from pathlib import Path  # noqa: PLC0415

    if name not in _OF_A_FILE:
        return value
    return tuple(map(Path, value)) if isinstance(value, tuple) else Path(value)


def _complete() -> None:
    """Raise :class:`MissingExtra` where a package of the extra is not there."""
    from importlib.util import find_spec  # noqa: PLC0415

    from mtcheck.errors import MissingExtra  # noqa: PLC0415

    if any(find_spec(name) is None for name in _EXTRA):
        feature = "mtcheck train"
        raise MissingExtra(feature, hint="pip install 'mtcheck[train]'")


def _writable(folder: Any) -> None:  # noqa: ANN401 - a path
    from mtcheck.errors import InputError  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise InputError(message, path=f"--output {folder}") from None


def _needed(name: str, work: Any) -> None:  # noqa: ANN401 - a workspace
    """Raise :class:`InputError` where a step before this one is not done."""
    from mtcheck.errors import InputError  # noqa: PLC0415
    from mtcheck.training.steps import STEPS  # noqa: PLC0415

    for other, (_, result) in STEPS.items():
        if other == name:
            return
        if not result(work).exists() and (name, other) not in _APART:
            message = f"step {other} is not done: mtcheck train {other} --output {work.folder}"
            raise InputError(message, path=f"train {name}")


#: Steps that do not need all that come before them.
_APART = {
    (later, earlier)
    for later, earliers in {
        "tables": ("start", "data", "tune"),
        "fuse": ("start", "data", "tune", "export"),
        "trust": ("start", "data", "tune", "tables"),
        "card": ("start", "data", "tune"),
        "export": ("start", "data"),
    }.items()
    for earlier in earliers
}


def _made(name: str, steps: tuple[str, ...], words: str) -> click.Command:
    """The command of some steps, with the options that any of them takes."""
    arguments: list[click.Parameter] = []
    if _WITH_GOLD & set(steps):
        arguments.append(click.Argument(["gold"], nargs=-1, required=True, metavar="GOLD..."))
    for option, (users, settings) in _OPTIONS.items():
        if set(users) & set(steps):
            arguments.append(click.Option([f"--{option}"], **settings))
    arguments += [
        click.Option(["-o", "--output"], required=True, metavar="DIR", help="The run's folder."),
        click.Option(["--again"], is_flag=True, help="Make again what is there."),
    ]

    def run(gold: tuple[str, ...] = (), **options: Any) -> int:  # noqa: ANN401 - click's options
        return _run(steps, gold, options)

    callback: Callable[..., int] = run
    return click.Command(name, params=arguments, callback=callback, help=words)


for _name, _words in _STEPS.items():
    command.add_command(_made(_name, (_name,), _words))
command.add_command(_made("all", tuple(_STEPS), "All steps that are not done yet, in order."))
