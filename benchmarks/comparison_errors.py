"""The units of the comparison: human translations, and the same with one error of a kind in each.

The texts under test are professional translations in which no annotator marked an error, with
their source. The reference, for the one column that uses it, is another translation of the same
source: by a second translator where the data has one, else by a system.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from benchmarks import fluency_slips, planted_meaning, planted_names, planted_quantities
from benchmarks.fluency_slips import Sample
from benchmarks.realdata import Row, lines
from mtcheck import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["KINDS", "PAIRS", "TERMS", "Kind", "Unit", "drawn", "planted", "translations", "unit"]

PAIRS = ("en-de", "en-es", "en-fr", "en-it", "en-pt", "en-ru", "en-zh", "it-en", "zh-en")
"""Those of which the data has eighty clean human translations."""

_SHORT, _LONG = 5, 60  # words of a source
_ALIKE = 90  # per cent: two texts that are one translation
_ORIGINS = ("wmt21news", "wmt21ted", "bio_v2")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a PO file: its source, its translation, gettext's flags."""

    id: str
    source: str
    target: str
    reference: str
    flags: str = ""


class Kind(NamedTuple):
    """A kind of error.

    ``plant`` gives of a row, with another one beside it, its wrong translation, or None where it
    has no place for the error. Where ``before`` is there, the error is planted in what that makes
    of the rows' units, and ``plant`` sees the row of that.
    """

    name: str
    plant: Callable[[Row, Row, random.Random], str | None]
    before: Callable[[Unit, Unit], Unit] | None = None


def translations(path: Path) -> dict[tuple[str, str], list[Row]]:
    """The clean human translations of a ``.jsonl.gz`` with a reference, by pair of languages."""
    humans: dict[tuple[str, str], dict[str, dict]] = defaultdict(dict)  # type: ignore[type-arg]
    marked: Counter[tuple[str, str, str]] = Counter()
    systems: dict[tuple[str, str], str] = {}
    for raw in lines(path):
        if raw["origin"] not in _ORIGINS:
            continue
        key = raw["lp"], raw["src"]
        if "human" not in raw["flags"]:
            systems.setdefault(key, raw["mt"])
            continue
        humans[key].setdefault(raw["mt"], raw)
        marked[*key, raw["mt"]] += len(raw["errors"]) + raw["n_source_errors"]
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for (lp, source), versions in humans.items():
        if lp not in PAIRS:
            continue
        clean = [mt for mt in versions if not marked[lp, source, mt]]
        if not clean or not _SHORT <= _words(source) <= _LONG:
            continue
        mt = clean[0]
        raw = versions[mt]
        # The "reference" of a biomedical abstract is this very translation.
        own = (raw["ref"] or "") if raw["origin"] != "bio_v2" else ""
        others = [*versions, own, systems.get((lp, source), "")]
        reference = next((o for o in others if o and fuzz.ratio(o, mt) < _ALIKE), None)
        if reference is None:
            continue
        origin, _, target = lp.partition("-")
        found[origin, target].append(
            Row(raw["id"], raw["origin"], origin, target, raw["system"], raw["doc"],
                str(raw["seg"]), source, mt, reference, (), 1)
        )  # fmt: skip
    return dict(sorted(found.items()))


def drawn(rows: Sequence[Row], count: int, seed: int) -> list[Row]:
    """``count`` of the rows, drawn with ``seed``."""
    every = list(rows)
    random.Random(seed).shuffle(every)  # noqa: S311 - a sample, no secret
    return every[:count]


def _words(text: str) -> int:
    return len(text.split()) if " " in text else len(text) // 2


def unit(row: Row) -> Unit:
    """A row as a unit."""
    return Unit(row.id, row.source, row.mt, row.reference or "")


def planted(kind: Kind, rows: Sequence[Row], seed: int) -> tuple[list[Unit], list[Unit | None]]:
    """The right units of a kind, and for each the wrong one, or None where it has no place."""
    right: list[Unit] = []
    wrong: list[Unit | None] = []
    for number, row in enumerate(rows):
        rng = random.Random(f"{seed}/{kind.name}/{row.id}")  # noqa: S311 - a sample, no secret
        other = rows[number - 1]
        before = unit(row)
        if kind.before is not None:
            before = kind.before(before, unit(other))
        texts = {"source": before.source, "mt": before.target, "reference": before.reference}
        text = kind.plant(replace(row, **texts), other, rng)
        right.append(before)
        changed = text is not None and text != before.target
        wrong.append(replace(before, target=text or "") if changed else None)
    return right, wrong


