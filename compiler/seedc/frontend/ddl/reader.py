"""A script's text → operations: every statement becomes some, or a diagnostic, none is lost."""

import re
from collections.abc import Callable, Iterator

from seedc.diagnostics import Sink
from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node, NotSql, TooDeep
from seedc.frontend.ddl.nodes import Place, Unsupported, relation
from seedc.frontend.ddl.operations import (
    CreateExtension,
    CreateRelation,
    CreateSchema,
    CreateTable,
    Drop,
    Operation,
    SetSearchPath,
    Skipped,
    Unreadable,
)
from seedc.frontend.ddl.read_alter import ALTERATIONS
from seedc.frontend.ddl.read_blocks import Refused, block, call, create_function, select
from seedc.frontend.ddl.read_tables import RELATIONS, create_materialized_view
from seedc.frontend.ddl.read_types import TYPES
from seedc.frontend.ddl.sections import split_schema
from seedc.frontend.ddl.splitter import Chunk
from seedc.frontend.ddl.strings import escape, escapes_after
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
    makers: set[str] = set()
    database, elsewhere, made, escapes = "", False, False, False
    for chunk in split_schema(text):
        place = Place(file, chunk.text, chunk.offset, makers)
        escapes = escapes_after(chunk, escapes)
        if (name := _database(chunk)) and name != database:
            database, elsewhere = name, made
        if escapes and _report_escape(file, chunk, sink, closing=True):
            return  # where the next statement begins is not known
        operations = list(_chunk(chunk, place, sink))
        if escapes and not all(isinstance(operation, Skipped) for operation in operations):
            _report_escape(file, chunk, sink, closing=False)
        for operation in operations:
            if isinstance(operation, CreateTable):
                if elsewhere:
                    _report_elsewhere(place, database, sink)
                    elsewhere = False
                made = True
            yield operation


_CONNECT = re.compile(r"""\\c(?:onnect)?\s+(?!-)(?:"([^"]+)"|'([^']+)'|([^\\\s;]+))""")


def _database(chunk: Chunk) -> str:
    """The database that a psql command goes on in."""
    match = _CONNECT.match(chunk.text) if chunk.kind == "meta" else None
    return next(filter(None, match.groups()), "") if match else ""


def _report_elsewhere(place: Place, database: str, sink: Sink) -> None:
    sink.report(
        "SD402",
        place.start,
        f'the script makes tables in a second database, "{database}"',
        help="leave one database in the schema file",
    )


def _report_escape(file: str, chunk: Chunk, sink: Sink, *, closing: bool) -> bool:
    """SD402 for a plain string of the statement with an escape, one that hides where the string
    ends (`closing`) or any; whether there is one."""
    found = escape(chunk.text, closing=closing)
    if found is not None:
        sink.report(
            "SD402",
            Origin(file, offset=chunk.offset + found),
            "a backslash in a plain string is not understood while standard_conforming_strings is"
            " off",
            help="write the string as E'…', or dump the database with a newer pg_dump",
        )
    return found is not None


def _chunk(chunk: Chunk, place: Place, sink: Sink) -> Iterator[Operation]:
    if chunk.kind == "down":
        yield Skipped(place.start, chunk.comment, "a migration's way back")
    elif chunk.kind == "unclear":
        sink.report(
            "SD402",
            place.start,
            f"two ways back follow each other, so what {chunk.comment} ends with is not understood",
            help="leave the part that undoes a migration out of the schema file",
        )
    elif chunk.kind == "copy":
        yield Skipped(place.start, "COPY", "its rows are data, not schema")
    elif chunk.kind == "meta":
        yield from _meta(place, sink)
    elif _ROWS.match(chunk.text) and not _MAYBE_DDL.search(chunk.text):
        # A dump can hold a hundred thousand of these. One that swallowed a statement behind it
        # (a missing semicolon) is parsed, and refused.
        yield Skipped(place.start, "INSERT", "its rows are data, not schema")
    else:
        yield from _statements(place, sink)


_MAKES_DATABASE = re.compile(
    r"select\s+(?:format\s*\(\s*)?'\s*(?:create|drop|alter)\s+(?:database|role|user)\b",
    re.IGNORECASE,
)


def _meta(place: Place, sink: Sink) -> Iterator[Operation]:
    """A backslash command; a statement that one ends is a query (\\gset, \\gexec)."""
    word = re.match(r"\\?\S*", place.text)
    command = word.group() if word else ""
    if command in {r"\if", r"\elif", r"\else"}:
        sink.report(
            "SD402",
            place.start,
            f"{command} chooses between statements, which only psql can do",
            help="leave only the statements that are to be read in the schema file",
        )
        return
    if command in {r"\i", r"\ir", r"\include", r"\include_relative", r"\gexec"} or (
        place.text.rstrip().endswith(r"\gexec")
    ):
        if _MAKES_DATABASE.match(place.text):
            yield Skipped(place.start, r"\gexec", _SERVER)
            return
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
        sink.report("SD401", _error_origin(place, error), error.message, help=_mend(error))
        yield from _unreadable(place)
        return
    for node in nodes:
        try:
            yield from list(_operations(node, place))
        except Refused as refusal:
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


