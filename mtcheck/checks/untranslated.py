"""Words of the source left standing in the translation.

A system copies what it does not know: a Russian word in an English sentence, an English one
in Russian letters' midst, a Chinese character in German. The reader meets a word that is not in
the language and cannot look it up.

Two kinds of evidence count. A word in a script that the target language does not use, where
that script is the source's or no Latin one. And, in one script, a word that the source has too,
that the source language's word list knows well and the target language's does not.

It stays quiet for names and all that is written like one (a capital, unless the source is
capitalised too by rule), save a name that the reference writes in the target's own script and that
is not at home there in another (Scholz for Шольц, but not Facebook); for abbreviations, codes and
handles, words that the reference leaves standing as well, words in quotation marks or brackets,
where foreign words are cited, and words that both languages have.

Source: MQM's accuracy/untranslated; "source language fragment" in the WMT 2023 annotation;
the code-mixing class of DEMETR (Karpinska et al. 2022).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex
from rapidfuzz.distance import OSA

from mtcheck.aligning.gaps import gaps, stretch
from mtcheck.aligning.originals import sound
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text, Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings
    from mtcheck.span import Span

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A304",
    name="untranslated",
    since="0.1",
    category=Category.UNTRANSLATED,
    severity=Severity.MAJOR,
    needs=("lexicon",),
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.TEXT),
    examples=(
        Example(
            source="Die Verhandlungen über den Haushalt dauerten lange.",
            source_lang="de",
            reference="The talks on the budget took a long time.",
            mt="The talks on the [[Haushalt]] took a long time.",
            fix="budget",
        ),
        Example(
            reference="The government denied the reports.",
            mt="The government [[опровергло]] the reports.",
            fix="denied",
        ),
    ),
)

_KNOWN = 3.0  # Zipf frequency from which the source language knows a word well
_HEARD = 1.5  # … from which it knows it at all; enough where the target language does not
_APART = 1.1  # by which the source language must know it better than the target language
_AT_HOME = 3.5  # … from which it is a word of the target language, a little one apart
_HOME_MADE = 2.5  # … of a noun that is hardly a loan of the target language
_FAR_APART = 3.0  # … where the word is so short that it may mean something else
_SHORT = 3  # letters of such a word
_NAME = 2  # words of a name
_TERM = 4  # letters of a word that stands for a letter or a unit: beta, meta
_OPENING = {"(": ")", "（": "）", "[": "]", "「": "」", "『": "』", "“": "”", "«": "»", "„": "“"}
_JOINTS = frozenset("-./@_")
_MORE = 2  # words that the reference may have more at the place
_SOUNDS = 0.5  # likeness of a name to one of the reference in other letters
_FOREIGN = 2.5  # Zipf frequency up to which it is not at home in those letters
_LATIN = regex.compile(r"\p{Latin}")
#: A capital and small letters, of which one may be a capital again: Scholz, McGill; no ADSCs.
_NAMELIKE = regex.compile(r"\p{Lu}\p{Ll}*\p{Lu}?\p{Ll}{2,}(?<=\p{Latin}{4,})(?:['’]s)?$")
_QUOTES = frozenset("\"'‘’‚‹›”")


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Words in a script or a language that is not the target's."""
    del settings
    language = article.mt.language
    if not language.core.scripts:
        return
    foreign = _foreign(language.core.scripts)
    origin = article.source.language if article.source else None
    has_foreign = foreign.search(article.mt.content) is not None
    copied = origin is not None and origin.lexicon is not None and origin.code != language.code
    written = article.reference is not None and "Latin" not in language.core.scripts
    if not has_foreign and not copied and not written:
        return
    unlike = _transliterates(article)
    kept = _forms(article.reference) if article.reference else frozenset()
    original = _forms(article.source) if article.source else frozenset()
    pairs = {s.index: p for p in article.reference_pairs for s in p.mt}
    texts = _Texts(
        article.mt.content,
        foreign if has_foreign else None,
        origin if copied else None,
        kept,
        original,
        unlike,
    )
    for segment in article.mt.segments:
        spots = _spots(segment, texts, language)
        names = _names(segment, texts, pairs.get(segment.index), language) if written else {}
        if spots or names:
            spots = sorted({*spots, *names})
            yield from _findings(segment, spots, names, article, pairs.get(segment.index))


