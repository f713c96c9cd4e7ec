"""What a corpus may be, and what is said of one that is not right, before any work starts."""

from __future__ import annotations

import gzip
import json
import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from batch.runs import batch, manifest, rows, table

from mtcheck.batch import documents, inputs, planning
from mtcheck.batch.inputs import Asked
from mtcheck.cli import main
from mtcheck.errors import InputError, MtcheckError
from mtcheck.governing import Governing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.batch.documents import Document


def _all(path: Path | str, **asked: Any) -> list[Document]:  # noqa: ANN401 - fields of Asked
    corpus = inputs.opened(Asked(input=str(path), **asked), Governing(isolated=True))
    seen: list[Document] = []
    planning.plan(corpus, 1000, str(path), seen.append)
    again = list(corpus.documents())
    assert again == seen, "an input can be read again"
    return seen


def _refused(path: Path | str, **asked: Any) -> str:  # noqa: ANN401 - fields of Asked
    with pytest.raises(MtcheckError) as caught:
        _all(path, **asked)
    return str(caught.value)


def _write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# Manifests with a row a segment


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "csv.gz", "jsonl.gz"])
def test_a_manifest_in_every_format_is_the_same(tmp_path: Path, kind: str) -> None:
    made = rows(3)
    path = tmp_path / f"corpus.{kind}"
    if kind == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(made), path, row_group_size=5)
    else:
        manifest(tmp_path / "plain.csv", made)
        names = list(made[0])
        lines = {
            "csv": (tmp_path / "plain.csv").read_text(encoding="utf-8"),
            "tsv": "\n".join(
                "\t".join(line) for line in [names, *(list(r.values()) for r in made)]
            ),
            "jsonl": "\n".join(json.dumps(row) for row in made),
        }
        raw = lines[kind.partition(".")[0]].encode()
        path.write_bytes(gzip.compress(raw) if kind.endswith("gz") else raw)
    found = _all(path)
    assert [(d.name, d.system) for d in found] == [
        (f"d{n:03d}", system) for system in ("one", "two") for n in range(3)
    ]
    own = [r for r in made if r["system"] == "two" and r["doc"] == "d001"]
    assert found[4].texts is not None
    assert list(found[4].texts.mt) == [r["mt"] for r in own]
    assert list(found[4].texts.reference or ()) == [r["ref"] for r in own]
    assert found[4].texts.source is None
    assert found[4].language_pair == "*-en"


def test_cells_with_quotes_commas_and_line_feeds(tmp_path: Path) -> None:
    raw = 'mt,ref\r\n"He said ""no"", then\nleft.","He said ""no"", then\nleft."\r\nYes.,Yes.\r\n'
    (found,) = _all(_write(tmp_path / "c.csv", raw))
    assert found.texts is not None
    assert found.texts.mt == ('He said "no", then\nleft.', "Yes.")
    assert found.texts.lines == (2, 5)


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    raw = "hyp_text,gold,article\nA cat.,The cat.,x\n"
    path = _write(tmp_path / "c.csv", raw)
    (found,) = _all(path, columns={"mt": "hyp_text", "reference": "gold", "document": "article"})
    assert (found.name, found.texts and found.texts.reference) == ("x", ("The cat.",))
    message = _refused(path)
    assert "has no column for the translation" in message
    assert "hyp_text, gold, article" in message
    assert "did you mean hyp_text" in _refused(path, columns={"mt": "hyp_txt"})


def test_systems_may_take_turns_within_a_document(tmp_path: Path) -> None:
    made = sorted(rows(3), key=lambda r: r["doc"])
    turns = [r for pair in zip(made[::2], made[1::2], strict=True) for r in pair]
    path = manifest(tmp_path / "c.csv", turns)
    assert [(d.name, d.system, d.size) for d in _all(path)] == [
        (f"d{n:03d}", system, 4) for n in range(3) for system in ("one", "two")
    ]


