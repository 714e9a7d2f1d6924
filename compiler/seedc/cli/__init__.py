"""The command line. Thin: it parses words, calls the compiler or the server, prints, and exits."""

import atexit
import gc
import io
import sys

# Millions of small objects live until the end of a build; looking for garbage among them again and
# again costs a quarter of the time and finds none. Before the imports, which make the first ones.
gc.set_threshold(200_000, 50, 100)
# And once more at the end: all of it is given back to the system anyway.
atexit.register(gc.freeze)

from seedc.cli.group import cli  # noqa: E402

__all__ = ["cli", "main"]


def main() -> None:
    """The console script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding lacks is shown escaped, as on standard error.
        sys.stdout.reconfigure(errors="backslashreplace")
    cli(prog_name="seedc")
