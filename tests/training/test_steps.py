"""``mtcheck train`` from 200 annotated rows to a model that ``mtcheck check`` takes."""

import json
import random
import re
from base64 import b64encode
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import mtcheck
from mtcheck.cli import train
from mtcheck.cli.program import program
from mtcheck.errors import InputError
from mtcheck.spans.loading import OWN
from mtcheck.training.steps import STEPS, Plan

pytest.importorskip("torch", reason="needs mtcheck[train]")
pytest.importorskip("lightgbm", reason="needs mtcheck[train]")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")

CORPORA = Path(__file__).parents[2] / "corpora"


def sentences() -> list[str]:
    """Sentences of the corpora's English references."""
    found = []
    for path in sorted(CORPORA.glob("*/article.en.ref.txt")):
        found += re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8"))
    return [text.strip() for text in found if len(text) > 40]


def gold(path: Path, count: int, origin: str) -> None:
    """Annotated rows: every other one has a word exchanged, which is marked."""
    rng = random.Random(origin)  # noqa: S311 - made-up errors
    texts = sentences()
    rows = []
    for number in range(count):
        reference = texts[number % len(texts)]
        words = list(re.finditer(r"[a-z]{4,}", reference))
        mt, errors = reference, []
        if number % 2 and words:
            word = rng.choice(words)
            mt = f"{reference[: word.start()]}bananas{reference[word.end() :]}"
            errors = [
                {
                    "start": word.start(),
                    "end": word.start() + 7,
                    "severity": "major",
                    "category": rng.choice(("accuracy/mistranslation", "fluency/grammar")),
                }
            ]
        rows.append(
            {
                "id": f"{origin}-{number}", "origin": origin, "lp": "de-en", "system": "s",
                "doc": f"d{number // 8}", "seg": str(number), "rater": "r", "src": None,
                "mt": mt, "ref": reference, "errors": errors, "n_source_errors": 0, "flags": [],
            }
        )  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def tokenizer(path: Path) -> None:
    """A small Unigram tokenizer that normalises as the shipped one does."""
    from sentencepiece import sentencepiece_model_pb2 as proto

    model = proto.ModelProto()
    model.ParseFromString((OWN / "pieces.model").read_bytes())
    kept = [(p.piece, p.score) for p in model.pieces[:6000]]
    letters = {c for text in sentences() for c in text}
    known = {piece for piece, _ in kept}
    kept += [(c, -12.0) for c in sorted(letters) if c not in known and c != " "]
    table = b64encode(model.normalizer_spec.precompiled_charsmap).decode()
    blank = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    path.write_text(
        json.dumps(
            {
                "version": "1.0",
                "truncation": None,
                "padding": None,
                "added_tokens": [],
                "normalizer": {"type": "Precompiled", "precompiled_charsmap": table},
                "pre_tokenizer": {
                    "type": "Sequence",
                    "pretokenizers": [{"type": "WhitespaceSplit"}, blank],
                },
                "post_processor": None,
                "decoder": None,
                "model": {"type": "Unigram", "unk_id": 3, "vocab": kept},
            }
        ),
        encoding="utf-8",
    )