def _name(garbler: str) -> Callable[[Row, Row, random.Random], str | None]:
    def plant(row: Row, other: Row, rng: random.Random) -> str | None:
        del other
        own = garbler
        if own == "pieces" and not languages.load(row.target_lang).core.spaced:
            own = "letters"
        made = planted_names.plant(row, rng, own)
        return made.row.mt if made else None

    return plant


def _quantity(*kinds: str) -> Callable[[Row, Row, random.Random], str | None]:
    def plant(row: Row, other: Row, rng: random.Random) -> str | None:
        del other
        made = planted_quantities.plant(row, Counter(), rng, kinds)
        return made[2].mt if made else None

    return plant


def _meaning(name: str) -> Callable[[Row, Row, random.Random], str | None]:
    def plant(row: Row, other: Row, rng: random.Random) -> str | None:
        made = planted_meaning.plant(row, other, rng)
        return next((p.mt for p in made if p.kind == name), None)

    return plant


def _slip(code: str, *names: str) -> Callable[[Row, Row, random.Random], str | None]:
    planters = [plant for name, plant in fluency_slips.KINDS[code] if name in names]

    def plant(row: Row, other: Row, rng: random.Random) -> str | None:
        del other
        s = Sample(row.target_lang, row.mt, row.reference, row.source, row.source_lang)
        made = (planter(s, rng) for planter in rng.sample(planters, len(planters)))
        return next((p.text for p in made if p is not None), None)

    return plant


TERMS = {  # a source's word, the glossary's, and another that may well stand there
    ("en", "de"): (
        ("patients", "Patienten", "Kranken"), ("study", "Studie", "Untersuchung"),
        ("police", "Polizei", "Ordnungsmacht"), ("government", "Regierung", "Staatsführung"),
        ("company", "Unternehmen", "Betrieb"), ("people", "Menschen", "Personen"),
        ("percent", "Prozent", "Hundertstel"), ("president", "Präsident", "Staatschef"),
        ("children", "Kinder", "Kleinen"), ("year", "Jahr", "Zeitjahr"),
        ("day", "Tag", "Tagesfrist"),
    ),
    ("en", "fr"): (
        ("patients", "patients", "malades"), ("study", "étude", "enquête"),
        ("treatment", "traitement", "soin"), ("disease", "maladie", "affection"),
        ("results", "résultats", "bilans"), ("children", "enfants", "gamins"),
    ),
    ("en", "es"): (
        ("patients", "pacientes", "enfermos"), ("study", "estudio", "trabajo"),
        ("treatment", "tratamiento", "remedio"), ("disease", "enfermedad", "dolencia"),
        ("results", "resultados", "frutos"), ("children", "niños", "chicos"),
    ),
    ("en", "it"): (
        ("patients", "pazienti", "malati"), ("study", "studio", "lavoro"),
        ("treatment", "trattamento", "cura"), ("disease", "malattia", "affezione"),
        ("results", "risultati", "esiti"), ("children", "bambini", "piccoli"),
    ),
    ("en", "pt"): (
        ("patients", "pacientes", "doentes"), ("study", "estudo", "trabalho"),
        ("treatment", "tratamento", "cuidado"), ("disease", "doença", "moléstia"),
        ("results", "resultados", "achados"), ("children", "crianças", "miúdos"),
    ),
    ("en", "ru"): (
        ("police", "полиции", "милиции"), ("people", "людей", "народа"),
        ("children", "детей", "ребятишек"), ("company", "компания", "фирма"),
        ("government", "правительства", "кабинета"), ("year", "года", "лета"),
        ("world", "мире", "свете"),
    ),
}  # fmt: skip


def _term(row: Row, other: Row, rng: random.Random) -> str | None:
    """Another word for a term of the glossary that source and translation have once."""
    del other, rng
    for source, right, wrong in TERMS.get((row.source_lang, row.target_lang), ()):
        place = re.compile(rf"\b{right}\b")
        if re.search(rf"\b{source}\b", row.source) and len(place.findall(row.mt)) == 1:
            return place.sub(wrong, row.mt)
    return None


