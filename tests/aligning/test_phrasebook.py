"""Looking entries up finds what holding each of them against a form would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.aligning.phrasebook import Phrasebook

_FORMS = st.text("abn", min_size=1, max_size=6)
_ENTRIES = st.lists(st.tuples(_FORMS, st.sampled_from(["word", "beginning", "ending"])), max_size=8)


@given(entries=_ENTRIES, form=_FORMS)
def test_every_entry_that_fits_is_found(entries: list[tuple[str, str]], form: str) -> None:
    written = {"word": "{}", "beginning": "{}*", "ending": "*{}"}
    book = Phrasebook(
        {kind + text: [written[kind].format(text)] for text, kind in entries},
        languages.load("en"),
    )
    fits = {
        "word": lambda text: form == text,
        "beginning": form.startswith,
        "ending": lambda text: form.endswith(text) and form != text,
    }
    fitting = {kind + text for text, kind in entries if fits[kind](text)}
    found = book.labels(form)
    assert found <= fitting
    assert bool(found) == bool(fitting)
    if form in {text for text, kind in entries if kind == "word"}:
        assert found == {"word" + form}
