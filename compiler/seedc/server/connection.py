"""Connections: a connection string in any usual spelling → an open psycopg connection.

No message made here holds a password or the connection string; `describe` is how a database is
named to people.
"""

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

import psycopg
from psycopg import conninfo

from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.origin import Origin

# A connection that breaks is told as a diagnostic. psycopg's own line about it (an "error ignored"
# with the object's address) would stand on standard error before that, where nobody takes it up.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

CONNECT_TIMEOUT = "15"  # seconds for each address; a sleeping Neon branch takes up to five to wake

# postgres://, postgresql://, and SQLAlchemy's postgresql+psycopg2:// with any driver.
_URL = re.compile(r"\s*postgres(?:ql)?(?:\+\w+)?://(?P<rest>.*?)\s*\Z", re.IGNORECASE | re.DOTALL)
# Parameters of Prisma, asyncpg and SQLAlchemy that stand in a DATABASE_URL; libpq refuses them.
_FOREIGN = frozenset(
    [
        "connection_limit",
        "pgbouncer",
        "pool_timeout",
        "prepared_statement_cache_size",
        "prepared_statements",
        "schema",
        "socket_timeout",
        "sslaccept",
        "sslidentity",
        "statement_cache_size",
    ]
)
# What a server answers; libpq's own lines ("connection to server at …") are not shown.
_FATAL = re.compile(r"(?:FATAL|ERROR):  ?[^\n]+")
_TEXTS = (
    ("timeout expired", "no answer in time"),
    ("translate host name", "the host name is not known"),
    ("resolve host", "the host name is not known"),
    ("refused", "nothing listens there"),
    ("No such file", "there is no socket of a running server"),
    ("password authentication failed", "the password was not accepted"),
    ("no password supplied", "the server asks for a password and none was given"),
    ("does not exist", "the database or the role does not exist"),
    ("pg_hba.conf", "the server does not let this role in from here"),
    ("too many", "the server has no connection left"),
    ("starting up", "the server is starting up"),
    ("SSL", "the server and the client do not agree on TLS"),
    ('missing "="', "the connection string is neither postgresql://… nor name=value pairs"),
    ("invalid", "the connection string has a value that libpq refuses"),
)


def resolve(dsn: str | None, environment: Mapping[str, str]) -> str:
    """The connection string to use: the option's, else DATABASE_URL. Raises Rejected (SD615)."""
    if found := (dsn or environment.get("DATABASE_URL", "")).strip():
        return found
    raise Rejected(
        [
            Diagnostic(
                code="SD615",
                origin=Origin("DATABASE_URL"),
                message="no database is named",
                help="give --dsn, or set DATABASE_URL",
            )
        ]
    )


def connect(dsn: str) -> psycopg.Connection:
    """An autocommit connection that keeps no state on the server outside a transaction.

    Statements are never prepared, so a transaction-mode pooler may stand in between. Raises
    Rejected (SD601) with the place, never the secret.
    """
    try:
        parameters = _parameters(dsn)
        parameters.setdefault("application_name", "seedc")
        parameters.setdefault("connect_timeout", CONNECT_TIMEOUT)
        parameters["client_encoding"] = "utf8"
        return psycopg.connect(
            conninfo.make_conninfo("", **parameters), autocommit=True, prepare_threshold=None
        )
    except (psycopg.Error, UnicodeError) as error:
        refusal = _unreachable(dsn, error)
    # Outside the handler: the driver's error, which quotes what it was given, is not chained.
    raise refusal


def describe(dsn: str) -> str:
    """The database as people name it, `app@db.example.com:5432/shop`, without any secret."""
    try:
        parts = _parameters(dsn)
    except (psycopg.Error, UnicodeError):
        return "the database"
    user = parts.get("user", "")
    host = parts.get("host") or parts.get("hostaddr") or "the local server"
    port = f":{parts['port']}" if "port" in parts else ""
    name = f"/{parts['dbname']}" if "dbname" in parts else ""
    return f"{user}@{host}{port}{name}" if user else f"{host}{port}{name}"


def _unreachable(dsn: str, error: Exception) -> Rejected:
    return Rejected(
        [
            Diagnostic(
                code="SD601",
                origin=Origin(describe(dsn)),
                message=f"no connection: {_reason(error)}",
                notes=_own_words(dsn, error),
                help="check host, port, database, role and password in --dsn or DATABASE_URL",
            )
        ]
    )


def _own_words(dsn: str, error: Exception) -> tuple[Note, ...]:
    """The server's FATAL line, unless the password (however short) can be read in it."""
    try:
        password = _parameters(dsn).get("password", "")
    except (psycopg.Error, UnicodeError):
        return ()
    found = _FATAL.search(str(error))
    if found is None or (password and password in found.group()):
        return ()
    return (Note(f"the server says: {found.group()}"),)


def _reason(error: Exception) -> str:
    """Why, in our words: what libpq says may quote whatever it was given."""
    text = str(error)
    return next((why for part, why in _TEXTS if part in text), "the server did not accept it")


def _parameters(dsn: str) -> dict[str, str]:
    """The connection string as libpq's parameters; psycopg.Error where it cannot be read."""
    match = _URL.match(dsn)
    if match is None:
        return _read(dsn)
    url = "postgresql://" + _without_foreign(match.group("rest"))
    try:
        parts = _read(url)
    except psycopg.Error:
        return _read(_requoted(url))
    return parts if _plausible(parts) else _read(_requoted(url))


def _read(dsn: str) -> dict[str, str]:
    return {name: str(value) for name, value in conninfo.conninfo_to_dict(dsn).items()}


def _without_foreign(rest: str) -> str:
    before, mark, query = rest.rpartition("?")
    if not mark or "@" in query:  # a question mark of the password
        return rest
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] not in _FOREIGN]
    return before + ("?" + "&".join(kept) if kept else "")


def _plausible(parts: Mapping[str, str]) -> bool:
    """Whether no piece of an unescaped password ended up in another parameter."""
    ports = parts.get("port", "").replace(",", "")
    others = [text for name, text in parts.items() if name not in ("user", "password")]
    return not any("@" in text for text in others) and (not ports or ports.isdigit())


def _requoted(url: str) -> str:
    """The URL with the role and password escaped: people paste `p@ss/word` as it is."""
    scheme, _, rest = url.partition("://")
    secret, mark, place = rest.rpartition("@")
    user, colon, password = secret.partition(":")
    quoted = quote(unquote(user), safe="") + colon + quote(password, safe="")
    return f"{scheme}://{quoted}{mark}{place}"
