"""Functions: the Catalog has none, but triggers name them, and go when their function goes."""

from collections.abc import Mapping
from dataclasses import replace

from seedc.catalog import QualifiedName
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_alter import depends
from seedc.frontend.ddl.specs import Name
from seedc.frontend.ddl.state import State


def find_function(state: State, name: Name) -> QualifiedName | None:
    """The function of that name that the script made; None for one that is not its own."""
    return next((c for c in state.candidates(name) if c in state.functions), None)


def move_functions(state: State, names: Mapping[QualifiedName, QualifiedName]) -> None:
    """Give functions new names (old → new), in the triggers that call them too."""
    state.functions = {names.get(name, name): None for name in state.functions}
    texts = {str(old): str(new) for old, new in names.items()}
    for table in state.tables.values():
        for name, trigger in table.triggers.items():
            function = texts.get(trigger.function, trigger.function)
            table.triggers[name] = replace(trigger, function=function)


def drop_function(state: State, operation: op.Drop, name: Name) -> None:
    """DROP FUNCTION: its triggers go with CASCADE or forbid it."""
    found = find_function(state, name)
    if found is not None:
        remove_function(state, operation, found)


def remove_function(state: State, operation: op.Drop, found: QualifiedName) -> None:
    """Take a function away."""
    for table in state.tables.values():
        for trigger in tuple(table.triggers.values()):
            if trigger.function != str(found):
                continue
            if not operation.cascade:
                raise depends(operation, f'function "{found}"', f'"{table.name}"', trigger.name)
            del table.triggers[trigger.name]
    del state.functions[found]
