"""Where a report says that an error is: a reader for every format, none of them ours.

:data:`LINES` read a file's report as places (path, line). :data:`WORDS` are of formats that know
segments alone: they read (path, words before the mark, marked words).
"""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from typing import TYPE_CHECKING, Any

from junitparser import JUnitXml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["LINES", "WORDS"]

_Place = tuple[str, int]
_Words = tuple[str, str, str]


def _text(file: Path) -> Iterator[_Place]:
    found = re.findall(r"^(\S+):(\d+):\d+  \w+  N101 ", file.read_text("utf-8"), re.MULTILINE)
    return ((path, int(line)) for path, line in found)


def _markdown(file: Path) -> Iterator[_Place]:
    path = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("### "):
            path = line.removeprefix("### ")
        elif "| N101 " in line:
            yield path, int(line.split("|")[2])


def _csv(file: Path) -> Iterator[_Place]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"] == "N101":
                yield row["path"], int(row["line"])


def _articles(articles: list[dict[str, Any]]) -> Iterator[_Place]:
    for article in articles:
        for finding in article["findings"]:
            if finding["code"] == "N101":
                yield article["path"], finding["line"]


def _json(file: Path) -> Iterator[_Place]:
    return _articles(json.loads(file.read_bytes())["articles"])


def _jsonl(file: Path) -> Iterator[_Place]:
    return _articles([json.loads(line) for line in file.read_text("utf-8").splitlines()])


def _sarif(file: Path) -> Iterator[_Place]:
    for result in json.loads(file.read_bytes())["runs"][0]["results"]:
        if result["ruleId"] == "N101":
            place = result["locations"][0]["physicalLocation"]
            yield place["artifactLocation"]["uri"], place["region"]["startLine"]


def _github(file: Path) -> Iterator[_Place]:
    pattern = r"^::error file=([^,:]+),line=(\d+),[^:]*title=N101 "
    found = re.findall(pattern, file.read_text("utf-8"), re.MULTILINE)
    return ((path, int(line)) for path, line in found)


def _gitlab(file: Path) -> Iterator[_Place]:
    for issue in json.loads(file.read_bytes()):
        if issue["check_name"] == "N101":
            yield issue["location"]["path"], issue["location"]["lines"]["begin"]


def _junit(file: Path) -> Iterator[_Place]:
    for suite in JUnitXml.fromfile(str(file)):
        for case in suite:
            for failure in case.result:
                for path, line in re.findall(
                    r"^(\S+):(\d+):\d+: \w+ N101 ", failure.text, re.MULTILINE
                ):
                    yield path, int(line)


def _rdjson(file: Path) -> Iterator[_Place]:
    for found in json.loads(file.read_bytes())["diagnostics"]:
        if found["code"]["value"] == "N101":
            place = found["location"]
            yield place["path"], place["range"]["start"]["line"]


def _checkstyle(file: Path) -> Iterator[_Place]:
    for part in ET.fromstring(file.read_bytes()):  # noqa: S314 - made in this test
        for error in part:
            if error.get("source") == "mtcheck.N101":
                yield str(part.get("name")), int(error.get("line", "0"))


def _marot(file: Path) -> Iterator[_Words]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in rows:
            if "N101" in json.loads(row["metadata"]).get("note", ""):
                before, _, rest = row["target"].partition("<v>")
                yield row["doc"].rpartition(":")[0], before, rest.partition("</v>")[0]


def _standalone(file: Path) -> Iterator[_Words]:
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        for error in row["errors"]:
            if error["code"] == "N101":
                text = row["hypothesis"]
                yield (
                    row["document_id"],
                    text[: error["start"]],
                    text[error["start"] : error["end"]],
                )


def _pearmut(file: Path) -> Iterator[_Words]:
    documents = [one for task in json.loads(file.read_bytes())["data"] for one in task]
    for item in (item for document in documents for item in document):
        text = item["tgt"]["mt"].replace("\n", "")  # Pearmut counts no line ends
        if any(own["code"] == "N101" for own in item.get("mtcheck", ())):
            for span in item["error_spans"]["mt"]:
                marked = text[span["start_i"] : span["end_i"] + 1]
                yield item["item_id"].split("_#_")[1], text[: span["start_i"]], marked


def _html(folder: Path) -> Iterator[_Words]:
    for file in sorted(folder.iterdir()):
        page = file.read_text("utf-8")
        (path,) = re.findall(r"<h1>(.*?)</h1>", page)
        for before, marked in re.findall(
            r'<div class="words"[^>]*>([^<]*)<mark class="[^"]*check-N101">([^<]*)</mark>', page
        ):
            yield unescape(path), unescape(before), unescape(marked)


def _marks(document: ET.Element) -> Iterator[_Words]:
    space = document.tag.partition("}")[0] + "}"
    its = "{http://www.w3.org/2005/11/its}locQualityIssueComment"
    for part in document.iter(f"{space}file"):
        for target in part.iter(f"{space}target"):
            for mark in target.iter(f"{space}mrk"):
                if "N101" in mark.get(its, ""):
                    yield str(part.get("original")), target.text or "", mark.text or ""


def _xliff(folder: Path) -> Iterator[_Words]:
    for file in sorted(folder.iterdir()):
        yield from _marks(ET.fromstring(file.read_bytes()))  # noqa: S314 - made in this test


def _xliff12(file: Path) -> Iterator[_Words]:
    return _marks(ET.fromstring(file.read_bytes()))  # noqa: S314 - made in this test


LINES: dict[str, Callable[[Path], Iterator[_Place]]] = {
    "text": _text,
    "markdown": _markdown,
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "checkstyle": _checkstyle,
}

WORDS: dict[str, Callable[[Path], Iterator[_Words]]] = {
    "marot": _marot,
    "standalone": _standalone,
    "pearmut": _pearmut,
    "html": _html,
    "xliff": _xliff,
    "xliff12": _xliff12,
}
