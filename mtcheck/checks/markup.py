"""Markup that was lost, changed or left open: placeholders, tags, addresses, handles, code.

"{name}" that became "{Name}", "% s" for "%s", a link to another page: the text breaks where it
is used, or sends the reader to the wrong place, and nobody sees it by reading. Major.

What the MT has is compared with the source, or with the reference where there is no source.
Quiet: addresses that differ by a last slash or by the language in their path (/de/ and /en/),
by "www." or http and https; translated hashtags; tags in another order, or of HTML with other
attributes (the codes of XLIFF and TMX are told apart by their id); entities, which F507 looks
at. Without another text only tags and braces that are left open are told.

Source: MQM 2.0, design and markup; ITS 2.0 localization quality issue type "markup".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text, Token
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="M701",
    name="markup",
    since="0.1",
    category=Category.MARKUP,
    severity=Severity.MAJOR,
    bases=(Basis.SOURCE, Basis.REFERENCE, Basis.TEXT),
    fixes=True,
    examples=(
        Example(
            source="Hallo {name}, willkommen!",
            source_lang="de",
            mt="Hello [[{Name}]], welcome!",
            fix="{name}",
        ),
        Example(mt="This is [[<b>]]important."),
    ),
)

_MARKUP = TokenKind.MARKUP
_MAY_HOLD = re.compile(r"[<{%$@`]|://|www\.")  # what every piece of markup has
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\w{1,6});")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*?(/?)>")
# Tags that stand alone: HTML's, those of XLIFF, and WebVTT's voice, which lasts to the end.
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "x", "bpt", "ept", "ph", "v"))
_VOID |= frozenset(("bx", "ex", "it", "sc", "ec", "ut"))
# The inline codes of XLIFF and TMX, which their id tells apart.
_CODE = re.compile(r'<(?:g|x|bx|ex|bpt|ept|ph|it|pc|sc|ec|sub|ut|hi|xliff:g)( id="[^"]*")')
_LANGUAGE_PATH = re.compile(r"/[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?(?=/|$)")
_SUBDOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?(?:[a-z]{2}\.)?(?=[\w-]+\.\w)")
# A placeholder that was taken apart: "{ 0 }", "% s", "$ {x}", "％s", "｛0｝".
_BROKEN = re.compile(
    r"[{｛]{1,2}\s?[\w.:,#-]{1,40}\s?[}｝]{1,2}|[$＄]\s?[{｛]\s?[^{}｛｝\s]{1,40}\s?[}｝]"
    r"|[%％]\s?(?:[(（]\s?[\w.]{1,40}\s?[)）]\s?)?(?:\d{1,2}\s?\$\s?)?[sdfiSDFI@](?!\w)"
    r"|<\s?/?\s?[A-Za-z]\w{0,20}\s?/?\s?>"
)
_WIDE = str.maketrans("｛｝％＄（）＜＞", "{}%$()<>")


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Markup that differs from the other text's, and tags left open."""
    del settings
    sourced = bool(article.source_pairs)
    pairs = article.source_pairs or article.reference_pairs
    basis = Basis.SOURCE if sourced else Basis.REFERENCE
    other = article.source if sourced else article.reference
    mine, theirs = _by_segment(article.mt), _by_segment(other)
    if not mine and not theirs:
        return
    # What is missing in one pair may stand in the next: sentences are not aligned for sure.
    balance = Counter(_key(t) for tokens in theirs.values() for t in tokens)
    balance.subtract(_key(t) for tokens in mine.values() for t in tokens)
    compared: set[int] = set()
    for pair in pairs:
        if pair.mt and pair.other:
            both = (_of(pair.mt, mine), _of(pair.other, theirs))
            if both[0] or both[1]:
                compared.update(s.index for s in pair.mt)
                yield from _compare(article, pair, both, balance, basis)
    yield from _left_open(article, mine, compared)


def _by_segment(text: Text | None) -> dict[int, list[Token]]:
    """The pieces of markup in each segment that has any."""
    found: dict[int, list[Token]] = {}
    if text is None or not _MAY_HOLD.search(text.content):
        return found
    for segment in text.segments:
        tokens = [t for t in segment.tokens if t.word.kind is _MARKUP]
        tokens = [t for t in tokens if not _ENTITY.fullmatch(t.form)]
        if tokens:
            found[segment.index] = tokens
    return found


def _of(segments: Sequence[Segment], found: dict[int, list[Token]]) -> list[Token]:
    return [token for segment in segments for token in found.get(segment.index, ())]


def _compare(
    article: AlignedArticle,
    pair: Pair,
    both: tuple[list[Token], list[Token]],
    balance: Counter[str],
    basis: Basis,
) -> Iterator[Finding]:
    """What one side has and the other has not, matched up by kind and order."""
    mine, theirs = both
    have, want = Counter(map(_key, mine)), Counter(map(_key, theirs))
    lost = [t for t in _surplus(theirs, have) if _taken(balance, _key(t), 1)]
    added = [t for t in _surplus(mine, want) if _taken(balance, _key(t), -1)]
    yield from _broken(article, pair, lost, added, basis)
    for kind in sorted({_kind(t.form) for t in lost}):
        gone = [t for t in lost if _kind(t.form) == kind]
        new = [t for t in added if _kind(t.form) == kind]
        for wanted, found in zip(gone, new, strict=False):
            added.remove(found)
            yield _finding(article, found.span, wanted, basis, changed=True)
        yield from _absent(article, pair, gone[len(new) :], basis)
    for token in added:
        if not _TAG.fullmatch(token.form) and basis is Basis.REFERENCE:
            continue  # the reference may do without a handle or an address
        yield CHECK.finding(
            token.span,
            f"The {basis.value} has no {token.form} here.",
            basis=basis,
            language=article.mt.language.code,
        )


