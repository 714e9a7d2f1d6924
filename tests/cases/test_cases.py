"""Case folders: each is a project, `args` its command line (default: check), with what it says.

`stderr.txt`, `stdout.txt` and `exit.txt` are compared, and rewritten by `pytest --golden`.
"""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from seedc.cli import cli

HERE = Path(__file__).parent
CASES = sorted(f.parent for kind in ("errors", "outputs") for f in HERE.glob(f"{kind}/*/seeds"))


def _asked() -> list[str]:
    """The variables that say how many rows there are to be."""
    return [name for name in os.environ if name.startswith("SEED_")]


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.relative_to(HERE).as_posix())
def test_case(case: Path, tmp_path: Path, golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    shutil.copytree(case, project)
    for name in ("DATABASE_URL", "APP_ENV", "FORCE_SEED", *_asked()):
        monkeypatch.delenv(name, raising=False)
    args = (case / "args").read_text().split() if (case / "args").exists() else ["check"]
    result = CliRunner().invoke(cli, ["--project", str(project), *args])
    said = {
        "stderr.txt": result.stderr,
        "stdout.txt": result.stdout,
        "exit.txt": f"{result.exit_code}\n",
    }
    for name, text in said.items():
        expected = case / name
        if golden:
            expected.write_text(text, encoding="utf-8") if text else expected.unlink(
                missing_ok=True
            )
        else:
            assert text == (expected.read_text(encoding="utf-8") if expected.exists() else "")
    if case.parent.name == "errors":
        assert case.name[:5] in result.stderr
        assert not (project / "build").exists(), "wrong input writes nothing"
