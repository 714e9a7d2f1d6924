"""Problems of rules and rows to diagnostics: each at the member of volume.json that is at fault."""

from dataclasses import dataclass, field, replace

from seedc.diagnostics import Note, Sink
from seedc.frontend.volume.document import Rule, VolumeTable
from seedc.generators.context import Problem
from seedc.jsonvalue import JsonValue, Pointer
from seedc.origin import Origin


@dataclass(slots=True)
class Reporter:
    """Reports each problem once, though every profile and every table that reads the column may
    meet it; `profile` is named where it is not the one that is built by default."""

    sink: Sink
    profile: str = ""
    met: int = 0
    """How many problems there were so far, those that had been reported before among them."""
    seen: set[tuple[str, Origin]] = field(default_factory=set)

    def rule(self, problem: Problem, rule: Rule) -> None:
        """A problem of a column's rule."""
        pointer = rule.origin.pointer or ()
        place = (*pointer, *_inside_rule(rule, problem.path))
        self._report(problem, replace(rule.origin, pointer=place))

    def table(self, problem: Problem, table: VolumeTable) -> None:
        """A problem of a table's rows, or of a column without a rule."""
        pointer = table.origin.pointer or ()
        place = replace(table.origin, pointer=(*pointer, *problem.path), part="value")
        self._report(problem, place if problem.path else table.origin)

    def _report(self, problem: Problem, origin: Origin) -> None:
        self.met += 1
        if (problem.code, origin) in self.seen:
            return
        self.seen.add((problem.code, origin))
        notes = [Note(f"under the profile {self.profile}")] if self.profile else []
        self.sink.report(problem.code, origin, problem.message, *notes, help=problem.help)


def _inside_rule(rule: Rule, path: Pointer) -> Pointer:
    """From the rule to the member at fault. A distribution may stand beside the options or among
    them: where it is not beside, the place is shown as that of the rule."""
    if _inside(rule.options, path):
        return (rule.generator, *path)
    return path if path[:1] == ("distribution",) and rule.distribution is not None else ()


def _inside(options: JsonValue, path: Pointer) -> bool:
    """Whether the path leads somewhere in a rule's options."""
    for step in path:
        if isinstance(options, dict) and step in options:
            options = options[str(step)]
        elif isinstance(options, list) and isinstance(step, int) and step < len(options):
            options = options[step]
        else:
            return False
    return True
