"""Another token classifier: a network of two layers, made here, that knows one bad word."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

import mtcheck
from mtcheck import languages, reading, segmenting
from mtcheck.aligning import align
from mtcheck.cli import main
from mtcheck.errors import ModelError, SettingsError
from mtcheck.settings import make
from mtcheck.spans import borrowed, hub, labels, loading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mtcheck.article import AlignedArticle, Risks

WORDS = "[UNK] [PAD] [CLS] [SEP] the a cat dog sat on mat . wrong die katze".split()
BAD = WORDS.index("wrong")
TERNARY = {0: "O", 1: "minor", 2: "major"}
BINARY = {0: "OK", 1: "BAD"}
SURE = 6.0  # the logit of the label that a word has


@dataclass(frozen=True)
class Made:
    """What a model's files are to say."""

    labels: dict[int, str]
    inputs: Sequence[str] = ("input_ids", "attention_mask", "token_type_ids")
    output: str = "logits"
    positions: int = 512
    place: str = "model.onnx"
    seen: str = "input_ids"  # what the network looks its table up by


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No network, and an empty cache of the hub."""
    from huggingface_hub import constants

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    cache = tmp_path / "hub"
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))


def make_model(folder: Path, made: Made | None = None, **config: object) -> Path:
    made = made or Made(TERNARY)
    folder.mkdir(parents=True, exist_ok=True)
    declared = {
        "model_type": "bert",
        "architectures": ["BertForTokenClassification"],
        "vocab_size": len(WORDS),
        "hidden_size": 4,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "intermediate_size": 4,
        "max_position_embeddings": made.positions,
        "id2label": {str(k): v for k, v in made.labels.items()},
        "label2id": {v: k for k, v in made.labels.items()},
        **config,
    }
    (folder / "config.json").write_text(json.dumps(declared), encoding="utf-8")
    make_tokenizer(folder)
    network(folder / made.place, made)
    return folder


def make_tokenizer(folder: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    processors = tokenizers.processors
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]")  # noqa: S106 - no password
    )
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", WORDS.index("[CLS]")), ("[SEP]", WORDS.index("[SEP]"))],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "unk_token": "[UNK]",
                "pad_token": "[PAD]",
                "cls_token": "[CLS]",
                "sep_token": "[SEP]",
            }
        ),
        encoding="utf-8",
    )


def network(path: Path, made: Made) -> None:
    """An embedding whose rows are the logits: the last label for the bad word, else the first."""
    onnx = pytest.importorskip("onnx")
    np = pytest.importorskip("numpy")
    count = len(made.labels)
    table = np.zeros((len(WORDS), count), dtype=np.float32)
    table[:, 0] = SURE
    row = 1 if made.seen == "token_type_ids" else BAD
    table[row] = np.eye(count, dtype=np.float32)[count - 1] * SURE
    helper, kind = onnx.helper, onnx.TensorProto
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", made.seen], [made.output])],
        "tiny",
        [helper.make_tensor_value_info(n, kind.INT64, ["rows", "pieces"]) for n in made.inputs],
        [helper.make_tensor_value_info(made.output, kind.FLOAT, ["rows", "pieces", count])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def article(mt: str, reference: str | None = None, source: str | None = None) -> AlignedArticle:
    en, de = languages.load("en"), languages.load("de")
    return align(segmenting.segment(reading.from_strings(mt, reference, source, en, de)))


def read(folder: Path, text: AlignedArticle) -> Risks:
    found = loading.chosen(make(model=str(folder)), text)
    assert found is not None
    return found.risks(text, [], "review")


def flagged(text: AlignedArticle, risks: Risks) -> list[str]:
    return [
        text.mt.content[r.token.start : r.token.end]
        for segment in risks.tokens
        for r in segment
        if r.chance > 0.5
    ]


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx"])
def test_the_bad_word_is_found_in_its_place(tmp_path: Path, place: str) -> None:
    folder = make_model(tmp_path / "m", Made(TERNARY, place=place))
    text = article("The cat sat.\n\nThe Wrong dog sat on a mat.")
    risks = read(folder, text)
    assert flagged(text, risks) == ["Wrong"]
    assert len(risks.tokens) == len(text.mt.segments)
    assert risks.scores[0] > 0.95 > risks.scores[1]
    assert max(r.major for r in risks.tokens[1]) > 0.9


def test_a_binary_label_says_no_severity(tmp_path: Path) -> None:
    text = article("The wrong dog sat.")
    risks = read(make_model(tmp_path / "m", Made(BINARY)), text)
    (bad,) = [r for r in risks.tokens[0] if r.chance > 0.5]
    assert bad.major == pytest.approx(0.5)
    report = mtcheck.check("The wrong dog sat.", model=str(tmp_path / "m"), select=["S9"])
    assert [f.severity.name for f in report.findings] == ["MINOR"]


@pytest.mark.parametrize(
    "inputs",
    [
        ("input_ids",),
        ("input_ids", "attention_mask"),
        ("input_ids", "attention_mask", "token_type_ids", "position_ids"),
    ],
)
def test_inputs_that_a_network_has_are_fed(tmp_path: Path, inputs: tuple[str, ...]) -> None:
    text = article("The wrong dog sat.")
    folder = make_model(tmp_path / "m", Made(TERNARY, inputs=inputs))
    assert flagged(text, read(folder, text)) == ["wrong"]


def test_types_that_a_model_does_not_tell_apart_are_not_given(tmp_path: Path) -> None:
    # The network flags the type 1, which the tokenizer gives the source; there is no such type.
    folder = make_model(tmp_path / "m", Made(TERNARY, seen="token_type_ids"), type_vocab_size=1)
    found = loading.chosen(make(model=str(folder)), text := article("The cat.", source="Katze."))
    assert isinstance(found, borrowed.Borrowed)
    seen: list[Sequence[int]] = []
    inner = found.network

    class Spy:
        @staticmethod
        def read(pieces: Sequence[int], types: Sequence[int]) -> object:
            seen.append(types)
            return inner.read(pieces, types)

    replace(found, network=Spy()).risks(text, [], "review")  # type: ignore[arg-type]
    assert [set(types) for types in seen] == [{0}]


def test_a_text_without_pieces_beside_a_long_one(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", Made(TERNARY, positions=24))
    raw = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    raw["normalizer"] = {"type": "Replace", "pattern": {"Regex": "[0-9]+"}, "content": ""}
    (folder / "tokenizer.json").write_text(json.dumps(raw), encoding="utf-8")
    text = article("123", source="die katze " * 40)
    assert [r.chance for r in read(folder, text).tokens[0]] == [0.0]


def test_only_the_translation_is_judged(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m")
    text = article("The cat sat.", reference="The wrong cat sat.", source="Wrong katze.")
    assert flagged(text, read(folder, text)) == []
    # Type 1, the second text's, is the bad one here: nothing of the first is flagged.
    typed = make_model(tmp_path / "t", Made(TERNARY, seen="token_type_ids"))
    assert flagged(text, read(typed, text)) == []


def test_a_long_paragraph_is_read_in_windows(tmp_path: Path) -> None:
    words = ["cat"] * 3000
    for at in (0, 7, 250, 1499, 1500, 2998, 2999):
        words[at] = "wrong"
    long = article(" ".join(words), source=" ".join(["katze"] * 2500))
    for positions in (24, 64, 514):
        folder = make_model(tmp_path / str(positions), Made(TERNARY, positions=positions))
        risks = read(folder, long)
        tokens = [r for segment in risks.tokens for r in segment]
        assert [i for i, r in enumerate(tokens) if r.chance > 0.5] == [
            i for i, word in enumerate(words) if word == "wrong"
        ]
        assert min(r.chance for r in tokens) > 0.001  # every word was read


def test_the_notes_say_what_is_not_known(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "other")
    report = mtcheck.check("The wrong dog sat.", reference="The dog sat.", model=str(folder))
    notes = " ".join(report.notes)
    assert "other is not mtcheck's own" in notes
    assert "not calibrated" in notes
    assert "which languages it knows is not known" in notes
    assert "for want of it, the reference" in notes
    unknown = mtcheck.check("Wrong tekst.", target_lang="nl", model=str(folder))
    assert any("not calibrated" in note for note in unknown.notes)
    assert [f.code[:2] for f in unknown.findings] == ["S9"]


def test_rules_keep_their_confidence(tmp_path: Path) -> None:
    text = {"mt": "President Marcon spoke.", "reference": "President Macron spoke."}
    folder = make_model(tmp_path / "m")
    (own,) = mtcheck.check(**text, model="none").findings
    assert own in mtcheck.check(**text, model=str(folder)).findings


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["O", "B-minor", "I-MAJOR"], [(0, 0), (1, 0), (0, 1)]),
        (["critical error", "no-error", "Minor_Error"], [(0, 1), (0, 0), (1, 0)]),
        (["correct", "ERR"], [(0, 0), (0.5, 0.5)]),
        (["LABEL_0", "LABEL_1"], [(0, 0), (0.5, 0.5)]),
    ],
)
def test_labels_by_name(names: list[str], expected: list[tuple[float, float]]) -> None:
    found = labels.shares(dict(enumerate(names)), "config.json")
    assert found == tuple(pytest.approx(pair) for pair in expected)


@pytest.mark.parametrize(
    "names",
    [
        ["O", "B-PER", "B-LOC"],
        ["LABEL_0", "LABEL_1", "LABEL_2"],
        ["O", "OK"],
        ["minor", "major"],
        ["O", "not ok"],
        ["O"],
        [],
    ],
)
def test_labels_that_say_nothing_of_errors(names: list[str]) -> None:
    with pytest.raises(ModelError, match="do not say what is an error"):
        labels.shares(dict(enumerate(names)), "config.json")


ODD = {
    "labels": Made({0: "O", 1: "B-PER"}),
    "inputs": Made(TERNARY, inputs=("input_ids", "pixels")),
    "output": Made(TERNARY, output="last_hidden_state"),
    "short": Made(TERNARY, positions=9),
}
DECLARED: dict[str, dict[str, object]] = {
    "head": {"architectures": ["BertForSequenceClassification"]},
    "code": {"auto_map": {"AutoConfig": "evil.Config"}},
    "type": {"model_type": "no-such-type"},
}


def broken(folder: Path, how: str) -> None:
    """A model that lacks what ``how`` says."""
    make_model(folder, ODD.get(how), **DECLARED.get(how, {}))
    weights = folder / "model.onnx"
    match how:
        case "count":
            network(weights, Made(BINARY))
        case "json":
            (folder / "config.json").write_text("{", encoding="utf-8")
        case "damaged":
            weights.write_bytes(weights.read_bytes()[:-40])
        case "tokenizer":
            (folder / "tokenizer.json").unlink()
        case "bad tokenizer":
            (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
        case "weights":
            weights.unlink()
        case "pickle":
            weights.rename(folder / "pytorch_model.bin")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("labels", "do not say what is an error"),
        ("head", "not a token classifier but BertForSequenceClassification"),
        ("code", "code of its own"),
        ("type", "not a configuration that transformers knows"),
        ("inputs", "other inputs"),
        ("output", "not a token classifier"),
        ("count", "has 2 labels, but config.json names 3"),
        ("json", "cannot be read"),
        ("damaged", "not a network that can be run"),
        ("short", "is no use"),
        ("tokenizer", "has no tokenizer"),
        ("bad tokenizer", "tokenizer cannot be loaded"),
        ("weights", "has no weights"),
        ("pickle", "only as a pickle"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, how: str, says: str
) -> None:
    broken(tmp_path / "m", how)
    with pytest.raises(ModelError) as caught:
        read(tmp_path / "m", article("The cat sat."))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_safetensors_without_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_model(tmp_path / "m")
    (folder / "model.onnx").rename(folder / "model.safetensors")
    monkeypatch.setattr("mtcheck.spans.networks.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="torch, which reads its safetensors, is not installed"):
        read(folder, article("The cat sat."))


def test_ids_beyond_the_table_are_told(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m")
    raw = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    raw["model"]["vocab"]["cat"] = 900
    (folder / "tokenizer.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot read"):
        read(folder, article("The cat sat."))


@pytest.mark.parametrize("name", ["no-such", "", "./a/b", "a/b/c", "org/no-such", "a" * 5000])
def test_a_name_of_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="no such folder") as caught:
        mtcheck.check("The cat sat.", model=name)
    assert ("--allow-download" in str(caught.value)) == (name == "org/no-such")


def in_cache(tmp_path: Path, name: str) -> Path:
    """The folder of a snapshot as the hub's library lays it out."""
    home = tmp_path / "hub" / f"models--{name.replace('/', '--')}"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    return home / "snapshots" / ("0" * 40)