def _instead(old: str, new: str) -> Callable[[Row, Row, random.Random], str | None]:
    """``old``, which every unit has, is lost or changed."""

    def plant(row: Row, other: Row, rng: random.Random) -> str | None:
        del other, rng
        return row.mt.replace(old, new, 1)

    return plant


def _nothing(row: Row, other: Row, rng: random.Random) -> str:
    del row, other, rng
    return ""


def _space_after(row: Row, other: Row, rng: random.Random) -> str:
    del other, rng
    return f"{row.mt} "


def _with(piece: str, flags: str = "") -> Callable[[Unit, Unit], Unit]:
    """A unit with a piece of markup at the start of all its texts."""

    def made(u: Unit, other: Unit) -> Unit:
        del other
        texts = (f"{piece}{text}" for text in (u.source, u.target, u.reference))
        return Unit(u.id, *texts, flags)

    return made


def _bold(u: Unit, other: Unit) -> Unit:
    del other
    return Unit(u.id, *(f"<b>{text}</b>" for text in (u.source, u.target, u.reference)))


def _joined(between: str) -> Callable[[Unit, Unit], Unit]:
    """Two units as one."""

    def made(u: Unit, other: Unit) -> Unit:
        return Unit(
            u.id,
            f"{u.source}{between}{other.source}",
            f"{u.target}{between}{other.target}",
            f"{u.reference}{between}{other.reference}",
        )

    return made


def _first_alone(row: Row, other: Row, rng: random.Random) -> str:
    """The first of two units that stand as one."""
    del rng
    return row.mt[: -len(other.mt)].rstrip()


_URL = "https://www.example.org/news/2021 "

KINDS = (
    Kind("name garbled", _name("pieces")),
    Kind("another name", _name("others")),
    Kind("number wrong", _quantity("digit", "dropped", "decimal", "scale", "sign", "word")),
    Kind("month, weekday or date wrong", _quantity("month", "weekday", "swap")),
    Kind("unit or currency wrong", _quantity("unit")),
    Kind("sentence left out", _first_alone, _joined(" ")),
    Kind("clause left out", _meaning("clause left out")),
    Kind("sentence put in", _meaning("sentence put in")),
    Kind("negation lost", _meaning("negator dropped")),
    Kind("negation put in", _meaning("negator added")),
    Kind("can for must, must for can", _meaning("modal turned")),
    Kind("pronoun of another person", _meaning("pronoun turned")),
    Kind("word left in the source language", _meaning("word left in the source language")),
    Kind("unit left in the source language", _meaning("segment left in the source language")),
    Kind("no translation at all", _nothing),
    Kind("glossary's term not used", _term),
    Kind("word twice", _slip("F501", "word twice")),
    Kind("phrase twice", _slip("F501", "phrase twice")),
    Kind("misspelt word", _slip("F506", "misspelt")),
    Kind("sentence begins small", _slip("F505", "small start")),
    Kind("full stop at the end lost", _slip("F502", "no end")),
    Kind("stop or comma twice", _slip("F502", "second stop", "comma twice", "stop twice")),
    Kind("space before a mark", _slip("F502", "space before")),
    Kind("two spaces", _slip("F503", "two spaces")),
    Kind("no space after a mark", _slip("F503", "no space after")),
    Kind("two words as one", _slip("F503", "glued")),
    Kind("quote or bracket unpaired", _slip("F504", "mark lost")),
    Kind("mojibake", _slip("F507", "misread", "lost letter")),
    Kind("entity left", _slip("F507", "entity")),
    Kind("decimal mark of another language", _slip("L601", "decimal")),
    Kind("placeholder lost", _instead("%(name)s: ", ""), _with("%(name)s: ", "python-format")),
    Kind(
        "placeholder changed",
        _instead("%(name)s", "%(nome)s"),
        _with("%(name)s: ", "python-format"),
    ),
    Kind("tag lost", _instead("</b>", ""), _bold),
    Kind("address changed", _instead("/news/", "/new/"), _with(_URL)),
    Kind("line break lost", _instead("\n", " "), _joined("\n")),
    Kind("space put at the end", _space_after),
    Kind("keyboard shortcut lost", _instead("_", ""), _with("_")),
)
