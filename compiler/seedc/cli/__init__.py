"""The command line. Thin: it parses words, calls the compiler or the server, prints, and exits."""

import gc
import io
import sys

from seedc.cli import compiling, database, previewing
from seedc.cli.session import cli

__all__ = ["cli", "compiling", "database", "main", "previewing"]


def main() -> None:
    """The console script."""
    # Millions of small objects live until the end of a build; looking for garbage among them again
    # and again costs a quarter of the time and finds none.
    gc.set_threshold(200_000, 50, 100)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding lacks is shown escaped, as on standard error.
        sys.stdout.reconfigure(errors="backslashreplace")
    cli(prog_name="seedc")
