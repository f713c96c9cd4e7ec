"""The tools of the comparison, each run as its users run it, over folders of PO files.

A tool is asked for the messages of every unit of every file. It sees source and translation, the
languages, gettext's flags, and the glossary, in the form that it takes one in, if it does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import polib

from benchmarks.comparison_errors import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from benchmarks.comparison_errors import Unit

__all__ = ["L10nLint", "Message", "Mtcheck", "Pofilter", "Tool", "Weblate", "new", "written"]

_LOCALES = {"zh": "zh_CN"}
_FORMS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
    "n%100>=20) ? 1 : 2);",
    "zh": "nplurals=1; plural=0;",
    "fr": "nplurals=2; plural=(n > 1);",
}


class Message(NamedTuple):
    """What a tool says of a unit: its rule, and its words or the text that it points at."""

    rule: str
    words: str


class Tool(Protocol):
    """``messages`` gives those of each unit, in order, by the file's name."""

    name: str

    def version(self) -> str:
        """As the tool itself says it."""
        ...

    def messages(self, folder: Path) -> dict[str, list[list[Message]]]:
        """What it says of the PO files ``folder/mt/SOURCE-TARGET.po``."""
        ...


def written(folder: Path, pair: str, units: Sequence[Unit], *, reference: bool = False) -> None:
    """Write units as ``SOURCE-TARGET.po`` of a folder; msgids are made unique by their number."""
    origin, _, target = pair.partition("-")
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Language": _LOCALES.get(target, target),
        "X-Source-Language": origin,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _FORMS.get(target, "nplurals=2; plural=(n != 1);"),
    }
    for one in units:
        text = one.reference if reference else one.target
        flags = [one.flags] if one.flags else []
        made.append(polib.POEntry(msgid=one.source, msgstr=text, flags=flags))
    folder.mkdir(parents=True, exist_ok=True)
    made.save(str(folder / f"{pair}.po"))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "mt").glob("*.po"))


def _run(
    command: Sequence[str | Path], given: str | None = None, right: Sequence[int] = (0, 1)
) -> str:
    """What a command prints; exit codes other than those that are ``right`` are an error."""
    done = subprocess.run(
        list(map(str, command)), input=given, capture_output=True, text=True, check=False
    )
    if done.returncode not in right:
        message = f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done.stdout


@dataclass(frozen=True)
class L10nLint:
    """All rules that are on by default, and the glossary as its configuration takes it."""

    command: str
    name: str = "l10n-lint"

    def version(self) -> str:
        """Its number."""
        return _run([self.command, "--version"]).split()[-1]

    def messages(self, folder: Path) -> dict[str, list[list[Message]]]:
        """By the line of the msgid, which it says."""
        found = {}
        for path in _files(folder):
            config = folder / f"{path.stem}.l10n-lint.toml"
            terms = TERMS.get(tuple(path.stem.split("-")), ()) if _wants_terms(folder) else ()
            rows = ", ".join(
                f"{{source = {json.dumps(source)}, target = {json.dumps(right)}}}"
                for source, right, _ in terms
            )
            config.write_text(f"[tool.l10n-lint]\nrequired-terms = [{rows}]\n", encoding="utf-8")
            command = [self.command, "--config", config, "-f", "json"]
            if terms:
                glossary = folder / f"{path.stem}.tsv"
                lines = "".join(f"{wrong}\t{right}\n" for _, right, wrong in terms)
                glossary.write_text(lines, encoding="utf-8")
                command += ["--glossary", glossary]
            out = _run([*command, path], right=(0, 1, 2))  # 2 where it has found errors
            starts = [entry.linenum for entry in polib.pofile(str(path))]
            units: list[list[Message]] = [[] for _ in starts]
            for issue in json.loads(out)["issues"]:
                at = bisect_right(starts, issue["line"]) - 1
                if at >= 0:
                    units[at].append(Message(issue["rule"], issue["message"]))
            found[path.name] = units
        return found


def _wants_terms(folder: Path) -> bool:
    return folder.name.startswith("glossary")


