"""Reports to render: made of given texts and findings, so that no check decides what is seen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mtcheck import aligning, languages, reading, scoring, segmenting, selection
from mtcheck.finding import Basis, Finding, Reason, Suppressed
from mtcheck.mqm import Category, Severity
from mtcheck.report import Failure, Report
from mtcheck.settings import make
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

MT = (
    "Security talks end\n"
    "\n"
    "Secretary of State Anthony Blingen said that he did not expect a breakthrough.\n"
    "The parties kicked ten diplomats , and paid 15 million francs.\n"
)
REFERENCE = (
    "Security talks end\n"
    "\n"
    "Secretary of State Antony Blinken said that he did not expect a breakthrough.\n"
    "The parties expelled ten diplomats, and paid 1.5 million francs. No statement was made.\n"
)
SOURCE = (
    "Переговоры завершились\n"
    "\n"
    "Госсекретарь Энтони Блинкен заявил, что не ожидает прорыва.\n"
    "Стороны выслали десять дипломатов и заплатили 1,5 миллиона франков. Заявления не было.\n"
)


def finding(  # noqa: PLR0913 - a finding with what each test is about
    span: Span,
    message: str = "This is wrong.",
    *,
    code: str = "N101",
    name: str = "garbled-name",
    severity: Severity = Severity.MAJOR,
    category: Category = Category.MISTRANSLATION,
    suggestion: str | None = None,
    reference_span: Span | None = None,
    evidence: tuple[str, ...] = (),
    confidence: float = 0.9333,
) -> Finding:
    return Finding(
        code=code,
        name=name,
        category=category,
        severity=severity,
        span=span,
        message=message,
        basis=Basis.REFERENCE,
        confidence=confidence,
        suggestion=suggestion,
        reference_span=reference_span,
        evidence=evidence or (code,),
    )


def at(words: str, text: str = MT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def demo_findings() -> list[Finding]:
    """One of each kind: a word, a mark, a phrase round it, and a sentence that is missing."""
    end = MT.index("francs.") + len("francs.")
    return [
        finding(
            at("Anthony Blingen"),
            '"Blingen" is not a known word; the reference has "Blinken" here.',
            suggestion="Antony Blinken",
            reference_span=at("Antony Blinken", REFERENCE),
            evidence=("N101", "F506"),
        ),
        finding(
            at("kicked ten diplomats ,"),
            "The reference says another thing.",
            code="A301",
            name="mistranslated-phrase",
            severity=Severity.CRITICAL,
        ),
        finding(
            at(" ,"),
            "There is a space before the comma.",
            code="F503",
            name="spacing",
            severity=Severity.MINOR,
            category=Category.PUNCTUATION,
            suggestion=",",
        ),
        finding(
            Span(end, end),
            "A sentence of the reference is missing.",
            code="A302",
            name="omission",
            category=Category.OMISSION,
            suggestion=" No statement was made.",
            reference_span=at("No statement was made.", REFERENCE),
        ),
    ]


def report(  # noqa: PLR0913 - the parts of a report
    mt: str = MT,
    reference: str | None = None,
    source: str | None = None,
    findings: Sequence[Finding] = (),
    *,
    lang: str = "en",
    path: str | None = "talks.mt.txt",
    suppressed: Sequence[Finding] = (),
    failures: Sequence[Failure] = (),
    notes: Sequence[str] = (),
    profile: str = "mqm2",
) -> Report:
    target, origin = languages.load(lang), languages.load("ru")
    article = reading.from_strings(mt, reference, source, target, origin)
    named = replace(article, mt=replace(article.mt, path=path))
    aligned = aligning.align(segmenting.segment(named))
    settings = make(target_lang=lang, scoring=profile)
    shown = tuple(findings)
    return Report(
        article=aligned,
        settings=settings,
        findings=shown,
        suppressed=tuple(Suppressed(f, Reason.CONFIDENCE) for f in suppressed),
        failures=tuple(failures),
        notes=tuple(notes),
        scores=scoring.score(aligned, shown, settings),
        ran=tuple(module.CHECK.code for module in selection.choose(settings)),
        against=partial(scoring.compare, aligned),
    )


def demo() -> Report:
    """A report that has something of everything."""
    return report(
        MT,
        REFERENCE,
        SOURCE,
        demo_findings(),
        suppressed=[finding(at("ten"), code="Q201", name="number")],
        failures=[Failure("N103", "KeyError: 'x'")],
        notes=["without data for Klingon, quiet: N101"],
    )


HOSTILE = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"><svg onload=document.title='taken'>",
    "' autofocus onfocus=document.title='taken' x='",
    "</style><style>body{display:none}</style>",
    "</title><h1>taken</h1>",
    "<!-- comment -->",
    "{{ 7 * 7 }}{% raw %}{# #}",
    "javascript:document.title='taken'",
    "&lt;b&gt; &amp; &#60;",
    "\x1b[31mred\x1b[0m \x9b2J \x07 \x00 \x7f",
    "\u202eevil\u202c \u2066isolated\u2069 \u200f",
    "]]> \u2028 \u2029 \ufeff \U000e0041",
)


def hostile(payload: str) -> Report:
    """A report in whose every field stands the same payload."""
    mt = f"One {payload} two.\n{payload}\nThree."
    found = [
        finding(Span(2, 2), payload, suggestion=payload, severity=Severity.MINOR),
        finding(
            Span(4, 4 + len(payload)),
            payload,
            suggestion=payload,
            reference_span=Span(0, len(payload)),
        ),
    ]
    return report(
        mt,
        f"{payload} here.\n{payload}\nThree.",
        payload,
        found,
        path=payload,
        failures=[Failure("N103", payload)],
        notes=[payload],
    )
