"""The group of commands knows them without importing them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from laws.kit import make_project
from seedc.cli.group import COMMANDS, cli


def test_the_help_of_the_group_has_the_commands_own_lines() -> None:
    own = {
        name: " ".join(str(command.help).split("\n\n")[0].split())
        for name, command in cli.every_command().items()
    }
    assert own == {name: known.line for name, known in COMMANDS.items()}


@pytest.mark.parametrize("asked", [["--version"], ["--help"], ["-h"]])
def test_the_version_and_the_help_import_no_compiler(asked: list[str]) -> None:
    script = (
        "import sys\nfrom seedc.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    print([m for m in sys.modules if m in ('seedc.pipeline', 'postgast', 'dataclass')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *asked], check=True, capture_output=True, text=True
    )
    assert done.stdout.endswith("[]\n")


def test_a_build_without_checks_imports_no_grammar_of_theirs_and_no_terminal(
    tmp_path: Path,
) -> None:
    volume = {
        "clock": "2026-01-01T00:00:00Z",
        "profiles": {"SMALL": {"things": 20}},
        "tables": {"things": {"rows": "things"}},
    }
    schema = "CREATE TABLE things (id bigint PRIMARY KEY, name text, born date);"
    root = make_project(tmp_path, schema, {})
    (root / "seeds/shop/volume.json").write_text(json.dumps(volume))
    script = (
        "import sys\nimport seedc.server.applying\nfrom seedc.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    print([m for m in sys.modules if m in ('sqlglot', 'rich', 'numpy', 'polars')])"
    )
    command = [sys.executable, "-c", script, "--project", str(root), "build"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "20 rows (20 generated)" in done.stdout
    assert done.stdout.endswith("[]\n")