def test_rows_without_documents_become_documents_of_a_size(tmp_path: Path) -> None:
    raw = "system,mt\n" + "".join(f"{'ab'[n % 2]},Row {n}.\n" for n in range(24))
    found = _all(_write(tmp_path / "c.csv", raw), rows_each=5)
    assert [(d.system, d.name, d.size) for d in found if d.system == "a"] == [
        ("a", "rows 1-5", 5),
        ("a", "rows 6-10", 5),
        ("a", "rows 11-12", 2),
    ]
    assert sorted(n for d in found for n in (d.texts.lines if d.texts else ())) == [*range(2, 26)]


def test_languages_come_from_the_row_first(tmp_path: Path) -> None:
    made = "doc,lp,mt,src/a,ru-de,Ein Satz.,Предложение./b,,Un texte.,Текст./c,fr-pt_BR,Um.,Un."
    raw = made.replace("/", "\n")
    found = _all(_write(tmp_path / "c.csv", raw), target_lang="fr", source_lang="uk")
    assert [d.language_pair for d in found] == ["ru-de", "uk-fr", "fr-pt-BR"]
    assert [documents.article(d).mt.language.code for d in found] == ["de", "fr", "pt"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "c.csv: is empty"),
        ("mt,ref\n", "c.csv: has no documents"),
        ("a,b\n1,2\n", "c.csv: has no column for the translation"),
        ("mt,hyp\nx,y\n", "c.csv: columns 'mt' and 'hyp' may both be the mt"),
        ("mt,mt\nx,y\n", "c.csv:1: two columns are named 'mt'"),
        ("mt,mt_path\nx,y\n", "c.csv: columns 'mt' and 'mt_path': texts or files"),
        ("mt,source_path\nx,y\n", "c.csv: column 'source_path' does not go with 'mt'"),
        ("mt,ref\nx,y\nz\n", "c.csv:3: 1 columns, but the first row has 2"),
        ('mt,ref\nx,"y\n', "c.csv:2: not CSV"),
        (
            "doc,mt\na,x\nb,y\na,z\n",
            "c.csv:4: document 'a' begins a second time: it began at row 2",
        ),
        ("mt,src\nx,y\n", "c.csv:2: in which language is the source"),
        ("mt,lp\nx,german\n", "c.csv:2: 'german' is no language pair"),
        ("mt,target_lang\nx,q1\n", "c.csv:2: "),
        (b"mt,ref\nok,ok\nMaz\xe3,x\n", "c.csv:3: byte 0xe3 is not UTF-8"),
        ("mt\nok\n".encode("utf-16"), "c.csv: is UTF-16 or UTF-32: save it as UTF-8"),
        ("mt,ref\nok,o\0k\n", "c.csv:2: looks binary"),
    ],
)
def test_a_manifest_that_is_wrong_is_told_with_its_row(
    tmp_path: Path, raw: str | bytes, said: str
) -> None:
    message = _refused(_write(tmp_path / "c.csv", raw))
    assert message.removeprefix(f"{tmp_path}{os.sep}").startswith(said)
    done = batch(tmp_path / "c.csv", "--output", tmp_path / "run", code=2)
    assert f"mtcheck: error: {message}\n" == done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("[1]\n", "c.jsonl:1: not an object"),
        ('{"mt": "a"}\n{"mt": \n', "c.jsonl:2: not JSON"),
        ('{"mt": "a"}\n{"ref": "b"}\n', "c.jsonl:2: no translation in column 'mt'"),
        ('{"mt": ["a"]}\n', "c.jsonl:1: column 'mt' is not text"),
        ('{"mt": "a", "ref": "b"}\n{"mt": "c"}\n', "c.jsonl:2: no reference, though other rows"),
        ('{"mt": "a\\ud800"}\n', "c.jsonl:1: "),
        ("[" * 100_000, "c.jsonl:1: not JSON"),
    ],
)
def test_json_lines_that_are_wrong_are_told_with_their_row(
    tmp_path: Path, raw: str, said: str
) -> None:
    message = _refused(_write(tmp_path / "c.jsonl", raw))
    assert message.removeprefix(f"{tmp_path}{os.sep}").startswith(said)