def _mend(error: NotSql) -> str | None:
    """What helps against a mistake that many old scripts have."""
    if error.message.endswith('at or near "OIDS"'):
        return "PostgreSQL 12 did away with it: leave WITH OIDS out"
    if error.message.endswith(('"<<<<<<<"', '"======="', '">>>>>>>"')):
        return "a merge conflict was left in the file: choose one of the two sides"
    return None


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


def _select(node: Node, place: Place) -> Iterator[Operation]:
    if node.HasField("into_clause"):
        raise _refuse_table_as("SELECT INTO")
    yield from select(node, place)


def _create_table_as(node: Node, place: Place) -> Iterator[Operation]:
    if grammar.enum(node, "objtype") == "OBJECT_MATVIEW":
        yield from create_materialized_view(node, place)
        return
    if node.into.rel.relpersistence == "t":
        yield Skipped(place.start, "CREATE TEMPORARY TABLE AS", "it is gone before seeds come")
        return
    raise _refuse_table_as("SELECT INTO" if node.is_select_into else "CREATE TABLE AS")


def _refuse_table_as(what: str) -> Refused:
    return Refused(
        "SD404",
        f"{what} takes its columns from a query, which only a server can type",
        "write the columns out in CREATE TABLE, or introspect: seedc build --schema-from DSN",
    )


def _transaction(node: Node, place: Place) -> Iterator[Operation]:
    kind = grammar.enum(node, "kind").removeprefix("TRANS_STMT_").replace("_", " ")
    if kind.startswith("ROLLBACK"):
        raise Unsupported("a script that rolls back")
    what = "START TRANSACTION" if kind == "START" else kind
    yield Skipped(place.start, what, "all statements are taken to succeed")


def _do(node: Node, place: Place) -> Iterator[Operation]:
    yield from block(node, place, _operations)


def _rule(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE RULE; one that answers SELECT makes a view of its table, as pg_dump 9 wrote views."""
    if grammar.enum(node, "event") == "CMD_SELECT":
        name = relation(node.relation, place)
        yield Drop(place.start, "table", (name,), False, False)
        yield CreateRelation(place.start, name, "view")
    else:
        yield Skipped(place.start, "CREATE RULE", _CODE)


_HANDLERS: dict[str, Callable[[Node, Place], Iterator[Operation]]] = {
    **RELATIONS,
    **TYPES,
    **ALTERATIONS,
    "create_schema_stmt": _create_schema,
    "create_extension_stmt": _create_extension,
    "variable_set_stmt": _set,
    "select_stmt": _select,
    "create_table_as_stmt": _create_table_as,
    "create_function_stmt": create_function,
    "call_stmt": call,
    "rule_stmt": _rule,
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
    "alter_subscription_stmt": ("ALTER SUBSCRIPTION", _SERVER),
    "drop_subscription_stmt": ("DROP SUBSCRIPTION", _SERVER),
    "alter_extension_stmt": ("ALTER EXTENSION UPDATE", _SERVER),
    "alter_extension_contents_stmt": ("ALTER EXTENSION ADD or DROP", _SERVER),
    "alter_table_space_options_stmt": ("ALTER TABLESPACE", _SERVER),
    "alter_table_move_all_stmt": ("ALTER TABLE ALL IN TABLESPACE", _SERVER),
    "alter_fdw_stmt": ("ALTER FOREIGN DATA WRAPPER", _SERVER),
    "alter_foreign_server_stmt": ("ALTER SERVER", _SERVER),
    "alter_user_mapping_stmt": ("ALTER USER MAPPING", _SERVER),
    "drop_user_mapping_stmt": ("DROP USER MAPPING", _SERVER),
    "load_stmt": ("LOAD", _SERVER),
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
    "listen_stmt": ("LISTEN", _UPKEEP),
    "unlisten_stmt": ("UNLISTEN", _UPKEEP),
    "prepare_stmt": ("PREPARE", _UPKEEP),
    "deallocate_stmt": ("DEALLOCATE", _UPKEEP),
    "declare_cursor_stmt": ("DECLARE", _UPKEEP),
    "fetch_stmt": ("FETCH", _UPKEEP),
    "close_portal_stmt": ("CLOSE", _UPKEEP),
    "alter_function_stmt": ("ALTER FUNCTION", _CODE),
    "alter_object_depends_stmt": ("ALTER … DEPENDS ON EXTENSION", _CODE),
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
