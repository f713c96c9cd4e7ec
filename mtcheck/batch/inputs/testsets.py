"""sacrebleu's test sets and the outputs of systems for them, by name, where they are on disk.

``sacrebleu:wmt21/systems/en-de`` is the test set ``wmt21/systems`` for English to German. What
sacrebleu has unpacked is read: one text file a field, below its folder. Nothing is fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.batch.inputs.wmt import Output, Outputs
from mtcheck.errors import InputError, LanguageError
from mtcheck.settings import near

if TYPE_CHECKING:
    from mtcheck.batch.inputs.asking import Asked

__all__ = ["PREFIX", "TestSet"]

PREFIX = "sacrebleu:"
_NO_SYSTEMS = frozenset({"src", "docid", "origlang", "domain", "genre", "country"})
_REFERENCE = "ref"


class TestSet(Outputs):
    """The outputs of a test set for a language pair."""

    __test__ = False  # pytest takes it for a test otherwise

    def __init__(self, asked: Asked) -> None:
        """Find the fields on disk; raises :class:`InputError` where they are not."""
        name, _, pair = asked.input.removeprefix(PREFIX).rpartition("/")
        source, _, target = pair.partition("-")
        if not (name and source and target):
            message = f"write it as {PREFIX}TESTSET/PAIR, as in {PREFIX}wmt21/systems/en-de"
            raise InputError(message, path=asked.input)
        fields = _fields(name, pair, asked.input)
        try:
            tags = [languages.load(code).tag for code in (target, source)]
        except LanguageError as error:
            raise InputError(str(error), path=asked.input) from None
        reference = _reference(fields, asked)
        docs = fields.get("docid")
        systems = [f for f in fields if f not in _NO_SYSTEMS and not _is_reference(f)]
        found = [
            Output(
                system=system,
                target_lang=tags[0],
                source_lang=tags[1],
                mt=str(fields[system]),
                reference=reference,
                source=str(fields["src"]) if "src" in fields else None,
                documents=str(docs) if docs else None,
            )
            for system in sorted(systems)
            if asked.system in {None, system}
        ]
        if not found:
            which = f"no output of {asked.system}" if asked.system else "no outputs of systems"
            message = f"has {which} on disk, only {', '.join(sorted(fields))}"
            raise InputError(message, path=asked.input)
        super().__init__("sacrebleu", found, asked.rows_each)


def _fields(name: str, pair: str, given: str) -> dict[str, Path]:
    """The fields of a test set that are on disk, by their names."""
    from sacrebleu.dataset import DATASETS
    from sacrebleu.utils import SACREBLEU_DIR

    if name not in DATASETS:
        message = f"sacrebleu has no test set {name!r}{near(name, tuple(DATASETS))}"
        raise InputError(message, path=given)
    folder = Path(SACREBLEU_DIR, name)
    prefix = f"{name.replace('/', '_')}.{pair}."
    found = {
        path.name.removeprefix(prefix): path
        for path in sorted(folder.glob(f"{prefix}*"))
        if path.is_file()
    }
    if not found:
        message = (
            f"is not on disk (in {folder}): sacrebleu -t {name} -l {pair} --echo src fetches it"
        )
        raise InputError(message, path=given)
    return found


def _is_reference(field: str) -> bool:
    # "ref", or "ref-A" for "ref:A", which is no name of a file on every system
    return field == _REFERENCE or field.startswith(f"{_REFERENCE}-")


def _reference(fields: dict[str, Path], asked: Asked) -> str | None:
    references = sorted(field for field in fields if _is_reference(field))
    if asked.reference is None:
        return str(fields[references[0]]) if references else None
    for field in (asked.reference, f"{_REFERENCE}-{asked.reference}"):
        if field in references:
            return str(fields[field])
    message = f"none of its references ({', '.join(references) or 'none'})"
    raise InputError(message, path=f"--reference {asked.reference}")
