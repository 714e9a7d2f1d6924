"""`seedc fmt` without the printing: each seed file of a project in contract order."""

from collections.abc import Iterator

from seedc.diagnostics import Sink
from seedc.frontend.seed.format import format_seed
from seedc.frontend.seed.parse import parse_document
from seedc.frontend.seed.reader import read_seed
from seedc.passes.names import table_names
from seedc.passes.ranks import child_ranks, list_ranks
from seedc.pipeline import Compilation, read_schemas
from seedc.project import Project


def formatted(project: Project, sink: Sink) -> Iterator[tuple[str, str, str]]:
    """Each seed file with its text in contract order and its text as it is.

    A file that cannot be read is reported and left out; so are mistakes in a schema. Names that fit
    no table are not reported: their lists go to the end.
    """
    state = read_schemas(Compilation(project=project), sink)
    for dataset in project.datasets:
        if dataset.name not in state.catalogs:
            continue
        settings = project.settings.dataset(dataset.name)
        names = table_names(dataset.name, state.catalogs[dataset.name], settings, sink)
        for file in dataset.seeds:
            data = (project.root / file).read_bytes()
            doc = read_seed(file, data, sink)
            document = parse_document(file, data, Sink())
            if doc is None or not isinstance(document, dict):
                continue
            ranks = {**child_ranks(doc, names), **list_ranks(doc, names)}
            yield file, format_seed(document, ranks), data.decode("utf-8")
