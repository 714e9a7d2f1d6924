"""Which scripts a command runs: files of `build/`, or texts compiled now for what was asked for.

Under its default profile a dataset's script is the committed one, whatever the sources say by now.
A profile or numbers that were asked for get the script of the sources; the file of it, if there is
one, is only compared.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from seedc.artifacts import (
    MANIFEST,
    SEED,
    built,
    default_profiles,
    reset_path,
    row_counts,
    verify_path,
)
from seedc.cli.session import Session
from seedc.compilation import Asked, Compilation
from seedc.diagnostics import Diagnostic, Rejected, Sink
from seedc.frontend.volume.profiles import SIZE
from seedc.ir.program import DatasetProgram
from seedc.origin import Origin
from seedc.pipeline import compile_project
from seedc.project import Project
from seedc.scripts.load import render_all, render_load
from seedc.scripts.reset import render_reset
from seedc.scripts.verify import render_verify

# What is wrong with the command line or the environment, and not with the files.
_OF_THE_ASK = frozenset(["SD705", "SD706"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """`--profile` and the texts of `--set`."""

    profile: str | None = None
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of script: `path` gives its place in `build/` from the dataset, the profile, and
    whether that is the default one; `render` its text; `together` the file and the text of all
    datasets in one, where there is such a thing."""

    path: Callable[[str, str, bool], str]
    render: Callable[[DatasetProgram], str]
    together: tuple[str, Callable[[Sequence[DatasetProgram]], str]] | None = None
    compiles: bool = False
    """Whether the sources are compiled in any case: for the seed lines in messages."""