def weights(path: Path, pieces: int) -> None:
    """An encoder without heads, as one begins with."""
    import safetensors.torch
    import torch

    from mtcheck.training.network import Network  # noqa: PLC0415 - it imports torch

    torch.manual_seed(3)
    state = Network(pieces).state_dict()
    heads = {name for name in state if name.startswith(("tag.", "score."))}
    safetensors.torch.save_file({k: v for k, v in state.items() if k not in heads}, path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], str]:
    """The folder of a whole run, how it was called, and what it said."""
    folder = tmp_path_factory.mktemp("train")
    gold(folder / "gold.jsonl", 200, "other")
    gold(folder / "held.jsonl", 160, "wmt22qe_dev")
    tokenizer(folder / "tokenizer.json")
    pieces = len(json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"])
    weights(folder / "start.safetensors", pieces)
    call = [
        "train", "all", str(folder / "gold.jsonl"), "--held-out", str(folder / "held.jsonl"),
        "--tokenizer", str(folder / "tokenizer.json"),
        "--weights", str(folder / "start.safetensors"),
        "--annotated", "64", "--planted", "24", "--batch", "8", "--per-set", "200",
        "--output", str(folder / "run"),
    ]  # fmt: skip
    result = CliRunner().invoke(program, call, standalone_mode=False, catch_exceptions=False)
    assert result.return_value == 0
    return folder, call, result.output


def test_the_model_that_comes_out_checks_an_article(made: tuple[Path, list[str], str]) -> None:
    folder, _, _ = made
    report = mtcheck.check(
        "The tram bananas open in May.",
        "The tram line opens in May.",
        model=str(folder / "run" / "model"),
        profile="recall",
    )
    assert report.article.risks is not None
    chances = {
        report.article.mt.content[r.token.start : r.token.end]: r.chance
        for segment in report.article.risks.tokens
        for r in segment
    }
    assert max(chances, key=chances.__getitem__) == "bananas"


def test_every_step_says_what_it_did(made: tuple[Path, list[str], str]) -> None:
    said = made[2]
    for words in (
        "pieces: ", "start: not trained for this before", "data: 24 clean translations planted",
        "tune: step 11 of 11", "export: ", "tables: train: ", "tables: held: ", "trust: ",
        "fuse: trees alone, other de-en: ", "fuse: reference: Blend(", "card: ",
    ):  # fmt: skip
        assert words in said


def test_a_second_run_does_nothing_again(made: tuple[Path, list[str], str]) -> None:
    folder, call, _ = made
    before = {p: p.stat().st_mtime_ns for p in (folder / "run").rglob("*") if p.is_file()}
    result = CliRunner().invoke(program, call, standalone_mode=False, catch_exceptions=False)
    assert result.output.count("done before") == len(STEPS)
    assert before == {p: p.stat().st_mtime_ns for p in (folder / "run").rglob("*") if p.is_file()}


def test_a_step_made_again_gives_the_same_bytes(made: tuple[Path, list[str], str]) -> None:
    folder, _, _ = made
    numbers = folder / "run" / "model" / "fusion.json"
    before = numbers.read_bytes()
    call = ["train", "fuse", "--output", str(folder / "run"), "--again"]
    CliRunner().invoke(program, call, standalone_mode=False, catch_exceptions=False)
    assert numbers.read_bytes() == before


def test_the_card_quotes_what_eval_measured(
    made: tuple[Path, list[str], str], tmp_path: Path
) -> None:
    folder, _, _ = made
    report = tmp_path / "eval.json"
    call = [
        "eval", str(folder / "held.jsonl"), "--model", str(folder / "run" / "model"),
        "--resamples", "0", "--format", "json", "--output", str(report),
    ]  # fmt: skip
    CliRunner().invoke(program, call, standalone_mode=False, catch_exceptions=False)
    call = [
        "train", "card", "--figures", f"held out, review={report}", "--again",
        "--output", str(folder / "run"),
    ]  # fmt: skip
    CliRunner().invoke(program, call, standalone_mode=False, catch_exceptions=False)
    card = msgspec.json.decode((folder / "run" / "model" / "card.json").read_bytes())
    figures = card["figures"]["held out, review, wmt22qe_dev de-en"]
    assert 0 < figures["span F1"] <= 1


def test_a_step_whose_forerunner_is_not_done_says_which(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="step pieces is not done: mtcheck train pieces"):
        CliRunner().invoke(
            program,
            ["train", "tune", "--output", str(tmp_path)],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_the_command_s_defaults_are_the_plan_s() -> None:
    plan = Plan()
    for option, (_, settings) in train._OPTIONS.items():  # noqa: SLF001
        if "default" in settings:
            assert getattr(plan, option.replace("-", "_")) == settings["default"]
