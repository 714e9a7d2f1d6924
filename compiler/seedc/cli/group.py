"""The group of commands, each imported when it is asked for.

Most of the compiler is imported with a command. `seedc --version` and `seedc --help` need none, and
take 0.1 s where they took half a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from seedc import __version__


@dataclass(frozen=True, slots=True)
class Known:
    """A command by the module that defines it, and its line in the help of the group."""

    module: str
    line: str


COMMANDS: Mapping[str, Known] = {
    "apply": Known("database", "Run the scripts of build/ on a database."),
    "build": Known(
        "compiling",
        "Compile every dataset into build/; with --profile or --set, scripts of that size as well.",
    ),
    "check": Known("compiling", "Check schemas, seed files and settings; write nothing."),
    "demo": Known(
        "database",
        "Compile, load into an embedded PostgreSQL twice, verify, and show it all; datasets that"
        " stand alone are compiled only.",
    ),
    "dump": Known("compiling", "Show what the compiler understood after a stage."),
    "explain": Known("compiling", "Say what a diagnostic code means and how to mend it."),
    "fmt": Known(
        "compiling", "Rewrite seed files in contract order, and volume.json in its one layout."
    ),
    "plan": Known("database", "Say what apply would insert, update and delete."),
    "preview": Known(
        "previewing",
        "Show the first generated rows of a table, or how a column's values are spread.",
    ),
    "reset": Known(
        "database",
        "Delete the seeds' rows from a database, generated ones too, unless other rows refer to"
        " them; each dataset in one transaction.",
    ),
    "verify": Known(
        "database",
        "Prove that a database holds what the seeds say, under the default profile or the one"
        " asked for.",
    ),
}
"""Every command, by its name. `tests/cli` holds the lines against the commands' own texts."""


class Commands(click.Group):
    """A group that knows its commands' names and lines without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now. None for a name that is none."""
        known = COMMANDS.get(cmd_name)
        if known is not None and cmd_name not in self.commands:
            import_module(f"seedc.cli.{known.module}")
        return self.commands.get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; where no command has the name, after importing all, so that click
        can propose one."""
        if args and args[0] not in COMMANDS:
            self.every_command()
        return super().resolve_command(ctx, args)

    def every_command(self) -> Mapping[str, click.Command]:
        """All commands by name, imported."""
        for known in COMMANDS.values():
            import_module(f"seedc.cli.{known.module}")
        return self.commands

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands' lines, cut as click cuts them."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        lines = {name: click.Command(name, help=COMMANDS[name].line) for name in sorted(COMMANDS)}
        with formatter.section("Commands"):
            formatter.write_dl([(name, c.get_short_help_str(limit)) for name, c in lines.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seedc")
@click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The project folder. Default: the nearest folder upwards that holds seeds/.",
)
@click.pass_context
def cli(context: click.Context, folder: Path | None) -> None:
    """Compile seed data into SQL that a team reviews like a migration."""
    context.obj = folder
