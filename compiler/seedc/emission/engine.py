"""Whether the second backend's engine is there, and can make the rows of a program."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.ir.program import DatasetProgram, GeneratedRows
from seedc.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How rows are computed, which decides no byte of them: by `jobs` processes, each `chunk` rows
    at a time (None: as the engine likes)."""

    jobs: int = 1
    chunk: int | None = None


def ready(programs: Iterable[DatasetProgram], libraries: Iterable[str]) -> None:
    """Raises Rejected: SD619 where one of these libraries, which the extra `copy` brings, is not
    there; SD765 for every table whose rows need what the engine lacks."""
    missing = [name for name in libraries if not _installed(name)]
    if missing:
        raise Rejected(
            [
                Diagnostic(
                    code="SD619",
                    origin=Origin("seedc[copy]"),
                    message=f"{' and '.join(missing)} cannot be imported",
                    help="pip install 'seedc[copy]'",
                )
            ]
        )
    # Imported here: NumPy takes 0.1 s, which a build of scripts alone need not pay.
    from seedc.backends.copydata.stream import supported  # noqa: PLC0415

    found = [one for program in programs for one in _lacking(program, supported)]
    if found:
        raise Rejected(found)


def _installed(name: str) -> bool:
    # find_spec would be cheaper, and true for a library that does not load.
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def _lacking(
    program: DatasetProgram, supported: Callable[[GeneratedRows], list[str]]
) -> Iterator[Diagnostic]:
    for load in program.loads:
        if load.generated is None or not (lacks := supported(load.generated)):
            continue
        yield Diagnostic(
            code="SD765",
            origin=Origin(f"{program.dataset}/{program.profile}"),
            message=f"the rows of {load.table.name} cannot be computed without a server",
            notes=tuple(Note(text) for text in lacks),
            help="the scripts of seedc build, without --backend and --emit, have no such limit",
        )
