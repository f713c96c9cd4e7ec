"""Version 2: filters read their index alone.

The indices of version 1 had no word of whether a finding still stands, so that every row was
looked up for it: a second and more for a check with 100,000 findings.
"""

from __future__ import annotations

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "2"
down_revision = "1"

_INDICES = """
DROP INDEX findings_code;
DROP INDEX findings_category;
DROP INDEX findings_severity;
CREATE INDEX findings_code ON findings
    (code, gone, withdrawn, open, severity, category, article);
CREATE INDEX findings_category ON findings (category, gone, withdrawn, open, severity, article);
CREATE INDEX findings_severity ON findings (severity, gone, withdrawn, open, article);
CREATE INDEX articles_open ON articles (open, priority DESC, id)
"""


def upgrade() -> None:
    """Change the indices; no row changes."""
    for statement in _INDICES.split(";\n"):
        op.execute(statement.strip())
