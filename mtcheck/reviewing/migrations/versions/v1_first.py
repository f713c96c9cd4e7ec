"""Version 1: articles, sentences, findings, and what editors do with them."""

from __future__ import annotations

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "1"
down_revision = None

_TABLES = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (path, sha256)
) STRICT;

CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    json TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    document TEXT NOT NULL,
    path TEXT,
    system TEXT NOT NULL DEFAULT '',
    source_lang TEXT,
    target_lang TEXT NOT NULL,
    headline TEXT NOT NULL,
    words INTEGER NOT NULL,
    priority REAL NOT NULL DEFAULT 0,
    findings INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0,
    minor INTEGER NOT NULL DEFAULT 0,
    major INTEGER NOT NULL DEFAULT 0,
    critical INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    disputed INTEGER NOT NULL DEFAULT 0,
    edited INTEGER NOT NULL DEFAULT 0,
    aligned INTEGER NOT NULL DEFAULT 0,
    file INTEGER REFERENCES files,
    settings INTEGER REFERENCES settings,
    taken TEXT NOT NULL
) STRICT;
CREATE INDEX articles_queue ON articles (priority DESC, id);

CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles,
    mt TEXT NOT NULL,
    layout BLOB
) STRICT;

CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    mt TEXT NOT NULL,
    text TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    editor TEXT,
    at TEXT,
    reference TEXT,
    source TEXT,
    unit TEXT NOT NULL DEFAULT '',
    locked INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX segments_article ON segments (article, number);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    segment INTEGER NOT NULL REFERENCES segments,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    confidence REAL NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    suggestion TEXT,
    safe INTEGER NOT NULL DEFAULT 0,
    message TEXT NOT NULL,
    reference_text TEXT,
    source_text TEXT,
    fingerprint TEXT NOT NULL,
    evidence TEXT NOT NULL DEFAULT '[]',
    basis TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL CHECK (origin IN ('check', 'editor', 'import')),
    author TEXT,
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'accepted', 'rejected', 'disputed')),
    stale INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL
        GENERATED ALWAYS AS (state = 'open' AND NOT stale AND NOT gone AND NOT withdrawn) VIRTUAL
) STRICT;
CREATE INDEX findings_article ON findings (article, start);
CREATE INDEX findings_code ON findings (code, open, severity, category, article);
CREATE INDEX findings_category ON findings (category, open, severity, article);
CREATE INDEX findings_severity ON findings (severity, open, article);

CREATE TABLE decisions (
    finding INTEGER NOT NULL REFERENCES findings,
    editor TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected')),
    reason TEXT,
    comment TEXT,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (finding, editor)
) STRICT, WITHOUT ROWID;

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    finding INTEGER REFERENCES findings,
    editor TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX comments_article ON comments (article);

CREATE TABLE drafts (
    editor TEXT NOT NULL,
    segment INTEGER NOT NULL REFERENCES segments,
    text TEXT NOT NULL,
    base_version INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (editor, segment)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    editor TEXT NOT NULL,
    kind TEXT NOT NULL,
    article INTEGER REFERENCES articles,
    segment INTEGER REFERENCES segments,
    finding INTEGER REFERENCES findings,
    payload TEXT NOT NULL,
    undoes INTEGER REFERENCES events
) STRICT;
CREATE INDEX events_article ON events (article, id);
CREATE INDEX events_editor ON events (editor, id);

CREATE TABLE steps (
    event INTEGER PRIMARY KEY REFERENCES events,
    editor TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles,
    undone INTEGER REFERENCES events
) STRICT;
CREATE INDEX steps_editor ON steps (editor, article, event);

CREATE TABLE work (
    editor TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles,
    judged INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (editor, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE facets (
    code TEXT NOT NULL,
    category TEXT NOT NULL,
    severity TEXT NOT NULL,
    system TEXT NOT NULL,
    pair TEXT NOT NULL,
    findings INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (code, category, severity, system, pair)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    text, reference, source,
    content = 'segments', content_rowid = 'id', tokenize = 'trigram'
)
"""
_TRIGGERS = """
CREATE TRIGGER words_new AFTER INSERT ON segments BEGIN
    INSERT INTO words (rowid, text, reference, source)
    VALUES (new.id, new.text, new.reference, new.source);
END

CREATE TRIGGER words_changed AFTER UPDATE OF text, reference, source ON segments BEGIN
    INSERT INTO words (words, rowid, text, reference, source)
    VALUES ('delete', old.id, old.text, old.reference, old.source);
    INSERT INTO words (rowid, text, reference, source)
    VALUES (new.id, new.text, new.reference, new.source);
END

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END

CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END
"""


def upgrade() -> None:
    """Make all of it in an empty file."""
    for statement in (*_TABLES.split(";\n"), *_TRIGGERS.split("\n\n")):
        op.execute(statement.strip())
