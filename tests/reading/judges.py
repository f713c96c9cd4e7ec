"""Each format as its own library reads and writes it: what our readers are held against."""

from __future__ import annotations

import csv
import io
import json
import plistlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import javaproperties
import polib
import ruamel.yaml
import webvtt
from translate.storage.properties import stringsutf8file

from mtcheck import languages
from mtcheck.reading import formats, units
from mtcheck.reading.units import File

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from mtcheck.article import Text
    from mtcheck.reading.units import Document

Items = list[tuple[str, str]]
EN = languages.load("en")


@dataclass(frozen=True)
class Judge:
    """``written`` makes a file of ids and texts; ``read`` gives them back from any file.

    ``unlike`` are characters that the library itself does not read back.
    """

    suffix: str
    written: Callable[[Items, random.Random], str]
    read: Callable[[str], Items]
    unlike: str = ""

    @property
    def fragments(self) -> list[str]:
        """What hostile files of the format are made of."""
        return _FRAGMENTS[self.suffix].split("¦")


def documents(file: str, suffix: str) -> Sequence[Document]:
    form = formats.FORMATS[suffix]
    return form.read(file, f"a{suffix}")


def items(file: str, suffix: str) -> Items:
    """The ids and texts of the units of a file, ICU messages and plurals as the file has them."""
    return [(e.id, e.target.text) for d in documents(file, suffix) for e in d.entries]


def text(file: str, suffix: str) -> Text:
    entries = [e for d in documents(file, suffix) for e in d.entries]
    return units.text_of([(e, e.target) for e in entries], EN, File(f"a{suffix}", file))


def _po(every: Items, chance: random.Random) -> str:
    made = polib.POFile(wrapwidth=chance.choice([20, 78, 0]))
    made.metadata = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
    for key, said in every:
        made.append(polib.POEntry(msgid=key, msgstr=said, comment=chance.choice(["", "a\nb"])))
    return f"{made}\n".replace("\n", chance.choice(["\n", "\r\n"]))


def _po_read(file: str) -> Items:
    every = polib.pofile(file.replace("\r\n", "\n"), check_for_duplicates=True)
    found = []
    for entry in every:
        if entry.obsolete:
            continue
        name = entry.msgid if entry.msgctxt is None else f"{entry.msgctxt}|{entry.msgid}"
        if entry.msgid_plural:
            found += [(f"{name}[{n}]", said) for n, said in sorted(entry.msgstr_plural.items())]
        else:
            found.append((name, entry.msgstr))
    return found


def _json(every: Items, chance: random.Random) -> str:
    made = json.dumps(
        dict(every), indent=chance.choice([None, 2]), ensure_ascii=chance.choice([True, False])
    )
    return made.replace("\n", chance.choice(["\n", "\r\n"]))


def _flat(value: object, keys: tuple[str, ...] = ()) -> Items:
    if isinstance(value, str):
        return [(".".join(keys), value)]
    if isinstance(value, dict):
        return [i for key, inner in value.items() for i in _flat(inner, (*keys, str(key)))]
    if isinstance(value, list):
        return [i for at, inner in enumerate(value) for i in _flat(inner, (*keys, str(at)))]
    return []


def _json_read(file: str) -> Items:
    value = json.loads(file)
    if not isinstance(value, dict | list):
        raise TypeError
    return _flat(value)


def _properties(every: Items, chance: random.Random) -> str:
    made: str = javaproperties.dumps(
        dict(every),
        separator=chance.choice(["=", " = ", ": ", " "]),
        timestamp=False,
        ensure_ascii=chance.choice([True, False]),
    )
    return made.replace("\n", chance.choice(["\n", "\r\n", "\r"]))


def _properties_read(file: str) -> Items:
    return list(javaproperties.loads(file).items())