class _Texts(NamedTuple):
    """What an article's words are held against."""

    content: str
    foreign: regex.Pattern[str] | None  # letters of other scripts, if the MT has any
    origin: Language | None  # the source's language, if words copied from it can be told
    kept: frozenset[str]  # forms of the reference
    original: frozenset[str]  # forms of the source
    unlike: bool  # whether the reference writes Latin names in another script


def _spots(segment: Segment, texts: _Texts, language: Language) -> list[int]:
    # Indices of the segment's tokens that are not in the target language.
    spots: list[int] = []
    names: list[int] = []
    cited = ""  # the mark that closes the brackets or quotes we are in
    for i, token in enumerate(segment.tokens):
        word = token.word
        if word.kind is TokenKind.PUNCTUATION:
            cited = "" if word.form == cited else cited or _OPENING.get(word.form, "")
            continue
        if cited or word.kind is not TokenKind.WORD or word.comparable in texts.kept:
            continue
        left = (texts.foreign is not None and texts.foreign.match(word.form)) or (
            texts.origin is not None and _copied(token, texts.original, language, texts.origin)
        )
        if left and _in_name(segment, i, texts):
            continue
        named = texts.unlike and word.capitalised and word.comparable in texts.original
        if (not left and not named) or _in_compound(texts.content, token):
            continue  # or a term made of foreign words: follow-up, small-for-gestational-age
        (spots if left else names).append(i)
    spots += (i for a, b in _runs(names) if _is_name(segment, a, b) for i in range(a, b + 1))
    return sorted(spots)


def _in_name(segment: Segment, index: int, texts: _Texts) -> bool:
    # A small word within a name: von der Leyen.
    word, origin = segment.tokens[index].word, texts.origin
    if word.capitalised or origin is None or word.comparable not in origin.function_words:
        return False
    following = segment.tokens[index + 1].word if index + 1 < len(segment.tokens) else None
    return (
        following is not None and following.capitalised and (following.comparable in texts.original)
    )


def _names(
    segment: Segment, texts: _Texts, pair: Pair | None, language: Language
) -> dict[int, Span]:
    # Names in Latin letters that the reference writes in the target's own, where the language
    # knows no such form: "Scholz" is one, "Facebook" none. And where the reference has them.
    found: dict[int, Span] = {}
    if pair is None or pair.words is None:
        return found
    theirs: list[tuple[str, Token]] | None = None
    for i, token in enumerate(segment.tokens):
        word = token.word
        if not _NAMELIKE.match(word.form):
            continue
        if word.zipf > _FOREIGN or word.comparable in texts.kept:
            continue
        if texts.original and word.comparable not in texts.original:
            continue
        if theirs is None:
            mine = {t.comparable for t in pair.words.mt}
            theirs = [
                (sound(t.comparable, language), t)
                for t in pair.words.other
                if t.is_word
                and t.comparable not in mine
                and not _LATIN.search(t.form)
                and (t.word.capitalised or not language.core.cased)
            ]
        heard = sound(word.comparable, language)
        like, other = max(
            ((OSA.normalized_similarity(heard, sounds), t) for sounds, t in theirs),
            key=lambda scored: scored[0],
            default=(0.0, token),
        )
        if like >= _SOUNDS:
            found[i] = other.span
    return found


def _transliterates(article: AlignedArticle) -> bool:
    # A name in Latin letters is wrong where the reference writes it in the target's own.
    return (
        article.source is not None
        and article.reference is not None
        and "Latin" in article.source.language.core.scripts
        and "Latin" not in article.mt.language.core.scripts
    )


@cache
def _foreign(scripts: tuple[str, ...]) -> regex.Pattern[str]:
    # Letters of scripts that a text of this language is not written in. Latin and Greek letters
    # stand everywhere, for names, terms and formulas, and so prove nothing.
    own = "".join(rf"\p{{{s}}}" for s in (*scripts, "Latin", "Greek", "Common"))
    return regex.compile(rf"[\p{{L}}--[{own}]]", regex.V1)


def _in_compound(content: str, token: Token) -> bool:
    # A part of something longer: of an address (travel.gov.gr), beside digits (safe2choose).
    before = content[max(token.start - 1, 0) : token.start]
    after = content[token.end : token.end + 2]
    return (
        before in _JOINTS
        or before.isdecimal()
        or after[:1] in {"-", "/"}
        or after[:1].isdecimal()
        or (after[:1] in _JOINTS and after[1:].isalnum())
    )