LOAD = Kind(
    path=lambda dataset, profile, _: f"{dataset}/{profile}.sql",
    render=render_load,
    together=(SEED, render_all),
    compiles=True,
)
VERIFY = Kind(
    path=lambda dataset, profile, usual: verify_path(dataset, None if usual else profile),
    render=render_verify,
)
RESET = Kind(
    path=lambda dataset, profile, usual: reset_path(dataset, None if usual else profile),
    render=render_reset,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script to run: its file for messages, its text, and the programs it was compiled from;
    without them the sources are newer, or have errors, or have no rows (`is_empty`)."""

    file: str
    text: str
    programs: tuple[DatasetProgram, ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a command runs: the project, the datasets that were meant and those of them that have
    scripts, the scripts in order, and the rows of each table by dataset, as far as the manifest
    tells."""

    project: Project
    chosen: tuple[str, ...]
    names: tuple[str, ...]
    scripts: tuple[Script, ...]
    rows: Mapping[str, Mapping[str, int]]


def choose(session: Session, datasets: tuple[str, ...], ask: Ask, kind: Kind) -> Choice:
    """The scripts for the datasets (all that do not stand alone, where none is named). Says on
    standard error what is not the committed file. Raises Rejected: SD617 for a script that is
    neither there nor can be compiled, what the compiler says about the ask."""
    project = session.open(Sink())
    chosen = taken(session, project, datasets)
    manifest = project.read(_file(project, MANIFEST))
    source = _Source(project=project, ask=ask, kind=kind, manifest=manifest or "")
    source.compile(chosen)
    if manifest is None and not source.asked:
        raise missing(_file(project, MANIFEST))
    names = _with_scripts(project, chosen, manifest, source)
    if kind.together and not datasets and not source.asked & {*names}:
        scripts = [source.whole(*kind.together)]
    else:
        scripts = [source.script(name) for name in names]
    return Choice(
        project=project,
        chosen=chosen,
        names=names,
        scripts=tuple(scripts),
        rows=source.rows(names),
    )


def taken(session: Session, project: Project, names: tuple[str, ...]) -> tuple[str, ...]:
    """The datasets that a command takes: those it names; where it names none, all that do not stand
    alone. A usage error for a name that does not exist, and where nothing is left to take."""
    known = session.chosen(project, names)
    found = known if names else project.settings.together(known)
    if known and not found:
        message = f"every dataset stands alone; name what is meant: {', '.join(known)}"
        raise click.UsageError(message)
    return found


def require_programs(choice: Choice) -> None:
    """Raises Rejected (SD618) for a script that is not what the sources compile to: rows computed
    here would be others than those it says."""
    for script in choice.scripts:
        if not script.programs and not script.is_empty:
            found = Diagnostic(
                code="SD618",
                origin=Origin(script.file),
                message="is not what the sources compile to",
                help="run seedc build, or apply without --backend copydata and --fingerprint",
            )
            raise Rejected([found])


def missing(file: str, help_: str = "run seedc build first") -> Rejected:
    """SD617 for a file that is not there."""
    message = f"{file} does not exist"
    return Rejected([Diagnostic(code="SD617", origin=Origin(file), message=message, help=help_)])


def _file(project: Project, path: str) -> str:
    return (Path(project.settings.build) / path).as_posix()


def _with_scripts(
    project: Project, chosen: Sequence[str], manifest: str | None, source: "_Source"
) -> tuple[str, ...]:
    """The chosen datasets that have scripts. One whose files were built, as the manifest tells, and
    gave no row has none."""
    scripts, inputs = _built(project, manifest)
    datasets = [dataset for dataset in project.datasets if dataset.name in chosen]
    found = []
    for dataset in datasets:
        program = source.programs.get(dataset.name)
        if program is not None and (manifest is None or dataset.name in source.asked):
            there = bool(program.stages)
        else:
            files = {*dataset.seeds, *filter(None, [dataset.volume])}
            there = dataset.name in scripts or not inputs >= files
        found += [dataset.name] if there else []
    return tuple(found)


def _built(project: Project, manifest: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The datasets that have scripts, and the inputs of the build. Raises Rejected (SD617) for a
    manifest that is none, such as one with two sides of a merge in it."""
    if manifest is None:
        return frozenset(), frozenset()
    if found := built(manifest):
        return found
    file = _file(project, MANIFEST)
    message = f"{file} is no manifest of seedc build"
    raise Rejected(
        [Diagnostic(code="SD617", origin=Origin(file), message=message, help="run seedc build")]
    )


@dataclass(slots=True, kw_only=True)
class _Source:
    """Where scripts come from: `build/`, and the compiled sources as far as there are any."""

    project: Project
    ask: Ask
    kind: Kind
    manifest: str
    programs: dict[str, DatasetProgram] = field(default_factory=dict)
    profiles: dict[str, str] = field(default_factory=dict)
    """The profile of each dataset: the one asked for, else its default one."""
    asked: set[str] = field(default_factory=set)
    """The datasets whose profile is not the default one."""
    errors: Rejected | None = None
    said: set[str] = field(default_factory=set)

    def compile(self, chosen: Sequence[str]) -> None:
        """Compile what the command needs and find out what was asked for."""
        ruled = [d.name for d in self.project.datasets if d.volume and d.name in chosen]
        if self.kind.compiles or ruled or self.ask.profile or self.ask.sets:
            state = self._compiled()
            if state is not None:
                self._take(state, chosen)
                return
        self.profiles = default_profiles(self.manifest)
        wanted = self.ask.profile or os.environ.get(SIZE)
        for name in ruled if wanted else ():
            if wanted != self.profiles.get(name):
                self.asked.add(name)
                self.profiles[name] = str(wanted)

    def _take(self, state: Compilation, chosen: Sequence[str]) -> None:
        default = {program.dataset: program.profile for program in state.programs}
        for program in state.wanted:
            name = program.dataset
            self.programs[name], self.profiles[name] = program, program.profile
            if program.profile != default[name]:
                self.asked.add(name)
                if name in chosen:
                    self.say(f"{name}: {', '.join(state.said(name))}")

    def _compiled(self) -> Compilation | None:
        asked = Asked(profile=self.ask.profile, sets=self.ask.sets, environment=os.environ)
        try:
            return compile_project(self.project, Sink(), asked=asked, others=False)
        except Rejected as rejected:
            if self.ask.sets or any(d.code in _OF_THE_ASK for d in rejected.diagnostics):
                raise
            self.errors = rejected
        self.say(f"the sources have errors; using what is in {self.project.settings.build}/")
        return None

    def say(self, text: str) -> None:
        """A sentence on standard error, once."""
        if text not in self.said:
            self.said.add(text)
            click.echo(text, err=True)

    def whole(self, path: str, render: Callable[[Sequence[DatasetProgram]], str]) -> Script:
        """The committed script of all datasets that do not stand alone."""
        names = self.project.settings.together(self.programs)
        programs = tuple(self.programs[name] for name in names if self.programs[name].stages)
        script = self._committed(path, programs, render)
        is_empty = not programs and self.errors is None and script.text == render(())
        return replace(script, is_empty=is_empty)

    def script(self, name: str) -> Script:
        """The script of one dataset."""
        program = self.programs.get(name)
        usual = name not in self.asked
        path = self.kind.path(name, self.profiles.get(name, ""), usual)
        if usual:
            programs = () if program is None else (program,)
            return self._committed(path, programs, lambda found: self.kind.render(found[0]))
        return self._asked(path, program)

    def _committed(
        self,
        path: str,
        programs: tuple[DatasetProgram, ...],
        render: Callable[[Sequence[DatasetProgram]], str],
    ) -> Script:
        file = _file(self.project, path)
        text = self.project.read(file)
        if text is None:
            raise missing(file)
        if programs and render(programs) != text:
            build = self.project.settings.build
            self.say(f"{build}/ is older than its sources; using what is in {build}/")
            programs = ()
        return Script(file=file, text=text, programs=programs)

    def _asked(self, path: str, program: DatasetProgram | None) -> Script:
        file = _file(self.project, path)
        there = self.project.read(file)
        if program is not None:
            text = self.kind.render(program)
            if text != there:
                why = "is not there" if there is None else "is older than its sources"
                self.say(f"{file} {why}; compiled now")
            return Script(file=file, text=text, programs=(program,))
        if there is None:
            raise self.errors or missing(file)
        return Script(file=file, text=there)

    def rows(self, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """The rows of each table of the datasets, as the manifest tells."""
        default = row_counts(self.manifest)
        found = {}
        for name in names:
            counts = (
                row_counts(self.manifest, self.profiles[name]) if name in self.asked else default
            )
            if name in counts:
                found[name] = counts[name]
        return found