def _taken(balance: Counter[str], key: str, sign: int) -> bool:
    """Whether the whole article lacks (or has beyond) one more of ``key``; counts it off."""
    if balance[key] * sign <= 0:
        return False
    balance[key] -= sign
    return True


def _surplus(tokens: list[Token], other: Counter[str]) -> list[Token]:
    left = Counter(other)
    out = []
    for token in tokens:
        key = _key(token)
        if left[key] > 0:
            left[key] -= 1
        else:
            out.append(token)
    return out


def _key(token: Token) -> str:
    """What two pieces of markup are compared by."""
    form = token.form
    kind = _kind(form)
    if kind == "address":
        form = _SUBDOMAIN.sub("", form)
        return _LANGUAGE_PATH.sub("", form).rstrip("/").casefold()
    if kind == "tag":
        match = _TAG.match(form)
        code = _CODE.match(form)
        return f"<{match[1]}{match[2].lower()}{code[1] if code else ''}>" if match else form
    return form.casefold() if kind in {"mail", "handle"} else form


def _kind(form: str) -> str:
    if form.startswith("<"):
        return "tag"
    if "://" in form or form.startswith("www."):
        return "address"
    if form.startswith("@"):
        return "handle"
    if form.startswith("`"):
        return "code"
    if form[0] in "{$%":
        return "placeholder"
    return "mail" if "@" in form else "other"


def _broken(
    article: AlignedArticle,
    pair: Pair,
    lost: list[Token],
    added: list[Token],
    basis: Basis,
) -> Iterator[Finding]:
    """Markup that is there, but not in one piece any more; takes it off both lists."""
    if not lost:
        return
    start, end = pair.mt[0].span.start, pair.mt[-1].span.end
    found = _BROKEN.finditer(article.mt.content, start, end)
    pieces = [Span(*m.span()) for m in found]
    for wanted in list(lost):
        squeezed = _squeezed(wanted.form)
        near = next(
            (
                s
                for s in pieces
                if _squeezed(article.mt.at(s)) == squeezed and article.mt.at(s) != wanted.form
            ),
            None,
        )
        if near is None:
            continue
        pieces.remove(near)
        lost.remove(wanted)
        added[:] = [t for t in added if not near.contains(t.span)]
        yield _finding(article, near, wanted, basis, changed=True)


def _absent(
    article: AlignedArticle, pair: Pair, gone: list[Token], basis: Basis
) -> Iterator[Finding]:
    """Markup that is not there at all."""
    start, end = pair.mt[0].span.start, pair.mt[-1].span.end
    text = article.mt.content[start:end] if gone else ""
    for wanted in gone:
        if _said_otherwise(wanted.form, text):
            continue
        at = end if wanted.start > pair.other[0].span.start else start
        yield _finding(article, Span(at, at), wanted, basis, changed=False)


def _squeezed(text: str) -> str:
    return "".join(text.translate(_WIDE).split()).casefold().replace("{{", "{").replace("}}", "}")


def _said_otherwise(form: str, text: str) -> bool:
    # A handle without its @, an address without its protocol or an escaped entity still stands.
    bare = _SUBDOMAIN.sub("", form).strip("@/`").casefold()
    return _kind(form) in {"handle", "address", "code", "mail"} and bare in text.casefold()


def _finding(
    article: AlignedArticle, span: Span, wanted: Token, basis: Basis, *, changed: bool
) -> Finding:
    what = f"The {basis.value} has {wanted.form}"
    message = f"{what} in place of {article.mt.at(span)}." if changed else f"{what}; it is lost."
    return CHECK.finding(
        span,
        message,
        basis=basis,
        language=article.mt.language.code,
        suggestion=wanted.form if changed else None,
        reference_span=wanted.span if basis is Basis.REFERENCE else None,
        source_span=wanted.span if basis is Basis.SOURCE else None,
    )


def _left_open(
    article: AlignedArticle, mine: dict[int, list[Token]], compared: set[int]
) -> Iterator[Finding]:
    """Tags without partner in a block, where no other text says how many there should be."""
    if "<" not in article.mt.content:
        return
    by_block: dict[int, list[Token]] = {}
    for index, tokens in mine.items():
        if index not in compared:
            by_block.setdefault(article.mt.segments[index].block, []).extend(tokens)
    for _, tokens in sorted(by_block.items()):
        yield from _unbalanced(article, tokens)


def _unbalanced(article: AlignedArticle, tokens: list[Token]) -> Iterator[Finding]:
    open_tags: dict[str, list[Token]] = {}
    loose: list[Token] = []
    for token in tokens:
        match = _TAG.fullmatch(token.form)
        if match is None or match[3] or match[2].lower() in _VOID:
            continue
        stack = open_tags.setdefault(match[2].lower(), [])
        if not match[1]:
            stack.append(token)
        elif stack:
            stack.pop()
        else:
            loose.append(token)
    loose += [t for stack in open_tags.values() for t in stack]
    for token in sorted(loose, key=lambda t: t.start):
        side = "opened" if token.form.startswith("</") else "closed"
        yield CHECK.finding(
            token.span,
            f"The tag {token.form} is never {side}.",
            basis=Basis.TEXT,
            language=article.mt.language.code,
        )