@dataclass(frozen=True)
class Pofilter:
    """All filters that are on by default, for the language of the file."""

    command: str
    name: str = "pofilter"

    def version(self) -> str:
        """Its number."""
        return _run([self.command, "--version"]).split()[-1]

    def messages(self, folder: Path) -> dict[str, list[list[Message]]]:
        """By the msgid, from the file that it writes."""
        found = {}
        for path in _files(folder):
            target = path.stem.partition("-")[2]
            out = folder / f"{path.stem}.pofilter.po"
            out.unlink(missing_ok=True)
            language = _LOCALES.get(target, target)
            _run([self.command, "--progress=none", f"--language={language}", path, out])
            said = {}
            for entry in polib.pofile(str(out)) if out.exists() else ():
                lines = (line for line in entry.tcomment.splitlines() if "(pofilter)" in line)
                parts = (line.partition("(pofilter)")[2].strip().partition(": ") for line in lines)
                said[entry.msgid] = [Message(rule, words) for rule, _, words in parts]
            found[path.name] = [said.get(entry.msgid, []) for entry in polib.pofile(str(path))]
        return found


@dataclass(frozen=True)
class Weblate:
    """The checks that Weblate has on by default, through :mod:`benchmarks.weblate_checks`."""

    python: str
    script: Path
    name: str = "Weblate"

    def version(self) -> str:
        """Its number."""
        asked = "from importlib.metadata import version; print(version('weblate'))"
        return _run([self.python, "-c", asked]).strip()

    def messages(self, folder: Path) -> dict[str, list[list[Message]]]:
        """One call for all units."""
        asked, sizes = [], {}
        for path in _files(folder):
            origin, _, target = path.stem.partition("-")
            entries = polib.pofile(str(path))
            sizes[path.name] = len(entries)
            asked += [
                json.dumps(
                    {
                        "source": entry.msgid,
                        "target": entry.msgstr,
                        "flags": ",".join(entry.flags),
                        "lang": "zh_Hans" if target == "zh" else target,
                        "source_lang": "zh_Hans" if origin == "zh" else origin,
                    }
                )
                for entry in entries
            ]
        out = _run([self.python, self.script], "\n".join(asked) + "\n").splitlines()
        answers = iter([[Message(name, "") for name in json.loads(line)] for line in out])
        return {name: [next(answers) for _ in range(size)] for name, size in sizes.items()}


@dataclass(frozen=True)
class Mtcheck:
    """As installed, by its command; with the source alone, or with a reference beside."""

    reference: bool

    @property
    def name(self) -> str:
        """What it may see."""
        return "mtcheck, with reference" if self.reference else "mtcheck, source alone"

    def version(self) -> str:
        """Its number."""
        return _run([sys.executable, "-m", "mtcheck", "--version"]).split()[-1]

    def messages(self, folder: Path) -> dict[str, list[list[Message]]]:
        """By the unit's id, which is its msgid; one call for all files."""
        out = folder / f"mtcheck{self.reference:d}.json"
        rows = ["source,target,forbidden,lang,source-lang"] if _wants_terms(folder) else []
        for (origin, target), terms in TERMS.items() if rows else ():
            rows += [f"{','.join(term)},{target},{origin}" for term in terms]
        (folder / "glossary.csv").write_text("\n".join(rows), encoding="utf-8")
        config = 'glossaries = ["glossary.csv"]\n' if rows else ""
        (folder / "mtcheck.toml").write_text(config, encoding="utf-8")
        command = [sys.executable, "-m", "mtcheck", "check", folder / "mt", "--no-cache"]
        if self.reference:
            command += ["--reference", folder / "ref"]
        _run([*command, "--config", folder / "mtcheck.toml", "--format", "json", "--output", out])
        said: dict[tuple[str, str], list[Message]] = {}
        for article in json.loads(out.read_text(encoding="utf-8"))["articles"]:
            name = article["path"].rsplit("/", 1)[-1]
            for finding in article["findings"]:
                key = name, finding["unit"]["id"]
                said.setdefault(key, []).append(Message(finding["code"], finding["text"]))
        return {
            path.name: [said.get((path.name, e.msgid), []) for e in polib.pofile(str(path))]
            for path in _files(folder)
        }


def new(after: Iterable[Message], before: Iterable[Message]) -> list[Message]:
    """The messages that were not there before the error was."""
    return sorted((Counter(after) - Counter(before)).elements())