def test_an_id_is_found_in_the_cache_without_network(tmp_path: Path) -> None:
    make_model(in_cache(tmp_path, "org/tiny"))
    for allowed in (False, True):
        report = mtcheck.check(
            "The wrong dog sat.", model="org/tiny", allow_download=allowed, select=["S9"]
        )
        assert [f.code[:2] for f in report.findings] == ["S9"]
        assert any("org/tiny is not mtcheck's own" in note for note in report.notes)


def test_a_download_that_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ["README.md", "evil.py", "pytorch_model.bin", "config.json", "tokenizer.json"]
    there += ["tokenizer_config.json", "onnx/model.onnx", "onnx/model.onnx_data", "model.onnx"]
    asked: list[list[str]] = []

    class Hub:
        @staticmethod
        def list_repo_files(name: str) -> list[str]:
            assert name == "org/far"
            return there

    def fetch(
        name: str, *, local_files_only: bool = False, allow_patterns: list[str] | None = None
    ) -> str:
        if local_files_only:
            raise FileNotFoundError(name)
        asked.append(allow_patterns or [])
        return str(make_model(tmp_path / "fetched"))

    monkeypatch.setattr("huggingface_hub.HfApi", Hub)
    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    assert hub.find("org/far", allow_download=True) == tmp_path / "fetched"
    assert asked == [["config.json", "tokenizer.json", "tokenizer_config.json", "model.onnx"]]
    with pytest.raises(ModelError, match="--allow-download"):
        hub.find("org/far", allow_download=False)
    there[:] = ["config.json", "pytorch_model.bin"]
    with pytest.raises(ModelError, match="nothing was fetched"):
        hub.find("org/far", allow_download=True)
    assert len(asked) == 1


