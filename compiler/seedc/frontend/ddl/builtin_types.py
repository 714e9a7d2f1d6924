"""Types that a schema need not declare: PostgreSQL's own and those of known extensions."""

PG_CATALOG_TYPES = frozenset(
    [
        "aclitem", "bit", "bool", "box", "bpchar", "bytea", "char", "cid", "cidr", "circle",
        "date", "datemultirange", "daterange", "float4", "float8", "gtsvector", "inet",
        "int2", "int2vector", "int4", "int4multirange", "int4range", "int8", "int8multirange",
        "int8range", "interval", "json", "jsonb", "jsonpath", "line", "lseg", "macaddr",
        "macaddr8", "money", "name", "numeric", "nummultirange", "numrange", "oid",
        "oidvector", "path", "pg_brin_bloom_summary", "pg_brin_minmax_multi_summary",
        "pg_dependencies", "pg_lsn", "pg_mcv_list", "pg_ndistinct", "pg_node_tree",
        "pg_snapshot", "point", "polygon", "refcursor", "regclass", "regcollation",
        "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc",
        "regprocedure", "regrole", "regtype", "text", "tid", "time", "timestamp",
        "timestamptz", "timetz", "tsmultirange", "tsquery", "tsrange", "tstzmultirange",
        "tstzrange", "tsvector", "txid_snapshot", "uuid", "varbit", "varchar", "xid", "xid8",
        "xml"
    ]
)  # fmt: skip
"""pg_type of PostgreSQL 18: base, range, multirange and pseudo types, arrays left out."""

SERIALS: dict[str, str] = {
    "smallserial": "int2",
    "serial2": "int2",
    "serial": "int4",
    "serial4": "int4",
    "bigserial": "int8",
    "serial8": "int8",
}
"""What looks like a type and is an integer with a sequence (transformColumnDefinition)."""

OTHER_DATABASES: dict[str, str] = {
    "blob": "bytea",
    "clob": "text",
    "datetime": "timestamptz",
    "double": "double precision",
    "guid": "uuid",
    "longtext": "text",
    "mediumint": "integer",
    "mediumtext": "text",
    "number": "numeric",
    "nvarchar": "varchar",
    "string": "text",
    "tinyint": "smallint",
    "tinytext": "text",
    "uniqueidentifier": "uuid",
    "varchar2": "varchar",
}
"""What other databases call a type, and its nearest here."""

EXTENSION_TYPES: dict[str, frozenset[str]] = {
    "citext": frozenset(["citext"]),
    "cube": frozenset(["cube"]),
    "hstore": frozenset(["hstore"]),
    "intarray": frozenset(["query_int"]),
    "isn": frozenset(["ean13", "isbn13", "ismn13", "issn13", "isbn", "ismn", "issn", "upc"]),
    "lo": frozenset(["lo"]),
    "ltree": frozenset(["ltree", "lquery", "ltxtquery"]),
    "pgrouting": frozenset(),
    "postgis": frozenset(["geometry", "geography", "box2d", "box3d", "geometry_dump"]),
    "postgis_raster": frozenset(["raster"]),
    "postgis_topology": frozenset(["topogeometry"]),
    "seg": frozenset(["seg"]),
    "vector": frozenset(["vector", "halfvec", "sparsevec"]),
    **dict.fromkeys(
        [
            "adminpack",
            "amcheck",
            "autoinc",
            "bloom",
            "btree_gin",
            "btree_gist",
            "dblink",
            "earthdistance",
            "file_fdw",
            "fuzzystrmatch",
            "insert_username",
            "moddatetime",
            "pageinspect",
            "pg_buffercache",
            "pg_cron",
            "pg_stat_statements",
            "pg_trgm",
            "pgcrypto",
            "pgjwt",
            "plpgsql",
            "postgres_fdw",
            "tablefunc",
            "unaccent",
            "uuid-ossp",
        ],
        frozenset[str](),
    ),
}
"""The types of extensions that many schemas declare. One that is not here may bring any type."""
