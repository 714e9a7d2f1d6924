"""The group of commands knows them without importing them."""

import subprocess
import sys

import pytest

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