def test_a_download_that_fails_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hub:
        @staticmethod
        def list_repo_files(name: str) -> list[str]:
            raise ConnectionError(name)

    monkeypatch.setattr("huggingface_hub.HfApi", Hub)
    with pytest.raises(ModelError, match="cannot be fetched from the hub"):
        hub.find("org/far", allow_download=True)


def test_a_configuration_cannot_allow_downloads(tmp_path: Path) -> None:
    from mtcheck.configuring import load  # noqa: PLC0415

    config = tmp_path / "mtcheck.toml"
    config.write_text("allow-download = false\n", encoding="utf-8")
    assert load(str(config)).files[0].top == {"allow_download": False}
    for table in ("", "[languages.de]\n", '[[overrides]]\nfiles = ["*"]\n'):
        config.write_text(f"{table}allow-download = true\n", encoding="utf-8")
        with pytest.raises(SettingsError, match="a configuration cannot allow it"):
            load(str(config))


def run(command: Sequence[str]) -> object:
    with pytest.raises(SystemExit) as left:
        main(command)
    return left.value.code


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mt = tmp_path / "a.en.mt.txt"
    mt.write_text("The wrong dog sat.\n", encoding="utf-8")
    folder = make_model(tmp_path / "m")
    command = ["check", str(mt), "--isolated", "--select", "S9", "--model", str(folder)]
    assert run([*command, "--fail-on", "never"]) == 0
    assert "wrong" in capsys.readouterr().out
    assert run(["check", str(mt), "--isolated", "--model", "org/no-such"]) == 2
    told = capsys.readouterr().err.strip()
    assert "--allow-download" in told
    assert "\n" not in told