def _forms(text: Text) -> frozenset[str]:
    return frozenset(t.comparable for s in text.segments for t in s.tokens)


def _copied(token: Token, original: frozenset[str], language: Language, origin: Language) -> bool:
    word = token.word
    # A capital that the source has not got: the word has been taken in as a German noun.
    if word.capitalised and not origin.core.nouns_capitalised:
        return False
    if word.all_caps or word.comparable not in original:
        return False
    return _of_origin(word.comparable, word.capitalised, language, origin)


@lru_cache(maxsize=50_000)
def _of_origin(form: str, capitalised: bool, language: Language, origin: Language) -> bool:  # noqa: FBT001 - half of a cache's key
    if language.lexicon is None or origin.lexicon is None:
        return False
    there, here = origin.lexicon.zipf(form), language.lexicon.zipf(form)
    if "Latin" in origin.core.scripts and "Latin" not in language.core.scripts:
        return there >= _KNOWN and len(form) > _TERM  # lists of such languages have them all
    at_home = here >= _AT_HOME and form not in origin.function_words
    taken_in = here >= _HEARD and there - here < _HOME_MADE  # Bundestag
    if at_home or (capitalised and (taken_in or not _is_noun(form, origin))):
        return False  # what has a capital by rule is mostly a name: Freiburg, Klingbeil
    if len(form) <= _SHORT:
        return there - here >= _FAR_APART
    if here == 0 and not capitalised:
        return there >= _HEARD
    return there >= _KNOWN and there - here >= _APART


def _is_noun(form: str, origin: Language) -> bool:
    # Whether a language that writes nouns with a capital knows a meaning of the word.
    return origin.senses is None or bool(origin.senses.of(origin.stem(form)))


def _findings(
    segment: Segment,
    spots: list[int],
    names: Mapping[int, Span],
    article: AlignedArticle,
    pair: Pair | None,
) -> Iterator[Finding]:
    for first, last in _runs(spots):
        tokens = segment.tokens[first : last + 1]
        if first and segment.tokens[first - 1].form in _QUOTES:
            continue
        span = stretch(tokens, 0, len(tokens))
        left = article.mt.at(span)
        named = any(i in names for i in range(first, last + 1))
        fix = _instead(tokens, pair, article, 0 if named else _MORE)
        if fix is None and first == last and named:
            fix = _lone(names[first], article.reference)
        if article.reference is not None:
            basis = Basis.REFERENCE
        else:
            basis = Basis.SOURCE if article.source else Basis.TEXT
        name = article.mt.language.core.name
        yield CHECK.finding(
            span,
            f'"{left}" is not {name}' + (f'; the reference has "{fix}" here.' if fix else "."),
            basis=basis,
            language=article.mt.language.code,
            suggestion=fix,
            certain=not named,  # the reference's name may stand in another case
        )


def _lone(place: Span, text: Text | None) -> str | None:
    # A name of the reference, where it is no part of a longer one: Мак-Гилла.
    if text is None or "-" in text.content[max(place.start - 1, 0) : place.end + 1]:
        return None
    return text.at(place)


def _is_name(segment: Segment, first: int, last: int) -> bool:
    # Of a first and a last name: a lone capital may be a brand, capitals throughout a title.
    words = [t.word for t in segment.tokens[first : last + 1]]
    return len(words) >= _NAME and all(len(w.form) > 1 and not w.all_caps for w in words)


def _runs(spots: list[int]) -> Iterator[tuple[int, int]]:
    if not spots:
        return
    first = last = spots[0]
    for spot in spots[1:]:
        if spot != last + 1:
            yield first, last
            first = spot
        last = spot
    yield first, last


def _instead(
    tokens: Sequence[Token], pair: Pair | None, article: AlignedArticle, most: int
) -> str | None:
    # What the reference has at this place, if nothing else differs there: ``most`` words more.
    if pair is None or pair.words is None or article.reference is None:
        return None
    at = next((i for i, t in enumerate(pair.words.mt) if t.start == tokens[0].start), None)
    if at is None:
        return None
    for a, b, c, d in gaps(pair.words):
        if a == at and b == at + len(tokens) and c < d and d - c <= len(tokens) + most:
            return article.reference.at(stretch(pair.words.other, c, d))
    return None
