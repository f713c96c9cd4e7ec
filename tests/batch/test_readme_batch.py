"""README's batch section, run as written."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from batch.runs import environment, table

ROOT = Path(__file__).parents[2]


def test_the_commands_of_the_readme_do_what_it_says(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```\n(pip install 'mtcheck\[batch\]'\n.*?)```", text, re.DOTALL)
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    codes = []
    for line in block.splitlines()[1:]:
        program, *arguments = shlex.split(line)
        assert program == "mtcheck"
        done = subprocess.run(  # noqa: S603 - this project's own command
            [sys.executable, "-m", "mtcheck", *arguments],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            timeout=300,
            check=False,
        )
        codes.append(done.returncode)
    assert codes == [1, 1, 0, 0, 0], "there are major errors; verify finds the run whole"
    # Two articles of the corpora are clean.
    assert 16 <= len(list((tmp_path / "dashboard-pages").glob("article-*.html"))) <= 18
    assert len(table(tmp_path / "run", "articles")) == 18
