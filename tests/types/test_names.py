"""Types are written as the server writes them, and domains are resolved to what they stand on."""

from typing import Any

import pytest

from seedc.catalog import Catalog, DomainType, QualifiedName, RangeType, TypeRef
from seedc.jsonvalue import Number
from seedc.types.codec import ValueProblem
from seedc.types.names import base_type, builtin, domain_chain, type_sql
from seedc.types.registry import codec_for


def named(name: str) -> QualifiedName:
    return QualifiedName("shop", name)


CODE = TypeRef(named("code"))
CATALOG = Catalog(
    tables={},
    types={
        named("code"): DomainType(name=named("code"), base=builtin("varchar", 3)),
        named("short_code"): DomainType(name=named("short_code"), base=CODE),
        named("codes"): DomainType(
            name=named("codes"), base=TypeRef(named("code"), array=True), not_null=True
        ),
        named("span"): RangeType(
            name=named("span"), subtype=builtin("float8"), multirange=named("spans")
        ),
    },
    sequences={},
)
SPELLED = [
    (builtin("int8"), "bigint"),
    (builtin("varchar", 3), "character varying(3)"),
    (builtin("bpchar", 1), "character(1)"),
    (builtin("bpchar"), "bpchar"),
    (builtin("bit", 1), "bit(1)"),
    (builtin("bit"), '"bit"'),
    (builtin("varbit", 5), "bit varying(5)"),
    (builtin("char"), '"char"'),
    (builtin("numeric", 10, 2), "numeric(10,2)"),
    (builtin("numeric", 10), "numeric(10,0)"),
    (builtin("timestamptz", 3), "timestamp(3) with time zone"),
    (builtin("time"), "time without time zone"),
    (builtin("interval", 2), "interval(2)"),
    (TypeRef(QualifiedName("pg_catalog", "interval"), (3,), "day to second"), ""),
    (builtin("float8"), "double precision"),
    (builtin("json"), "json"),
    (builtin("name"), "name"),
    (TypeRef(QualifiedName("pg_catalog", "text"), array=True), "text[]"),
]


@pytest.mark.server
@pytest.mark.parametrize(("type_", "text"), SPELLED)
def test_a_type_is_written_as_format_type_prints_it(
    type_: TypeRef, text: str, sessions: list[Any]
) -> None:
    plain = sessions[0]
    plain.execute("DROP TABLE IF EXISTS typed")
    plain.execute(f"CREATE TABLE typed (v {type_sql(type_)})")
    (printed,) = plain.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'typed'::regclass AND attname = 'v'"
    ).fetchone()
    assert type_sql(type_) == printed
    assert text in ("", printed)


def test_types_of_the_schema_are_qualified_and_quoted() -> None:
    assert type_sql(TypeRef(named("Order Status"), array=True)) == 'shop."Order Status"[]'
    assert type_sql(TypeRef(QualifiedName("public", "vector"), (3,))) == "public.vector(3)"


@pytest.mark.parametrize(
    ("type_", "base"),
    [
        (CODE, builtin("varchar", 3)),
        (TypeRef(named("short_code")), builtin("varchar", 3)),
        (
            TypeRef(named("short_code"), array=True),
            TypeRef(QualifiedName("pg_catalog", "varchar"), (3,), array=True),
        ),
        (
            TypeRef(named("codes")),
            TypeRef(QualifiedName("pg_catalog", "varchar"), (3,), array=True),
        ),
        (TypeRef(named("codes"), array=True), TypeRef(named("codes"), array=True)),
        (builtin("int4"), builtin("int4")),
    ],
)
def test_domains_end_at_a_base(type_: TypeRef, base: TypeRef) -> None:
    assert base_type(type_, CATALOG) == base


def test_the_chain_names_the_outer_domain_first() -> None:
    chain = domain_chain(TypeRef(named("short_code")), CATALOG)
    assert [domain.name.name for domain in chain] == ["short_code", "code"]
    assert domain_chain(TypeRef(named("code"), array=True), CATALOG) == ()


def test_an_array_of_a_domain_over_arrays_quotes_its_elements() -> None:
    codec = codec_for(TypeRef(named("codes"), array=True), CATALOG)
    assert codec.parse([["a", "b"], ["c"]]) == '{"{a,b}","{c}"}'
    with pytest.raises(ValueProblem) as caught:
        codec.parse([["a"], ["b", "long"]])
    assert (caught.value.code, caught.value.path) == ("SD307", (1, 1))


def test_a_range_of_the_schema_has_its_subtypes_bounds() -> None:
    assert codec_for(TypeRef(named("span")), CATALOG).parse("[1.5,2]") == "[1.5,2]"
    assert codec_for(TypeRef(named("spans")), CATALOG).parse("{[1,2),[2,3]}") == "{[1,3]}"


def test_an_unknown_type_takes_text_and_numbers() -> None:
    codec = codec_for(TypeRef(QualifiedName("public", "geometry")), CATALOG)
    assert codec.parse("POINT(1 2)") == "POINT(1 2)"
    assert codec.parse(Number("1.50")) == "1.50"
    assert not codec.comparable
    with pytest.raises(ValueProblem):
        codec.parse([Number("1")])


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("<a/>", True),
        ("plain &amp; <b>bold</b>", True),
        ('<?xml version="1.0"?><a/>', True),
        ("<a><b></a>", False),
        ("a & b", False),
        ("</x><x>", False),
        ('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', False),
    ],
)
def test_xml_is_well_formed_content_without_a_document_type(text: str, accepted: bool) -> None:
    codec = codec_for(builtin("xml"), CATALOG)
    if accepted:
        assert codec.parse(text) == text
    else:
        with pytest.raises(ValueProblem) as caught:
            codec.parse(text)
        assert caught.value.code == "SD330"


def test_json_keeps_numbers_and_the_order_of_members() -> None:
    value: Any = {"b": Number("1.10"), "a": [Number("1e400"), None, True, "é\n"], "c": {}}
    text = '{"b":1.10,"a":[1e400,null,true,"é\\n"],"c":{}}'
    assert codec_for(builtin("json"), CATALOG).parse(value) == text
    assert codec_for(builtin("jsonb"), CATALOG).parse(value) == text


def test_what_no_string_can_hold_is_refused_at_its_place() -> None:
    for type_ in ("text", "jsonb"):
        with pytest.raises(ValueProblem):
            codec_for(builtin(type_), CATALOG).parse("a\x00b")
    with pytest.raises(ValueProblem) as caught:
        codec_for(builtin("jsonb"), CATALOG).parse({"a": ["\ud800"]})
    assert (caught.value.code, caught.value.path) == ("SD119", ("a", 0))


def test_deep_json_is_a_problem_and_not_a_crash() -> None:
    value: Any = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(ValueProblem):
        codec_for(builtin("jsonb"), CATALOG).parse(value)
