"""What must hold of the whole pipeline for any text."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mtcheck import aligning, api, fusing, languages, reading, segmenting
from mtcheck.checks import CHECKS
from mtcheck.settings import Settings

CODES = tuple(languages.covered())
ACCURACY = ("N", "Q", "A")

# Pieces that checks look for, and letters of every script and plane: what breaks offsets.
_PIECES = (
    "the the",
    "allies. .",
    " ,,",
    "meatThe",
    "end.The ",
    "cafÃ©",
    "&amp;amp;",
    "\\u00e9",
    "\ufffd",
    "“so”",
    "„",
    "(",
    "« x »",
    "{0}",
    "%s",
    "<b>",
    "https://a.org/x",
    "a@b.org",
    "@me",
    "1,234.5",
    "1.5 %",
    "12/24/2023",
    "5 Mio.",
    "President Marcon",
    "Путин",
    "今天 很好,",
    "「はい",
    "not ",
    "atencin",
    "monday",
    "e\u0301",
    "👩‍👩‍👧",
    "𝔘",
    "שלום",
    "\u202eabc",
    "\r\n",
    "\n\n",
    "\u2028",
    "\x00",
    "\u00a0",
    "+ item\n",
    "# Head\n",
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(_PIECES),
        st.text(st.characters(codec="utf-8"), max_size=12),
        st.just(" "),
        st.just(". "),
    ),
    max_size=14,
).map("".join)
LANGUAGES = st.sampled_from(CODES)
FEW = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

PROSE = {
    "en": "The council met on Monday (in the town hall). “It costs $3.5 million,” Ann Hill said.",
    "de": "Der Rat traf sich am Montag (im Rathaus). „Es kostet 3,5 Millionen Euro“, sagte Anna.",
    "fr": "Le conseil s’est réuni lundi (à la mairie). « Cela coûte 3,5 millions », dit Anne.",
    "es": "El consejo se reunió el lunes (en la plaza). ¿Cuánto cuesta? «Nada», dijo Ana.",
    "pt": "O conselho reuniu-se na segunda-feira (na praça). “Custa 3,5 milhões”, disse Ana.",
    "it": "Il consiglio si è riunito lunedì (in piazza). «Costa 3,5 milioni», ha detto Anna.",
    "nl": "De raad kwam maandag bijeen (op het plein). ‘Het kost 3,5 miljoen’, zei Anna.",
    "pl": "Rada zebrała się w środę (na rynku). „To kosztuje 3,5 miliona”, powiedziała Anna.",
    "cs": "Rada se sešla v pondělí (na náměstí). „Stojí to 3,5 milionu“, řekla Anna.",
    "ru": "Совет собрался в понедельник (на площади). «Это стоит 3,5 миллиона», — сказала Анна.",
    "uk": "Рада зібралася в понеділок (на площі). «Це коштує 3,5 мільйона», — сказала Анна.",
    "zh": "市议会星期一（在市政厅）开会。“费用为3.5亿元，”安娜说。",
    "ja": "市議会は月曜日（市役所で）開かれた。「費用は3.5億円だ」とアンナは述べた。",
}


@FEW
@given(TEXTS, st.none() | TEXTS, st.none() | TEXTS, LANGUAGES, LANGUAGES)
@example("", None, None, "en", "de")
def test_any_text_is_checked_and_every_span_is_in_it(
    mt: str, reference: str | None, source: str | None, target: str, origin: str
) -> None:
    report = api.check(mt, reference, source, target_lang=target, source_lang=origin)
    assert report.failures == ()
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(mt)
        assert len(finding.span.of(mt)) == len(finding.span)
        if finding.reference_span is not None:
            assert reference is not None
            assert finding.reference_span.end <= len(reference)
        if finding.source_span is not None:
            assert source is not None
            assert finding.source_span.end <= len(source)


@FEW
@given(TEXTS, LANGUAGES)
def test_a_translation_equal_to_its_reference_raises_no_accuracy_finding(
    text: str, lang: str
) -> None:
    report = api.check(text, text, target_lang=lang)
    assert [f for f in report.findings if f.code.startswith(ACCURACY)] == []


def test_good_prose_is_quiet_in_every_language() -> None:
    assert sorted(PROSE) == sorted(CODES)
    for lang, text in PROSE.items():
        assert api.check(text, text, target_lang=lang).findings == (), lang


@FEW
@given(TEXTS, st.none() | TEXTS, LANGUAGES, st.permutations(range(len(CHECKS))))
def test_the_order_of_checks_changes_nothing(
    mt: str, reference: str | None, lang: str, order: list[int]
) -> None:
    chosen = Settings(target_lang=lang)
    language = languages.load(lang)

    def findings(modules: list[object]) -> list[object]:
        article = reading.from_strings(mt, reference, None, language, languages.load("und"))
        aligned = aligning.align(segmenting.segment(article))
        found = [f for m in modules for f in m.find(aligned, chosen)]  # type: ignore[attr-defined]
        return list(fusing.fuse(found, aligned, min_confidence=0.0))

    assert findings([CHECKS[i] for i in order]) == findings(list(CHECKS))


@FEW
@given(TEXTS, st.none() | TEXTS, LANGUAGES)
def test_applying_a_suggestion_removes_its_finding(
    mt: str, reference: str | None, lang: str
) -> None:
    typed = ("F501", "F502", "F503", "F504", "F507")
    report = api.check(mt, reference, target_lang=lang, select=typed)
    for finding in report.findings:
        if finding.suggestion is None:
            continue
        start, end = finding.span.start, finding.span.end
        fixed = mt[:start] + finding.suggestion + mt[end:]
        again = api.check(fixed, reference, target_lang=lang, select=(finding.code,))
        assert (finding.span, finding.message) not in [
            (f.span, f.message) for f in again.findings
        ], finding


_PROGRAM = """
import sys
from mtcheck import api
texts = [
    ("They met the the ministr on monday meatThe (end.  President Marcon said 5 %.",
     "They met the minister on Monday. The end. President Macron said 5%.", "en"),
    ("Die regierung “sagte” 1.5 Millionen ,, cafÃ© {Name}.",
     "Die Regierung „sagte“ 1,5 Millionen, Café {name}.", "de"),
    ("我们我们今天,去北 京（好。", "我们今天去北京（好）。", "zh"),
]
for mt, reference, lang in texts:
    report = api.check(mt, reference, target_lang=lang)
    for f in (*report.findings, *(s.finding for s in report.suppressed)):
        print(repr(f))
    print(report.scores)
"""


def test_the_hash_seed_changes_nothing() -> None:
    outputs = set()
    for seed in ("0", "1", "4711"):
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", _PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count(b"Finding(") > 5
