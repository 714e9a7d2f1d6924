"""The README's five-minute tour is run as it stands: its files, its commands, their output."""

import os
import re
import subprocess
import sys
from pathlib import Path

from docs.markdown import ROOT, Block, blocks, replaced

README = ROOT / "README.md"
# Progress on a stream that is no terminal: a reader's terminal shows a bar that goes away.
_PROGRESS = re.compile(r"^\w+ \d+/\d+ .*\n", re.MULTILINE)


def environment(database: str, psql: str) -> dict[str, str]:
    """The reader's: seedc and psql on the path, the database in DATABASE_URL, no guard in force."""
    taken = ("APP_ENV", "FORCE_SEED", "SEEDC_DEBUG")
    kept = {k: v for k, v in os.environ.items() if k not in taken}
    folders = [str(Path(sys.executable).parent), str(Path(psql).parent), kept.get("PATH", "")]
    return {**kept, "PATH": os.pathsep.join(folders), "DATABASE_URL": database, "LC_ALL": "C.UTF-8"}


def run(block: Block, folder: Path, env: dict[str, str]) -> str:
    """The block's text with what its commands say now."""
    said = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(
                ["bash", "-c", f"{line[2:]} 2>&1"],
                cwd=folder,
                env=env,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            said.append(f"{line}\n{_PROGRESS.sub('', done.stdout)}")
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in said)


def test_the_tour_says_what_the_readme_shows(
    tmp_path: Path, database: str, psql: str, golden: bool
) -> None:
    page = README.read_text(encoding="utf-8")
    env = environment(database, psql)
    found = []
    for block in blocks(page):
        if block.mark.startswith("file: "):
            path = tmp_path / block.mark.removeprefix("file: ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.mark == "tour":
            found.append((block, run(block, tmp_path, env)))
    assert len(found) >= 5
    if golden:
        README.write_text(replaced(page, found), encoding="utf-8")
        return
    for block, text in found:
        assert block.text == text