def test_values_that_are_not_asked_for_may_be_anything(tmp_path: Path) -> None:
    raw = '{"mt": "A.", "doc": 7, "score": 0.5, "tags": ["x"]}\n'
    (found,) = _all(_write(tmp_path / "c.jsonl", raw))
    assert found.name == "7"


def test_parquet_that_is_none_is_told(tmp_path: Path) -> None:
    assert "not Parquet that can be read" in _refused(_write(tmp_path / "c.parquet", "PAR1 no"))


# Manifests with a row an article


def _articles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    _write(tmp_path / "a" / "x.mt.txt", "President Marcon spoke.\n")
    _write(tmp_path / "a" / "x.ref.txt", "President Macron spoke.\n")
    _write(tmp_path / "a" / "y.de.mt.txt", "Er sprach.\n")


def test_a_manifest_of_files(tmp_path: Path) -> None:
    _articles(tmp_path)
    raw = "mt_path,reference_path,system\na/x.mt.txt,a/x.ref.txt,one\na/y.de.mt.txt,,one\n"
    found = _all(_write(tmp_path / "c.csv", raw))
    assert [(d.name, d.target_lang, d.row) for d in found] == [
        ("a/x.mt.txt", "en", 2),
        ("a/y.de.mt.txt", "de", 3),
    ]
    assert documents.article(found[0]).reference is not None
    assert documents.article(found[1]).reference is None


