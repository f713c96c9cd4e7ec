"""Texts that try to be more than text, in every place of a desk that holds text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of

if TYPE_CHECKING:
    from mtcheck.reviewing import Desk

PAYLOADS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "' onmouseover='window.pwned=1' autofocus onfocus='window.pwned=1",
    "</textarea><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "</style><style>body{display:none}</style>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<a href=javascript:window.pwned=1>x</a>",
    "javascript:window.pwned=1//",
    "<form action=//evil.example><button>x</button></form>",
    "<div hx-get=/logout hx-trigger=load>x</div>",
    "<div hx-on:load=window.pwned=1 data-hx-on:htmx:load=window.pwned=1>x</div>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=1 onerror=window.pwned=1&gt;">'
    ),
    "<!--><img src=x onerror=window.pwned=1>-->",
    "]]><script>window.pwned=1</script>",
    "{{ 7*7 }}{% for x in y %}${7*7}#{7*7}",
    "\u202egnp.exe\u202c\u2066x\u2069",
    "\x1b[31mred\x07\x9b2J\u0000".replace("\u0000", "\u2028"),
    "<template><script>window.pwned=1</script></template>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "<details open ontoggle=window.pwned=1>",
)


def hostile(desk: Desk) -> int:
    """An article made of nothing else; how many sentences it has."""
    whole = "\n".join(PAYLOADS)
    segments: list[IncomingSegment] = []
    findings: list[IncomingFinding] = []
    at = 0
    for number, words in enumerate(PAYLOADS):
        segments.append(
            IncomingSegment(
                row=number, start=at, end=at + len(words), mt=words, reference=words, source=words
            )
        )
        findings.append(
            IncomingFinding(
                segment=number,
                code="N101",
                name=words,
                category="accuracy/mistranslation",
                severity="major",
                confidence=0.5,
                start=at,
                end=at + len(words),
                text=words,
                message=words,
                fingerprint=f"x-{number}",
                suggestion=words,
                reference_text=words,
                source_text=words,
                evidence=("N101", words),
                origin="import",
                author=words,
            )
        )
        at += len(words) + 1
    desk.take_articles(
        [
            IncomingArticle(
                key=key_of("hostile", whole, "en"),
                document=" ".join(PAYLOADS),
                path=f"{PAYLOADS[0]}/{PAYLOADS[1]}.txt",
                system=PAYLOADS[2],
                source_lang="ru",
                target_lang="en",
                words=10,
                mt=whole,
                segments=tuple(segments),
                findings=tuple(findings),
            )
        ]
    )
    view = desk.article(1, "ann")
    for segment, words in zip(view.segments, PAYLOADS, strict=True):
        (finding,) = segment.findings
        who = "bob" if segment.number % 2 else words
        desk.decide(who, finding.id, "rejected", reason=words, comment=words, version=0)
        desk.comment(words, words, finding=finding.id)
        desk.draft("ann", segment.id, f"{words} {words}", 0)
    desk.comment(PAYLOADS[1], PAYLOADS[0], article=1)
    for segment in view.segments[:4]:
        desk.edit(PAYLOADS[0], segment.id, f"{PAYLOADS[1]}{segment.text}", version=0)
    return len(segments)