def _strings(every: Items, chance: random.Random) -> str:
    def quoted(said: str) -> str:
        kept = said.replace("\\", "\\\\").replace('"', '\\"')
        return kept if chance.random() < 0.5 else kept.replace("\n", "\\n").replace("\t", "\\t")

    comment = chance.choice(["", "/* a comment */\n", "// another\n"])
    return "\n".join(f'{comment}"{quoted(key)}" = "{quoted(said)}";' for key, said in every) + "\n"


def _strings_read(file: str) -> Items:
    store = stringsutf8file()
    store.parse(file.encode())
    return [(unit.name, unit.source) for unit in store.units if unit.name]


def _yaml(every: Items, chance: random.Random) -> str:
    import yaml

    made: str = yaml.safe_dump(
        {"top": dict(every)},
        default_style=chance.choice([None, '"', "'", "|", ">"]),
        default_flow_style=chance.choice([True, False]),
        allow_unicode=chance.choice([True, False]),
        width=chance.choice([10, 80]),
        sort_keys=False,
    )
    return made.replace("\n", chance.choice(["\n", "\r\n"])) if "|" not in made else made


def _yaml_read(file: str) -> Items:
    return _flat(ruamel.yaml.YAML(typ="safe", pure=True).load(file))


def _cues(head: str, mark: str) -> Callable[[Items, random.Random], str]:
    def written(every: Items, chance: random.Random) -> str:
        made = [head] if head else []
        for number, (_, said) in enumerate(every):
            time = f"00:{number // 60:02}:{number % 60:02}{mark}000"
            end = f"00:{number // 60:02}:{number % 60:02}{mark}900"
            made.append(f"{number + 1}\n{time} --> {end}\n{said}\n")
        return "\n".join(made).replace("\n", chance.choice(["\n", "\r\n"]))

    return written


def _cues_read(form: str) -> Callable[[str], Items]:
    def read(file: str) -> Items:
        found = webvtt.from_buffer(io.StringIO(file), format=form)
        return [(str(at), cue.raw_text) for at, cue in enumerate(found, 1)]

    return read


def _csv(every: Items, chance: random.Random) -> str:
    out = io.StringIO()
    made = csv.writer(
        out,
        delimiter=chance.choice([",", ";", "\t", "|"]),
        quoting=chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
        lineterminator=chance.choice(["\n", "\r\n"]),
    )
    made.writerow(["id", "target", "more"])
    made.writerows([key, said, ""] for key, said in every)
    return out.getvalue()


def _csv_read(file: str) -> Items:
    delimiter = max(",;\t|", key=file.split("\n", maxsplit=1)[0].count)
    found = list(csv.reader(io.StringIO(file, newline=""), delimiter=delimiter))
    return [(row[0], row[1]) for row in found[1:]]


def _tsv(every: Items, chance: random.Random) -> str:
    end = chance.choice(["\n", "\r\n"])
    return "".join(f"{key}\t{said}{end}" for key, said in [("id", "target"), *every])


def _tsv_read(file: str) -> Items:
    rows = [line.split("\t") for line in file.splitlines()[1:]]
    return [(row[0], row[1]) for row in rows]


def _catalog(every: Items, chance: random.Random) -> str:
    unit = {"state": chance.choice(["translated", "needs_review"])}
    strings = {
        key: {"localizations": {"de": {"stringUnit": unit | {"value": said}}}}
        for key, said in every
    }
    made = {"sourceLanguage": "en", "strings": strings, "version": "1.0"}
    indent = chance.choice([None, 2])
    return json.dumps(made, ensure_ascii=chance.random() < 0.5, indent=indent)


def _catalog_read(file: str) -> Items:
    strings = json.loads(file)["strings"]
    return [
        (key, one["localizations"]["de"]["stringUnit"]["value"]) for key, one in strings.items()
    ]


def _variants(every: Items, chance: random.Random) -> str:
    del chance
    made = {key: {"NSStringLocalizedFormatKey": said} for key, said in every}
    written = plistlib.dumps(made, sort_keys=False).decode()
    return written[written.index("<plist") :]  # without a declaration, in any encoding


