"""What every command shares: the group, the Session, and how a run ends.

Exit codes: 0 done; 1 the input is wrong (or a check found something); 2 usage; 3 refused by a
guard; 70 a bug of ours; 130 interrupted.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from seedc.cli.group import cli
from seedc.compilation import Asked, Compilation
from seedc.diagnostics import Diagnostic, Rejected, Sink
from seedc.emit import SUFFIX, Outside
from seedc.origin import Origin
from seedc.pipeline import compile_project
from seedc.project import Project, find_root, open_project
from seedc.rendering import render_github, render_json, render_text
from seedc.server.guard import Refused

if TYPE_CHECKING:
    from seedc.building import Built

_RENDERERS = {"json": render_json, "github": render_github}


@dataclass(slots=True)
class Session:
    """What the group's options say; the project is opened by the first command that needs it."""

    folder: Path | None
    format: str = "text"
    project: Project | None = None

    def open(self, sink: Sink, *, schema_from: str | None = None) -> Project:
        """The project, its settings read. Raises Rejected."""
        root = find_root((self.folder or Path.cwd()).resolve(), sink)
        self.project = open_project(root, sink, schema_from=schema_from)
        return self.project

    def compile(
        self,
        *,
        schema_from: str | None = None,
        until: str = "program",
        profile: str | None = None,
        sets: Mapping[str, str] | None = None,
        others: bool = True,
        unchecked: bool = False,
    ) -> Compilation:
        """The project compiled up to a stage, its warnings printed at once, with the CHECKs left
        to the database where `unchecked` asks for them. `profile` and `sets` are what the command
        line asks for; the environment's variables count beside them. Raises Rejected."""
        sink = Sink()
        project = self.open(sink, schema_from=schema_from)
        asked = Asked(profile=profile, sets=sets or {}, environment=os.environ)
        state = compile_project(
            project, sink, schema_from=schema_from, until=until, asked=asked, others=others
        )
        self.say((*sink.diagnostics, *(state.unchecked if unchecked else ())))
        return state

    def build(
        self,
        *,
        schema_from: str | None,
        profile: str | None,
        sets: Mapping[str, str],
        jobs: int | None,
    ) -> tuple[Compilation, tuple["Built", ...]]:
        """The project compiled to the parts of `build/`, like `compile`. Raises Rejected."""
        from seedc.building import build_project  # noqa: PLC0415 - Jinja comes with it

        sink = Sink()
        project = self.open(sink, schema_from=schema_from)
        asked = Asked(profile=profile, sets=sets, environment=os.environ)
        found = build_project(project, sink, schema_from=schema_from, asked=asked, jobs=jobs)
        self.say(sink.diagnostics)
        return found

    def say(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Print diagnostics in the chosen format: text to standard error, JSON and GitHub's
        commands to standard output."""
        read = self.project.read if self.project else (lambda file: None)
        if self.format == "text":
            text = render_text(diagnostics, read, color=sys.stderr.isatty())
        else:
            text = _RENDERERS[self.format](diagnostics, read)
        click.echo(text, nl=False, err=self.format == "text")

    def chosen(self, project: Project, names: tuple[str, ...]) -> tuple[str, ...]:
        """The datasets that the command line names, all where it names none. A usage error where
        one does not exist."""
        known = [dataset.name for dataset in project.datasets]
        for name in names:
            if name not in known:
                message = f'there is no dataset "{name}"; there are: {", ".join(known)}'
                raise click.UsageError(message)
        return names or tuple(known)


def counted(number: int, noun: str) -> str:
    """`1 dataset`, `2 datasets`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextmanager
def outcome(session: Session) -> Iterator[None]:
    """Turn what the compiler and the server raise into words and an exit code."""
    try:
        yield
    except Rejected as rejected:
        session.say(rejected.diagnostics)
        sys.exit(1)
    except Refused as refused:
        session.say([refused.diagnostic])
        sys.exit(3)
    except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
        raise
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except Exception as error:
        _bug(error)


@contextmanager
def build_folder(project: Project) -> Iterator[None]:
    """Write to the build folder alone, and turn what the system says of it into SD013. Raises
    Rejected."""
    try:
        with _alone(project.root):
            yield
    except OSError as error:
        place = Path(error.filename or "it").name.removesuffix(SUFFIX)
        said = f"{place}: {error.strerror or type(error).__name__}"
    except Outside as error:
        said = str(error)
    else:
        return
    raise Rejected([Diagnostic(code="SD013", origin=Origin(project.settings.build), message=said)])


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Wait for other commands that write to the project's build folder. The lock is on the folder
    itself, so no file is left; where the system has no such locks, nobody waits."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not every system has it

            handle = os.open(root, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _bug(error: Exception) -> NoReturn:
    """Names the place, never the values: a message of a library may hold a password."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    click.echo(f"seedc: internal error: {type(error).__name__} at {place}", err=True)
    click.echo("This is a bug of ours; SEEDC_DEBUG=1 shows the traceback.", err=True)
    if os.environ.get("SEEDC_DEBUG"):
        traceback.print_exception(error)
    sys.exit(70)


FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print diagnostics.",
)
PROFILE = click.option(
    "--profile",
    metavar="NAME",
    help="The profile of volume.json. Default: SEED_SIZE, else the project's.",
)


def _pairs(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """`name=number`, each name once."""
    found: dict[str, str] = {}
    for value in values:
        name, sign, number = value.partition("=")
        if not sign or name in found:
            why = "is given twice" if sign else "is not name=number"
            raise click.BadParameter(f'"{name}" {why}', context, parameter)
        found[name] = number
    return found


SETS = click.option(
    "--set",
    "sets",
    multiple=True,
    callback=_pairs,
    metavar="NAME=NUMBER",
    help="Another value for a parameter of volume.json (or for batch).",
)
SCHEMA_FROM = click.option(
    "--schema-from",
    metavar="DSN",
    help="Read the schema from this database instead of schema.sql"
    " (or the name of an environment variable that holds its address).",
)


def command(name: str, *decorators: Callable[[Any], Any]) -> Callable[[Any], click.Command]:
    """A command whose function gets the Session first and runs inside `outcome`."""

    def register(function: Callable[..., None]) -> click.Command:
        def body(context: click.Context, **arguments: Any) -> None:
            session = Session(context.obj)
            session.format = arguments.pop("form", "text")
            with outcome(session):
                function(session, **arguments)

        wrapped: Any = click.pass_context(body)
        for decorate in reversed(decorators):
            wrapped = decorate(wrapped)
        return cli.command(name, help=function.__doc__)(wrapped)

    return register
