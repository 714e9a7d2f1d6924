"""DO blocks, functions and calls: code that can change tables without saying so in DDL."""

import re
from collections.abc import Callable, Iterator

from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node, NotSql
from seedc.frontend.ddl.naming import named
from seedc.frontend.ddl.nodes import Place, Unsupported
from seedc.frontend.ddl.operations import (
    Action,
    AlterTable,
    CreateExtension,
    CreateFunction,
    Guarded,
    Operation,
    SetNotNull,
    SetSearchPath,
    Skipped,
)
from seedc.frontend.ddl.plpgsql import Step, statements, steps
from seedc.frontend.ddl.specs import Name

Reader = Callable[[Node, Place], Iterator[Operation]]


class Refused(Exception):
    """A statement that has a code of its own: code, message, help."""


def _refuse_block() -> Refused:
    return Refused(
        "SD403",
        "a DO block can change tables in ways that only a server can tell",
        "introspect a database that has the schema: seedc build --schema-from DSN",
    )


# Code that changes what the Catalog holds; in strings too, because EXECUTE runs those.
_CHANGES = re.compile(
    r"""\b(?:create|alter|drop)\s+
        (?:(?:or\s+replace|unlogged|foreign|unique|constraint|event)\s+)*
        (?:table|type|domain|schema|sequence|index|trigger|extension|view|materialized)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_DYNAMIC = re.compile(r"\bexecute\b(?!\s+(?:function|procedure)\b)", re.IGNORECASE)
_ROLES = re.compile(
    r"\b(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|database|policy|publication)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"'(?:[^']|'')*+'|--[^\n]*+|/\*.*?\*/", re.DOTALL)
_LEAVES = re.compile(r"\b(?:return|exit|continue)\b", re.IGNORECASE)
_ANY_DDL = re.compile(r"\b(?:create|alter|drop|import)\b", re.IGNORECASE)
_CALL = re.compile(r'(\w+)"?\s*\(')

_ABSENT = re.compile(
    r"\s*(?:not\s+exists\s*\(|to_reg\w+\s*\([^()]*\)\s+is\s+null\s*\Z)", re.IGNORECASE
)
_PRESENT = re.compile(
    r"\s*(?:exists\s*\(|to_reg\w+\s*\([^()]*\)\s+is\s+not\s+null\s*\Z)", re.IGNORECASE
)
_CATALOGS = re.compile(r"\b(?:pg_\w+|information_schema|to_reg\w+)\b", re.IGNORECASE)
_HISTORY = re.compile(r'not\s+exists\s*\(.*"__EFMigrationsHistory"', re.IGNORECASE | re.DOTALL)
_LITERAL = re.compile(r"'([^']*)'")
_DUPLICATES = re.compile(
    r"(?:(?:duplicate_(?:object|table|column|alias|schema)|others)(?:\s+or\s+)?)+\Z", re.IGNORECASE
)
# Statements that do nothing but fail where their object exists, and where it does not.
_CREATIONS = frozenset(
    ["create_enum_stmt", "create_domain_stmt", "composite_type_stmt", "create_range_stmt",
     "create_stmt", "create_seq_stmt", "create_schema_stmt", "create_extension_stmt",
     "create_trig_stmt", "create_function_stmt", "index_stmt", "view_stmt", "alter_table_stmt",
     "alter_enum_stmt", "comment_stmt"]
)  # fmt: skip
_NO_TABLE = (CreateExtension, CreateFunction, Skipped)
_REMOVALS = frozenset(["alter_table_stmt", "drop_stmt", "rename_stmt"])


def block(node: Node, place: Place, read: Reader) -> Iterator[Operation]:
    """A DO block; `read` makes operations of the statements in it. Raises Refused (SD403).

    Understood are plain statements, the idioms that create something unless it exists or drop it if
    it does, the guarded steps that EF Core writes, and code without any DDL.
    """
    bodies = [a.def_elem.arg.string.sval for a in node.args if a.def_elem.defname == "as"]
    body = bodies[0] if bodies else ""
    if _is_harmless(body, place.makers):
        yield Skipped(place.start, "DO", "its code changes no table")
        return
    found, start = steps(body), place.text.find(body)
    if found is None or start < 0 or _LEAVES.search(_HIDDEN.sub("''", body)):
        raise _refuse_block()
    yield from list(_run(found, place, start, read))


def _run(found: tuple[Step, ...], place: Place, start: int, read: Reader) -> Iterator[Operation]:
    """The operations of steps that follow each other; `start` is the body's offset in the text."""
    for step in found:
        if step.handler:
            yield from _handled(step, place, start, read)
        elif not step.condition:
            yield from _statement(step, place, start, read, None)
        elif _HISTORY.match(step.condition):
            yield from _run(step.inner, place, start, read)
        elif not _is_harmless(step.text, place.makers):
            yield _conditional(step, place, start, read)


def _handled(step: Step, place: Place, start: int, read: Reader) -> Iterator[Operation]:
    """A block with an EXCEPTION: one for what exists already, whose handler changes no table; or
    functions and extensions made this way or another, whichever the server's rights allow."""
    inner = tuple(_run(step.inner, place, start, read))
    if _DUPLICATES.fullmatch(step.handler) and _is_harmless(step.rescue, place.makers):
        yield Guarded(place.start, inner)
        return
    rescue = statements(step.rescue, step.rescued)
    if rescue is None or not all(isinstance(o, _NO_TABLE) for o in inner):
        raise _refuse_block()
    if not all(isinstance(o, _NO_TABLE) for o in _run(rescue, place, start, read)):
        raise _refuse_block()
    yield from inner


def _conditional(step: Step, place: Place, start: int, read: Reader) -> Guarded:
    """An IF that asks the catalogs for the very thing that it then makes or takes away."""
    absent = _ABSENT.match(step.condition) is not None
    if not _CATALOGS.search(step.condition) or not (absent or _PRESENT.match(step.condition)):
        raise _refuse_block()
    kinds = _CREATIONS if absent else _REMOVALS
    inner = tuple(
        operation
        for each in step.inner
        for operation in _statement(each, place, start, read, kinds)
    )
    asked = {word for text in _LITERAL.findall(step.condition) for word in _words(text)}
    first = next((o for o in inner if not isinstance(o, Skipped)), None)
    if first is not None and not asked & {name.lower() for name in named(first)}:
        raise _refuse_block()
    return Guarded(place.start, inner, missing=not absent)


def _words(literal: str) -> tuple[str, ...]:
    plain = literal.replace('"', "").lower()
    return plain, plain.rpartition(".")[2]


def _statement(
    step: Step, place: Place, start: int, read: Reader, kinds: frozenset[str] | None
) -> Iterator[Operation]:
    if step.inner:
        raise _refuse_block()
    if _is_harmless(step.text, place.makers):
        return
    try:
        nodes = grammar.parse(step.text)
    except NotSql:
        raise _refuse_block() from None
    for node in nodes:
        if kinds is not None and node.WhichOneof("node") not in kinds:
            raise _refuse_block()
        yield from read(node, place.inside(step.text, start + step.offset))


def _is_harmless(body: str, makers: set[str]) -> bool:
    """Whether code has no DDL but that of roles, runs no text and calls no function that has."""
    if _DYNAMIC.search(body) or makers & {name.lower() for name in _CALL.findall(body)}:
        return False
    return not _ANY_DDL.search(_ROLES.sub("", _HIDDEN.sub("''", body)))


def create_function(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE FUNCTION or PROCEDURE; one whose code changes tables is remembered."""
    parts = grammar.strings(node.funcname)
    schema = parts[-2] if len(parts) > 1 else None
    bodies = [option.def_elem.arg for option in node.options if option.def_elem.defname == "as"]
    code = "\n".join(text for item in bodies for text in grammar.strings(item.list.items))
    calls = {name.lower() for name in _CALL.findall(code)}
    if _CHANGES.search(code) or place.makers & calls:
        place.makers.add(parts[-1].lower())
    yield CreateFunction(place.start, Name(schema, parts[-1], place.start))


def call(node: Node, place: Place) -> Iterator[Operation]:
    """CALL of a procedure."""
    refuse_makers(place)
    yield Skipped(place.start, "CALL", "a call")


def refuse_makers(place: Place) -> None:
    """Raises Unsupported where the statement calls a function whose code changes tables."""
    for name in _CALL.findall(place.text) if place.makers else ():
        if name.lower() in place.makers:
            raise Unsupported(f'a query that calls "{name}", whose code changes tables,')


_MAKES_COLUMNS = frozenset(["addgeometrycolumn", "dropgeometrycolumn"])


def select(node: Node, place: Place) -> Iterator[Operation]:
    """A query: nothing to the Catalog, but for what the functions do that it calls."""
    refuse_makers(place)
    for target in node.target_list:
        kind, value = grammar.unwrap(target.res_target.val)
        function = grammar.strings(value.funcname)[-1] if kind == "func_call" else ""
        if function in _MAKES_COLUMNS:
            raise Unsupported(f"a query that calls {function}")
        if function == "set_config" and value.args[0].a_const.sval.sval == "search_path":
            yield SetSearchPath(place.start, _path(value.args[1].a_const.sval.sval))
            return
        if function == "create_hypertable":
            yield from _hypertable(value, place)
    yield Skipped(place.start, "SELECT", "a query")


def _hypertable(call: Node, place: Place) -> Iterator[Operation]:
    """TimescaleDB's create_hypertable('t', 'time') or ('t', by_range('time')): NOT NULL on time."""
    constants = [text for argument in call.args for text in _constant(argument)]
    if len(constants) < 2:
        raise Unsupported("create_hypertable without constant names")
    *schema, table = _path(constants[0].replace(".", ","))
    name = Name(schema[0] if schema else None, table, place.start)
    actions: tuple[Action, ...] = (SetNotNull(place.start, constants[1], True),)
    yield AlterTable(place.start, name, False, False, actions)


def _constant(argument: Node) -> Iterator[str]:
    """The text of a string constant, or of the first argument of by_range and by_hash."""
    kind, value = grammar.unwrap(argument)
    if kind == "named_arg_expr":
        if value.name in {"relation", "main_table", "time_column_name", "dimension"}:
            yield from _constant(value.arg)
    elif kind == "type_cast":
        yield from _constant(value.arg)
    elif kind == "func_call":
        yield from _constant(value.args[0])
    elif kind == "a_const" and value.HasField("sval"):
        yield value.sval.sval


def _path(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split(","))
    return tuple(
        part[1:-1].replace('""', '"') if part.startswith('"') else part.lower()
        for part in parts
        if part and part != '""'
    )
