"""Law: a modifier beside a rule does what it says, or is refused; none is passed over.

The rules are those of the generators' cases, each tried with one more modifier.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from seedc.compilation import Asked
from seedc.diagnostics import Rejected, Sink
from seedc.ir.columnar import columns_of
from seedc.pipeline import compile_project
from seedc.project import open_project

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("generators/*/seeds"))
SECRETS = {"SEEDC_CASE_PASSWORD": "open sesame"}
ROWS = 40
Cells = Mapping[tuple[str, str], list[object]]


def cells(root: Path) -> Cells | None:
    """The first values of every generated column; None where the rules are refused."""
    sink = Sink()
    try:
        state = compile_project(open_project(root, sink), sink, asked=Asked(environment=SECRETS))
    except Rejected:
        return None
    return dict(_cells(state.programs))


def _cells(programs: Any) -> Iterator[tuple[tuple[str, str], list[object]]]:
    loads = [load for program in programs for part in program.volume for load in part.loads]
    for load in loads:
        function = load.generated.functions[0]
        indexes = range(function.count)[:ROWS] if function.count else function.indexes[:ROWS]
        found = columns_of(function.lets, list(indexes))
        for column in load.generated.columns:
            yield (load.table.name.name, column.column.name), list(found[column.column.name])


def changed(root: Path, name: str, value: object) -> Iterator[tuple[str, Cells, tuple[str, str]]]:
    """The rows with one more modifier, for each rule that has none and takes it."""
    (file,) = root.glob("seeds/*/volume.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    for table, members in document["tables"].items():
        for column, rule in members.get("columns", {}).items():
            nested = [part for part in rule.values() if isinstance(part, dict)]
            if any(name in part for part in (rule, *nested)):
                continue
            members["columns"][column] = {**rule, name: value}
            file.write_text(json.dumps(document), encoding="utf-8")
            found = cells(root)
            members["columns"][column] = rule
            place = (table.rpartition(".")[2], column)
            if found is not None and place in found:
                yield json.dumps(rule), found, place


@pytest.fixture(params=CASES, ids=lambda path: path.name)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "case"))


def test_a_distribution_changes_values_or_is_refused(root: Path) -> None:
    before = cells(root)
    assert before is not None
    for rule, found, place in changed(root, "distribution", "zipf"):
        constant = len({str(value) for value in before[place]}) == 1
        assert constant or found[place] != before[place], rule


def test_unique_values_are_unique_or_refused(root: Path) -> None:
    for rule, found, place in changed(root, "unique", value=True):
        values = [str(value) for value in found[place] if value is not None]
        assert len({*values}) == len(values) or '{"day"' in rule, rule
