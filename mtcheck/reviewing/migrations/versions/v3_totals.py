"""Version 3: totals are kept, and the index of words is written some hundred sentences at a time.

The progress, which every page and every answer shows, added up all articles. And a trigger told
the index of words of each new sentence by itself, for which FTS5 wrote to the file every time:
100,000 articles took many times as long. Sentences that are taken in again and say what they said
now leave the index alone.
"""

from __future__ import annotations

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "3"
down_revision = "2"

_TOTALS = """
CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    articles INTEGER NOT NULL,
    done INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    edited INTEGER NOT NULL
) STRICT;
INSERT INTO totals
SELECT 1, count(*), CAST(total(open = 0) AS INTEGER), CAST(total(findings) AS INTEGER),
       CAST(total(accepted + rejected + disputed) AS INTEGER), CAST(total(edited) AS INTEGER)
FROM articles;
DROP TRIGGER words_new;
DROP TRIGGER words_changed
"""
_TRIGGER = """
CREATE TRIGGER words_changed AFTER UPDATE OF text, reference, source ON segments
WHEN old.text <> new.text OR old.reference IS NOT new.reference OR old.source IS NOT new.source
BEGIN
    INSERT INTO words (words, rowid, text, reference, source)
    VALUES ('delete', old.id, old.text, old.reference, old.source);
    INSERT INTO words (rowid, text, reference, source)
    VALUES (new.id, new.text, new.reference, new.source);
END
"""


def upgrade() -> None:
    """Add up once; change the triggers."""
    for statement in (*_TOTALS.split(";\n"), _TRIGGER):
        op.execute(statement.strip())