def test_an_ordinary_check_loads_neither_transformers_nor_torch(tmp_path: Path) -> None:
    mt = tmp_path / "a.en.mt.txt"
    mt.write_text("The dog sat.\n", encoding="utf-8")
    script = (
        "import sys\n"
        "from mtcheck.cli import main\n"
        "try:\n"
        f"    main(['check', {str(mt)!r}, '--isolated', '--fail-on', 'never'])\n"
        "except SystemExit as left:\n    code = left.code\n"
        "heavy = ('transformers', 'torch', 'tokenizers', 'huggingface_hub')\n"
        "sys.exit(str((code, [m for m in heavy if m in sys.modules])))\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip().endswith("(0, [])")


def test_torch_reads_safetensors(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    import transformers

    folder = make_model(tmp_path / "m")
    (folder / "model.onnx").unlink()
    torch.manual_seed(1)
    config = transformers.AutoConfig.from_pretrained(str(folder))
    model = transformers.AutoModelForTokenClassification.from_config(config)
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor([0.0, 0.0, 9.0]))
    model.save_pretrained(folder)
    text = article("The cat sat.", source="Die Katze.")
    found = borrowed.load(folder, "m", loading.OWN / "fusion.json")
    once, again = found.risks(text, [], "review"), found.risks(text, [], "review")
    assert once == again
    assert flagged(text, once) == ["The", "cat", "sat", "."]
    # A head that is not among the weights would be filled at random.
    from safetensors.torch import load_file, save_file

    kept = load_file(folder / "model.safetensors")
    kept = {name: value for name, value in kept.items() if not name.startswith("classifier")}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    borrowed.load.cache_clear()
    with pytest.raises(ModelError, match="not all there"):
        borrowed.load(folder, "m", loading.OWN / "fusion.json")
