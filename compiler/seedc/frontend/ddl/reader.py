"""A script's text → operations: every statement becomes some, or a diagnostic, none is lost."""

import re
from collections.abc import Callable, Iterator

from seedc.diagnostics import Sink
from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node, NotSql, TooDeep
from seedc.frontend.ddl.nodes import Place, Unsupported
from seedc.frontend.ddl.operations import (
    CreateExtension,
    CreateFunction,
    CreateSchema,
    Guarded,
    Operation,
    SetSearchPath,
    Skipped,
    Unreadable,
)
from seedc.frontend.ddl.read_alter import ALTERATIONS
from seedc.frontend.ddl.read_tables import RELATIONS, create_materialized_view
from seedc.frontend.ddl.read_types import TYPES
from seedc.frontend.ddl.specs import Name
from seedc.frontend.ddl.splitter import Chunk, split
from seedc.origin import Origin

_CREATES = re.compile(
    r"""create \s+ (?:or\s+replace\s+)? (?:unlogged\s+|foreign\s+)?
        (?:table|type|domain|sequence|(?:materialized\s+)?view) \s+ (?:if\s+not\s+exists\s+)?
        (?: (?:"(?:[^"]|"")+"|\w+) \s*\.\s* )? (?: "(?P<quoted>(?:[^"]|"")+)" | (?P<plain>\w+) )""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_DDL = re.compile(
    r"""(?:insert|update|delete|merge|select|with|values|comment|grant|explain)\b
      | create \s+ (?:or\s+replace\s+)?
        (?:(?:materialized\s+)?view|function|procedure|rule|policy|aggregate)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_ROWS = re.compile(r"insert\s+into\b", re.IGNORECASE)
_MAYBE_DDL = re.compile(r"\b(?:create|alter|drop)\b", re.IGNORECASE)


def read(file: str, text: str, sink: Sink) -> Iterator[Operation]:
    """The operations of a script in order. Mistakes go to `sink`; the other statements are read."""
    for chunk in split(text):
        yield from _chunk(file, chunk, sink)


def _chunk(file: str, chunk: Chunk, sink: Sink) -> Iterator[Operation]:
    place = Place(file, chunk.text, chunk.offset)
    if chunk.kind == "copy":
        yield Skipped(place.start, "COPY", "its rows are data, not schema")
    elif chunk.kind == "meta":
        yield from _meta(place, sink)
    elif _ROWS.match(chunk.text) and not _MAYBE_DDL.search(chunk.text):
        # A dump can hold a hundred thousand of these. One that swallowed a statement behind it
        # (a missing semicolon) is parsed, and refused.
        yield Skipped(place.start, "INSERT", "its rows are data, not schema")
    else:
        yield from _statements(place, sink)


def _meta(place: Place, sink: Sink) -> Iterator[Operation]:
    """A backslash command; a statement that one ends is a query (\\gset, \\gexec)."""
    word = re.match(r"\\?\S*", place.text)
    command = word.group() if word else ""
    if command in {r"\i", r"\ir", r"\include", r"\include_relative", r"\gexec"} or (
        place.text.rstrip().endswith(r"\gexec")
    ):
        sink.report(
            "SD402",
            place.start,
            f"{command} runs statements that are not in this file",
            help="put the statements themselves into the schema file",
        )
        return
    if not command.startswith("\\"):
        yield Skipped(place.start, command.upper(), "a query sent by a psql command")
    else:
        yield Skipped(place.start, command, "a psql command")


def _statements(place: Place, sink: Sink) -> Iterator[Operation]:
    try:
        nodes = grammar.parse(place.text)
    except TooDeep as error:
        yield from _too_deep(place, error, sink)
        return
    except NotSql as error:
        sink.report("SD401", _error_origin(place, error), error.message)
        yield from _unreadable(place)
        return
    for node in nodes:
        try:
            yield from list(_operations(node, place))
        except _Refused as refusal:
            code, message, mend = refusal.args
            sink.report(code, place.start, message, help=mend)
        except TooDeep as error:
            yield from _too_deep(place, error, sink)
        except Unsupported as error:
            sink.report(
                "SD402",
                place.start,
                f"{error} is not understood",
                help="introspect a database that has the schema: seedc build --schema-from DSN",
            )


def _unreadable(place: Place) -> Iterator[Operation]:
    """What a statement that cannot be read was to create, so that nobody misses it."""
    if match := _CREATES.match(place.text):
        name = match.group("quoted") or match.group("plain").lower()
        yield Unreadable(place.start, name.replace('""', '"'))


def _too_deep(place: Place, error: TooDeep, sink: Sink) -> Iterator[Operation]:
    """Deep expressions matter in tables only; a query or a view is skipped all the same."""
    if match := _NO_DDL.match(place.text):
        yield Skipped(place.start, match.group().upper(), "it does not touch tables")
        yield from _unreadable(place)
        return
    sink.report(
        "SD402",
        place.start,
        f"the statement is not understood: {error.message}",
        help="introspect a database that has the schema: seedc build --schema-from DSN",
    )
    yield from _unreadable(place)


def _error_origin(place: Place, error: NotSql) -> Origin:
    offset = len(place.text) if error.offset is None else min(error.offset, len(place.text))
    return Origin(place.file, offset=place.offset + offset)


class _Refused(Exception):
    """A statement that has a code of its own: code, message, help."""


def _operations(node: Node, place: Place) -> Iterator[Operation]:
    kind, value = grammar.unwrap(node)
    if kind in _SKIPPED:
        what, reason = _SKIPPED[kind]
        yield Skipped(place.start, what, reason)
        return
    handler = _HANDLERS.get(kind)
    if handler is None:
        raise Unsupported(f"a statement of the kind {kind.removesuffix('_stmt')}")
    yield from handler(value, place)


def _create_schema(node: Node, place: Place) -> Iterator[Operation]:
    name = node.schemaname or node.authrole.rolename
    yield CreateSchema(place.start, name, node.if_not_exists)
    for element in node.schema_elts:
        kind, value = grammar.unwrap(element)
        field = {"view_stmt": "view", "create_seq_stmt": "sequence"}.get(kind, "relation")
        if kind in RELATIONS and not getattr(value, field).schemaname:
            getattr(value, field).schemaname = name
        yield from _operations(element, place)


def _create_extension(node: Node, place: Place) -> Iterator[Operation]:
    options = {option.def_elem.defname: option.def_elem.arg for option in node.options}
    schema = options["schema"].string.sval if "schema" in options else None
    yield CreateExtension(place.start, node.extname, schema)


def _set(node: Node, place: Place) -> Iterator[Operation]:
    kind = grammar.enum(node, "kind")
    if kind == "VAR_RESET_ALL" or (node.name == "search_path" and kind != "VAR_SET_VALUE"):
        yield SetSearchPath(place.start, None)
    elif node.name == "search_path":
        yield SetSearchPath(place.start, tuple(a.a_const.sval.sval for a in node.args))
    else:
        yield Skipped(place.start, "SET", "a setting of the session")


_MAKES_COLUMNS = frozenset(["addgeometrycolumn", "dropgeometrycolumn"])


def _select(node: Node, place: Place) -> Iterator[Operation]:
    if node.HasField("into_clause"):
        raise _refuse_table_as("SELECT INTO")
    for target in node.target_list:
        kind, value = grammar.unwrap(target.res_target.val)
        function = grammar.strings(value.funcname)[-1] if kind == "func_call" else ""
        if function in _MAKES_COLUMNS:
            raise Unsupported(f"a query that calls {function}")
        if function == "set_config" and value.args[0].a_const.sval.sval == "search_path":
            yield SetSearchPath(place.start, _path(value.args[1].a_const.sval.sval))
            return
    yield Skipped(place.start, "SELECT", "a query")


def _path(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split(","))
    return tuple(
        part[1:-1].replace('""', '"') if part.startswith('"') else part.lower()
        for part in parts
        if part and part != '""'
    )


def _create_table_as(node: Node, place: Place) -> Iterator[Operation]:
    if grammar.enum(node, "objtype") == "OBJECT_MATVIEW":
        yield from create_materialized_view(node, place)
        return
    if node.into.rel.relpersistence == "t":
        yield Skipped(place.start, "CREATE TEMPORARY TABLE AS", "it is gone before seeds come")
        return
    raise _refuse_table_as("SELECT INTO" if node.is_select_into else "CREATE TABLE AS")


def _refuse_table_as(what: str) -> _Refused:
    return _Refused(
        "SD404",
        f"{what} takes its columns from a query, which only a server can type",
        "write the columns out in CREATE TABLE, or introspect: seedc build --schema-from DSN",
    )


def _create_function(node: Node, place: Place) -> Iterator[Operation]:
    parts = grammar.strings(node.funcname)
    schema = parts[-2] if len(parts) > 1 else None
    yield CreateFunction(place.start, Name(schema, parts[-1], place.start))


def _transaction(node: Node, place: Place) -> Iterator[Operation]:
    kind = grammar.enum(node, "kind").removeprefix("TRANS_STMT_").replace("_", " ")
    if kind.startswith("ROLLBACK"):
        raise Unsupported("a script that rolls back")
    yield Skipped(place.start, kind, "all statements are taken to succeed")


_GUARD = re.compile(
    r"""\s* begin \s+
        (?: if \s+ not \s+ exists \s* \( \s* select \b .*? \) \s* then \s+
            (?P<if>.*?) end \s+ if \s* ;
          | (?P<try>.*?) exception \s+ when \s+ duplicate_(?:object|table|column) \s+ then
            \s+ (?: null \s*; | raise \s+ notice .*? ; )? )
        \s* end \s* ;? \s* \Z""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_GUARDABLE = frozenset(
    ["create_enum_stmt", "create_domain_stmt", "composite_type_stmt", "create_range_stmt",
     "alter_table_stmt"]
)  # fmt: skip


def _do(node: Node, place: Place) -> Iterator[Operation]:
    """A DO block: only the idiom that creates a type or constraint unless it exists."""
    bodies = [a.def_elem.arg.string.sval for a in node.args if a.def_elem.defname == "as"]
    match = _GUARD.match(bodies[0]) if bodies else None
    statements = (match.group("if") or match.group("try") or "") if match else ""
    inner: list[Operation] = []
    start = place.text.find(statements) if statements else -1
    for chunk in split(statements) if start >= 0 else ():
        inner_place = Place(place.file, chunk.text, place.offset + start + chunk.offset)
        try:
            nodes = grammar.parse(chunk.text)
        except NotSql:
            raise _refuse_do() from None
        if any(n.WhichOneof("node") not in _GUARDABLE for n in nodes):
            raise _refuse_do()
        for statement in nodes:
            inner.extend(_operations(statement, inner_place))
    if not inner:
        raise _refuse_do()
    yield Guarded(place.start, tuple(inner))


def _refuse_do() -> _Refused:
    return _Refused(
        "SD403",
        "a DO block can change tables in ways that only a server can tell",
        "introspect a database that has the schema: seedc build --schema-from DSN",
    )


_HANDLERS: dict[str, Callable[[Node, Place], Iterator[Operation]]] = {
    **RELATIONS,
    **TYPES,
    **ALTERATIONS,
    "create_schema_stmt": _create_schema,
    "create_extension_stmt": _create_extension,
    "variable_set_stmt": _set,
    "select_stmt": _select,
    "create_table_as_stmt": _create_table_as,
    "create_function_stmt": _create_function,
    "transaction_stmt": _transaction,
    "do_stmt": _do,
}

_ROW_REASON = "its rows are data, not schema"
_RIGHTS = "rights and roles do not touch tables"
_SERVER = "it concerns the server, not this schema"
_UPKEEP = "upkeep changes no schema"
_CODE = "code does not touch tables"
_SKIPPED: dict[str, tuple[str, str]] = {
    "insert_stmt": ("INSERT", _ROW_REASON),
    "update_stmt": ("UPDATE", _ROW_REASON),
    "delete_stmt": ("DELETE", _ROW_REASON),
    "merge_stmt": ("MERGE", _ROW_REASON),
    "truncate_stmt": ("TRUNCATE", _ROW_REASON),
    "copy_stmt": ("COPY", _ROW_REASON),
    "refresh_mat_view_stmt": ("REFRESH MATERIALIZED VIEW", _ROW_REASON),
    "grant_stmt": ("GRANT or REVOKE", _RIGHTS),
    "grant_role_stmt": ("GRANT or REVOKE of a role", _RIGHTS),
    "alter_default_privileges_stmt": ("ALTER DEFAULT PRIVILEGES", _RIGHTS),
    "alter_owner_stmt": ("ALTER … OWNER", _RIGHTS),
    "create_role_stmt": ("CREATE ROLE", _RIGHTS),
    "alter_role_stmt": ("ALTER ROLE", _RIGHTS),
    "alter_role_set_stmt": ("ALTER ROLE SET", _RIGHTS),
    "drop_role_stmt": ("DROP ROLE", _RIGHTS),
    "reassign_owned_stmt": ("REASSIGN OWNED", _RIGHTS),
    "sec_label_stmt": ("SECURITY LABEL", _RIGHTS),
    "create_policy_stmt": ("CREATE POLICY", _RIGHTS),
    "alter_policy_stmt": ("ALTER POLICY", _RIGHTS),
    "createdb_stmt": ("CREATE DATABASE", _SERVER),
    "dropdb_stmt": ("DROP DATABASE", _SERVER),
    "alter_database_stmt": ("ALTER DATABASE", _SERVER),
    "alter_database_set_stmt": ("ALTER DATABASE SET", _SERVER),
    "alter_database_refresh_coll_stmt": ("ALTER DATABASE REFRESH COLLATION VERSION", _SERVER),
    "alter_system_stmt": ("ALTER SYSTEM", _SERVER),
    "create_table_space_stmt": ("CREATE TABLESPACE", _SERVER),
    "drop_table_space_stmt": ("DROP TABLESPACE", _SERVER),
    "create_fdw_stmt": ("CREATE FOREIGN DATA WRAPPER", _SERVER),
    "create_foreign_server_stmt": ("CREATE SERVER", _SERVER),
    "create_user_mapping_stmt": ("CREATE USER MAPPING", _SERVER),
    "create_publication_stmt": ("CREATE PUBLICATION", _SERVER),
    "alter_publication_stmt": ("ALTER PUBLICATION", _SERVER),
    "create_subscription_stmt": ("CREATE SUBSCRIPTION", _SERVER),
    "alter_extension_stmt": ("ALTER EXTENSION UPDATE", _SERVER),
    "vacuum_stmt": ("VACUUM or ANALYZE", _UPKEEP),
    "cluster_stmt": ("CLUSTER", _UPKEEP),
    "reindex_stmt": ("REINDEX", _UPKEEP),
    "create_stats_stmt": ("CREATE STATISTICS", _UPKEEP),
    "alter_stats_stmt": ("ALTER STATISTICS", _UPKEEP),
    "check_point_stmt": ("CHECKPOINT", _UPKEEP),
    "lock_stmt": ("LOCK TABLE", _UPKEEP),
    "discard_stmt": ("DISCARD", _UPKEEP),
    "constraints_set_stmt": ("SET CONSTRAINTS", _UPKEEP),
    "replica_identity_stmt": ("REPLICA IDENTITY", _UPKEEP),
    "variable_show_stmt": ("SHOW", _UPKEEP),
    "explain_stmt": ("EXPLAIN", _UPKEEP),
    "notify_stmt": ("NOTIFY", _UPKEEP),
    "alter_function_stmt": ("ALTER FUNCTION", _CODE),
    "alter_object_depends_stmt": ("ALTER … DEPENDS ON EXTENSION", _CODE),
    "rule_stmt": ("CREATE RULE", _CODE),
    "create_plang_stmt": ("CREATE LANGUAGE", _CODE),
    "create_cast_stmt": ("CREATE CAST", _CODE),
    "create_conversion_stmt": ("CREATE CONVERSION", _CODE),
    "create_transform_stmt": ("CREATE TRANSFORM", _CODE),
    "create_op_class_stmt": ("CREATE OPERATOR CLASS", _CODE),
    "create_op_family_stmt": ("CREATE OPERATOR FAMILY", _CODE),
    "alter_op_family_stmt": ("ALTER OPERATOR FAMILY", _CODE),
    "alter_operator_stmt": ("ALTER OPERATOR", _CODE),
    "alter_tsdictionary_stmt": ("ALTER TEXT SEARCH DICTIONARY", _CODE),
    "alter_tsconfiguration_stmt": ("ALTER TEXT SEARCH CONFIGURATION", _CODE),
    "alter_collation_stmt": ("ALTER COLLATION", _CODE),
    "create_am_stmt": ("CREATE ACCESS METHOD", _CODE),
    "create_event_trig_stmt": ("CREATE EVENT TRIGGER", _CODE),
    "alter_event_trig_stmt": ("ALTER EVENT TRIGGER", _CODE),
    "alter_type_stmt": ("ALTER TYPE SET", "storage or rights"),
}