@pytest.mark.parametrize(
    "cell", ["../secret.txt", "/etc/hostname", "a/../../secret.txt", "out.txt"]
)
def test_paths_outside_the_root_are_refused(tmp_path: Path, cell: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    _write(tmp_path / "secret.txt", "Secret.\n")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    message = _refused(_write(root / "c.csv", f"mt_path\n{cell}\n"))
    assert f"c.csv:2: {cell!r} is outside the folder of the manifest" in message


def test_a_file_that_cannot_be_read_is_a_failed_document(tmp_path: Path) -> None:
    _articles(tmp_path)
    _write(tmp_path / "a" / "old.mt.txt", "Maçã.\n".encode("latin-1"))
    (tmp_path / "a" / "loop.mt.txt").symlink_to("loop.mt.txt")
    odd = tmp_path / "a" / os.fsdecode(b"z\xff.mt.txt")
    odd.write_bytes(b"It is fine.\n")
    done = batch(tmp_path / "a", "--output", tmp_path / "run", code=2)
    assert "error: 2 articles failed" in done.stderr
    found = {a["document"]: a for a in table(tmp_path / "run", "articles")}
    assert found["x.mt.txt"]["status"] == found["y.de.mt.txt"]["status"] == "checked"
    assert found["z\\udcff.mt.txt"]["status"] == "checked"
    assert found["old.mt.txt"]["error_kind"] == found["loop.mt.txt"]["error_kind"] == "input"
    assert "is not UTF-8" in found["old.mt.txt"]["error"]
    assert "loop.mt.txt: cannot be read" in found["loop.mt.txt"]["error"]
    (finding,) = table(tmp_path / "run", "findings")
    assert (finding["document"], finding["text"]) == ("x.mt.txt", "Marcon")


# Aligned pairs


def _pair(tmp_path: Path, count: int = 250) -> Path:
    _write(
        tmp_path / "all.ref.txt", "".join(f"President Macron spoke {n}.\n" for n in range(count))
    )
    mt = "".join(f"President Marcon spoke {n}.\r\n" for n in range(count))
    return _write(tmp_path / "all.mt.txt", b"\xef\xbb\xbf" + mt.encode())


def test_an_aligned_pair_becomes_documents_of_a_hundred_lines(tmp_path: Path) -> None:
    found = _all(_pair(tmp_path), reference=str(tmp_path / "all.ref.txt"))
    assert [(d.name, d.size, d.row) for d in found] == [
        ("rows 1-100", 100, 1),
        ("rows 101-200", 100, 101),
        ("rows 201-250", 50, 201),
    ]
    assert found[0].texts is not None
    assert found[0].texts.mt[0] == "President Marcon spoke 0."


def test_an_aligned_pair_with_documents(tmp_path: Path) -> None:
    names = _write(tmp_path / "docs", "".join(f"news\tdoc{n // 60}\n" for n in range(250)))
    found = _all(
        _pair(tmp_path), reference=str(tmp_path / "all.ref.txt"), documents=str(names), system="s"
    )
    assert [(d.name, d.size, d.system) for d in found] == [
        *((f"doc{n}", 60, "s") for n in range(4)),
        ("doc4", 10, "s"),
    ]


def test_counts_that_differ_are_told_before_the_work(tmp_path: Path) -> None:
    mt = _pair(tmp_path)
    with (tmp_path / "all.ref.txt").open("a") as file:
        file.write("One more.\nAnd one.\n")
    message = _refused(mt, reference=str(tmp_path / "all.ref.txt"))
    assert f"all.mt.txt: 250 lines, but {tmp_path}" in message
    assert "has 252" in message


def test_encodings_that_change_within_a_file_are_told_with_the_line(tmp_path: Path) -> None:
    mt = _pair(tmp_path, 20)
    mt.write_bytes(mt.read_bytes().replace(b"spoke 12", b"spr\xe4ch 12"))
    message = _refused(mt, reference=str(tmp_path / "all.ref.txt"))
    assert "all.mt.txt:13: byte 0xe4 is not UTF-8" in message


def test_a_pair_that_is_packed_and_cut_short(tmp_path: Path) -> None:
    packed = gzip.compress(b"A line of text.\n" * 5000)
    whole = _write(tmp_path / "x.de.mt.txt.gz", packed)
    assert sum(d.size for d in _all(whole)) == 5000
    _write(whole, packed[:-20])
    assert "cannot be read on" in _refused(whole)


# WMT's layout, sacrebleu's test sets, folders of systems


def _wmt(root: Path) -> None:
    for name, text in {
        "sources/de-en.txt": "Ein Satz.\nNoch einer.\n",
        "references/de-en.refA.txt": "A sentence.\nAnother one.\n",
        "references/de-en.refB.txt": "One sentence.\nOne more.\n",
        "documents/de-en.docs": "news\td1\nnews\td2\n",
        "system-outputs/de-en/Online-A.txt": "A sentence.\nAn other.\n",
        "system-outputs/de-en/refB.txt": "One sentence.\nOne more.\n",
        "system-outputs/de-en/.hidden": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        _write(root / name, text)


def test_the_layout_of_mt_metrics_eval(tmp_path: Path) -> None:
    _wmt(tmp_path)
    found = _all(tmp_path)
    assert [(d.system, d.name, d.language_pair) for d in found] == [
        ("Online-A", "d1", "de-en"),
        ("Online-A", "d2", "de-en"),
        ("refB", "d1", "de-en"),
        ("refB", "d2", "de-en"),
    ]
    assert found[1].texts is not None
    assert found[1].texts[1:] == (("An other.",), ("Another one.",), ("Noch einer.",))
    (one, _) = _all(tmp_path, reference="refB", system="Online-A")
    assert one.texts is not None
    assert one.texts.reference == ("One sentence.",)
    assert "none of the references" in _refused(tmp_path, reference="refC")
    assert "has no outputs" in _refused(tmp_path, target_lang="fr")


def test_the_layout_of_submissions(tmp_path: Path) -> None:
    for name, text in {
        "sources/newstest2019-deen-src.de": "Ein Satz.\n",
        "references/newstest2019-deen-ref.en": "A sentence.\n",
        "system-outputs/newstest2019/de-en/newstest2019.online-A.0.de-en": "A phrase.\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        _write(tmp_path / name, text)
    (found,) = _all(tmp_path)
    assert (found.system, found.language_pair) == ("online-A.0", "de-en")
    assert found.texts is not None
    assert found.texts[1:] == (("A phrase.",), ("A sentence.",), ("Ein Satz.",))


def test_sacrebleus_test_sets_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sacrebleu.utils

    monkeypatch.setattr(sacrebleu.utils, "SACREBLEU_DIR", str(tmp_path))
    folder = tmp_path / "wmt21" / "systems"
    folder.mkdir(parents=True)
    for field, text in {
        "src": "Ein Satz.\nNoch einer.\n",
        "ref-A": "A sentence.\nAnother.\n",
        "ref-B": "One sentence.\nOne more.\n",
        "docid": "d1\nd1\n",
        "origlang": "de\nde\n",
        "Online-B": "A sentence.\nOther.\n",
    }.items():
        _write(folder / f"wmt21_systems.de-en.{field}", text)
    (found,) = _all("sacrebleu:wmt21/systems/de-en")
    assert (found.system, found.name, found.language_pair) == ("Online-B", "d1", "de-en")
    (other,) = _all("sacrebleu:wmt21/systems/de-en", reference="B")
    assert other.texts is not None
    assert other.texts.reference == ("One sentence.", "One more.")
    assert "fetches it" in _refused("sacrebleu:wmt19/de-en")
    assert "did you mean wmt21?" in _refused("sacrebleu:wmt211/de-en")
    assert "write it as" in _refused("sacrebleu:wmt19")
    assert "no output of Online-C" in _refused("sacrebleu:wmt21/systems/de-en", system="Online-C")


def test_folders_may_be_systems(tmp_path: Path) -> None:
    for system in ("one", "two"):
        (tmp_path / "out" / system).mkdir(parents=True)
        for name in ("a.txt", "b.txt"):
            _write(tmp_path / "out" / system / name, f"{system} says {name}.\n")
    (tmp_path / "ref").mkdir()
    for name in ("a.txt", "b.txt"):
        _write(tmp_path / "ref" / name, f"It says {name}.\n")
    found = _all(tmp_path / "out", by_system=True, reference=str(tmp_path / "ref"))
    assert [(d.system, d.name) for d in found] == [
        (system, name) for system in ("one", "two") for name in ("a.txt", "b.txt")
    ]
    assert all(documents.article(d).reference for d in found)


def test_a_table_in_a_folder_is_as_many_documents_as_it_has(tmp_path: Path) -> None:
    _write(tmp_path / "t.tsv", "mt\tref\tdoc\nA cat.\tThe cat.\tx\nA dog.\tThe dog.\ty\n")
    _write(tmp_path / "z.tsv", "mt\tref\nA cat.\n")
    found = _all(tmp_path)
    assert [(d.name, d.size) for d in found[:2]] == [("t.tsv#x", 1), ("t.tsv#y", 1)]
    assert "the first row has 2" in str(found[2].error)


XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.html" source-language="en" target-language="de" datatype="html"><body>
<trans-unit id="1"><source>It costs 5 euros.</source><target>Es kostet 7 Euro.</target></trans-unit>
</body></file>
<file original="a.html" source-language="en" target-language="fr" datatype="html"><body>
<trans-unit id="1"><source>Fine.</source><target>Bien.</target></trans-unit>
<trans-unit id="2"><source>It costs 6.</source><target>Il coûte 8.</target></trans-unit>
</body></file>
</xliff>
"""


def test_files_of_many_articles_are_as_many_documents_each_as_check_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, run = tmp_path / "in", tmp_path / "run"
    folder.mkdir()
    _write(folder / "x.xliff", XLIFF)
    _write(
        folder / "t.tsv",
        "doc\tmt\tref\nx\tMarcon spoke.\tMacron spoke.\ny\tOf Marcon.\tOf Macron.\n",
    )
    batch(folder, "--output", run)
    with pytest.raises(SystemExit):
        main(["check", str(folder), "--isolated", "--model", "none", "--format", "jsonl"])
    checked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    articles, found = table(run, "articles"), table(run, "findings")
    assert [a["document"] for a in articles] == [
        "t.tsv#x", "t.tsv#y", "x.xliff#a.html", "x.xliff#a.html#2",
    ]  # fmt: skip
    assert [a["language_pair"] for a in articles] == ["*-en", "*-en", "en-de", "en-fr"]
    names = ("code", "line", "column", "start", "text", "suggestion")
    assert [[f[n] for n in names] for f in found] == [
        [f[n] for n in names] for article in checked for f in article["findings"]
    ]
    assert {f["unit_id"] for f in found if f["document"].startswith("x.")} == {"1", "2"}


def test_nothing_and_what_is_not_there(tmp_path: Path) -> None:
    assert "there is no such file or folder" in _refused(tmp_path / "none")
    assert "has no articles" in _refused(tmp_path)
    assert "means nothing for an input of kind folder" in _refused(tmp_path, columns={"mt": "x"})
    assert "is no folder" in _refused(_write(tmp_path / "a.txt", "x"), kind="wmt")


# The plan


def test_documents_are_never_cut_and_shards_follow_each_other() -> None:
    def document(size: int) -> Document:
        texts = documents.Texts(tuple(range(1, size + 1)), ("A.",) * size, None, None)
        return documents.of_rows(
            name=f"{size}", system=None, target_lang="en", source_lang=None, path="p", texts=texts
        )

    sizes = [1, 1, 1, 7, 1, 2, 1, 1, 1]
    shards = list(planning.cut(map(document, sizes), 3))
    assert [[d.size for d in found] for _, found in shards] == [[1, 1, 1], [7], [1, 2], [1, 1, 1]]
    for (one, _), (other, _) in pairwise(shards):
        assert other.shard == one.shard + 1
        assert other.first == one.first + one.articles
    assert shards[0][0].sha256 == shards[3][0].sha256
    assert len({shard.sha256 for shard, _ in shards}) == 3


def test_an_error_names_file_and_row() -> None:
    with pytest.raises(InputError, match=r"^p:3: "):
        planning.plan(_Twice(), 10, "p", lambda _: None)


class _Twice:
    kind = "manifest"
    warnings = ()

    def documents(self) -> Iterator[Document]:
        for line in (1, 3):
            yield documents.of_rows(
                name="a",
                system=None,
                target_lang="en",
                source_lang=None,
                path="p",
                texts=documents.Texts((line,), ("A.",), None, None),
            )


def test_files_of_units_in_a_folder(tmp_path: Path) -> None:
    texts = tmp_path / "a"
    texts.mkdir()
    head = 'msgid ""\nmsgstr "Language: de\\n"\n\n'
    _write(texts / "app.po", f'{head}msgid "A"\nmsgstr "Das ist ist gut."\n')
    _write(texts / "two.de.yml", "de:\n  a: Gut.\nfr:\n  a: Bon.\n")
    batch(texts, "--output", tmp_path / "run", "--model", "none", code=0)
    found = {a["document"]: a for a in table(tmp_path / "run", "articles")}
    assert (found["app.po"]["status"], found["app.po"]["target_lang"]) == ("checked", "de")
    assert sorted(a["target_lang"] for a in found.values()) == ["de", "de", "fr"]
    (finding,) = table(tmp_path / "run", "findings")
    assert (finding["unit_id"], finding["unit_path"]) == ("A", "message[2]/msgstr")
    assert (finding["line"], finding["column"]) == (5, 13)