def _variants_read(file: str) -> Items:
    read = plistlib.loads(file.encode())
    return [(key, one["NSStringLocalizedFormatKey"]) for key, one in read.items()]


_FRAGMENTS = {
    ".csv": 'id,target,source\n¦a,b,c\n¦"¦""¦,¦;¦\t¦\r\n¦\r¦"x\ny",¦sep=;\n',
    ".tsv": "id\ttarget\n¦a\tb\n¦\t¦\n¦\r¦x",
    ".po": 'msgid "a"\n¦msgstr "b"\n¦msgid "¦msgctxt ¦msgid_plural ¦msgstr[0] ¦#~ ¦#, fuzzy\n¦# c\n'
    '¦"x"\n¦\\"¦\\n¦\\¦#| ¦\n\n¦msgstr[1]',
    ".json": '{¦}¦[¦]¦:¦,¦"a"¦"b\\u00e9"¦"\\ud83d\\ude00"¦1¦null¦"¦\\¦\n¦"@a"¦{"a": "b"}¦"_comment"'
    '¦"{n, plural, one {# x} other {y}}"',
    ".arb": '{"@@locale": "de", ¦"@a": {"description": "x"}¦"a": "b"¦}¦{¦,¦"¦:',
    ".properties": "a=b\n¦c : d\r\n¦e f\r¦\\\n  ¦\\u00e9¦\\u¦# c\n¦! d\n¦=¦ ¦\\"
    "¦{0} ''¦\\ud83d\\ude00"
    "¦\t¦\f",
    ".strings": '"a" = "b";\n¦c = d;\n¦"¦=¦;¦/* x */¦//y\n¦\\U00e9¦\\n¦\\¦/*¦ ¦\n',
    ".xcstrings": '{"sourceLanguage": "en", "strings": {¦"a": {"localizations": {"de": {'
    '"stringUnit": {"state": "new", "value": "b"}}}}¦"variations": {"plural": {"one": ¦}'
    '¦}}, "version": "1.0"}¦,¦"¦\\',
    ".stringsdict": '<?xml version="1.0"?>¦<plist version="1.0">¦<dict>¦<key>a</key>¦<string>b'
    "</string>¦</dict>¦</plist>¦<!-- c -->¦&amp;¦&#65;¦<¦<![CDATA[x]]>¦%#@n@¦\n"
    "¦NSStringLocalizedFormatKey",
    ".yml": "de:\n¦  a: b\n¦  c: 'd'\n¦  e: \"f\"\n¦  g: |\n    h\n\n    i\n¦  j: >-\n¦    k\n"
    "¦&x ¦*x¦!t "
    "¦<<: ¦# c\n¦- ¦[¦]¦{¦}¦:¦\\u00e9¦\t¦  ¦\n¦? ¦---\n¦%¦'¦\"¦yes¦~",
    ".srt": "1\n¦00:00:01,000 --> 00:00:02,000\n¦<i>x</i>\n¦\n¦-->¦2¦- y\n¦{\\an8}",
    ".vtt": "WEBVTT\n\n¦00:01.000 --> 00:02.000\n¦NOTE x\n¦\n¦a\n¦&amp;¦&lt;¦STYLE\n¦<v Bob>x¦-->",
}

JUDGES = (
    Judge(".csv", _csv, _csv_read),
    Judge(".tsv", _tsv, _tsv_read),
    Judge(".po", _po, _po_read),
    Judge(".json", _json, _json_read),
    Judge(".arb", _json, _json_read),
    Judge(".properties", _properties, _properties_read),
    Judge(".strings", _strings, _strings_read, unlike="\\"),
    Judge(".xcstrings", _catalog, _catalog_read),
    Judge(".stringsdict", _variants, _variants_read),
    Judge(".yml", _yaml, _yaml_read),
    Judge(".srt", _cues("", ","), _cues_read("srt")),
    Judge(".vtt", _cues("WEBVTT\n", "."), _cues_read("vtt")),
)
