"""docs/generators.md, made from the registries of generators and distributions, and the cases."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seedc.distributions import DISTRIBUTIONS
from seedc.generators.context import Generator
from seedc.generators.registry import GENERATORS

CASES = Path(__file__).parents[1] / "cases" / "generators"

_HEAD = """# Generators and distributions

What a column's rule in `volume.json` can be: the name of one generator with its options, and beside
it the modifiers `null`, `unique` and `distribution`. [volume.md](volume.md#rules) says how rules
work together. This page is made from the registry in `compiler/seedc/generators/` and the cases in
`tests/cases/generators/`; `pytest --golden tests/docs` writes it.

Locales are `en_US`, `pt_BR` and `ru_RU`; a `locale` that is left out is that of the file.
"""
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Plain values": (
        "constant", "boolean", "integer", "decimal", "choice", "sequence", "turn", "when", "sql",
    ),
    "Other rows": ("reference", "lookup", "sum", "count", "min", "max", "running"),
    "Dates and times": ("date", "time", "timestamp", "interval", "after", "before", "day"),
    "Amounts beside another": ("more", "less"),
    "Texts": ("template", "pattern", "word", "sentence", "paragraph", "hash", "tsvector"),
    "People and companies": (
        "person", "email", "username", "password", "phone", "company", "job", "department",
    ),
    "Places": ("city", "street", "address", "country"),
    "Goods": ("product", "category", "color_name", "color"),
    "Numbers with check digits": ("ean13", "luhn", "iban", "cpf", "cnpj", "inn"),
    "Identifiers and addresses of machines": ("uuid", "domain", "url", "ip", "mac"),
    "Structures": ("json", "list", "array", "composite", "range", "bytea", "vector"),
}  # fmt: skip
_REST = "Others"
_DISTRIBUTIONS = """
## Distributions

`distribution` stands beside a generator or among its options. It weighs the values of a range from
low to high: the numbers between two bounds, the days of a span, the places of a list, the rows of a
table by their position. Every distribution is a table of integers made when compiling, so the same
value is drawn by every engine. A name alone takes the defaults. Parameters are in the units of the
column: a mean of 170 is 170, whatever the scale.
"""


def generators_page() -> str:
    """The whole page."""
    known = [name for names in _GROUPS.values() for name in names]
    rest = tuple(name for name in GENERATORS if name not in known)
    parts = [_HEAD]
    for title, names in {**_GROUPS, **({_REST: rest} if rest else {})}.items():
        parts.append(f"\n## {title}\n")
        parts += [_generator(GENERATORS[name]) for name in names]
    parts.append(_DISTRIBUTIONS)
    for kind in DISTRIBUTIONS.values():
        docs = f"{kind.docs} It needs its numbers." if not kind.bare else kind.docs
        parts.append(_entry(f"The distribution {kind.name}", docs, kind.example))
        parts += _table(kind.options)
    return "".join(parts)


def _generator(generator: Generator) -> str:
    shown = ", ".join(f"`{value}`" for value in _values(generator.name))
    docs = f"{generator.docs}\n\nSuch as {shown}." if shown else generator.docs
    entry = _entry(generator.name, docs, generator.example)
    return entry + "".join(_options(generator.options))


def _entry(title: str, docs: str, example: object) -> str:
    text = json.dumps(example, ensure_ascii=False)
    return f"\n### {title}\n\n{docs}\n\n```json\n{text}\n```\n"


# Options ------------------------------------------------------------------------------------------


def _options(schema: Mapping[str, Any]) -> Iterator[str]:
    """What the generator's value can be: a word for a plain one, a table for an object."""
    forms = schema.get("anyOf", [schema])
    plain = [words(form) for form in forms if "properties" not in form and form != {}]
    if "properties" not in schema and plain and plain != ["an object"]:
        yield f"\nIts value is {' or '.join(plain)}{', or an object:' * (len(forms) > len(plain))}"
        yield "\n" if len(forms) > len(plain) else ".\n"
    seen: dict[str, list[str]] = {}
    needed = [set(form.get("required", [])) for form in forms if form.get("properties")]
    for form in forms:
        for name, value in form.get("properties", {}).items():
            seen.setdefault(name, [])
            if (text := words(value)) not in seen[name]:
                seen[name].append(text)
    always = set.intersection(*needed) if needed else set()
    yield from _rows({name: (" or ".join(t), name in always) for name, t in seen.items()})


def _table(schema: Mapping[str, Any]) -> Iterator[str]:
    found = {name: (words(value), False) for name, value in schema.get("properties", {}).items()}
    yield from _rows(found)


def _rows(options: Mapping[str, tuple[str, bool]]) -> Iterator[str]:
    if options:
        yield "\n| option | value |\n| --- | --- |\n"
        for name, (text, needed) in options.items():
            yield f"| `{name}` | {text}{'; required' if needed else ''} |\n"


def words(schema: Mapping[str, Any]) -> str:
    """A JSON Schema in words: `a whole number from 1 to 64`."""
    if "$ref" in schema:
        return "a rule"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(words(form) for form in schema["anyOf"]))
    kinds = schema.get("type", [])
    found = [_KINDS[kind](schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return " or ".join(found) if found else "any JSON"


def _span(schema: Mapping[str, Any]) -> str:
    low = schema.get("minimum")
    above, high = schema.get("exclusiveMinimum"), schema.get("maximum")
    below = schema.get("exclusiveMaximum")
    parts = (
        [f" from {low}"] if low is not None else [f" above {above}"] if above is not None else []
    )
    parts += (
        [f" to {high}"] if high is not None else [f", below {below}"] if below is not None else []
    )
    return "".join(parts)


def _list(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minItems"), schema.get("maxItems")
    size = f" of {least}" if least is not None and least == most else ""
    if "prefixItems" in schema:
        return f"a list [{', '.join(words(item) for item in schema['prefixItems'])}]"
    of = f", each member {words(schema['items'])}" if "items" in schema else ""
    return f"a list{size}{of}"


def _object(schema: Mapping[str, Any]) -> str:
    if schema.get("properties"):
        return f"an object of {', '.join(f'`{name}`' for name in schema['properties'])}"
    inner = schema.get("additionalProperties")
    return f"an object, each member {words(inner)}" if isinstance(inner, Mapping) else "an object"


_KINDS: Mapping[str, Any] = {
    "integer": lambda schema: f"a whole number{_span(schema)}",
    "number": lambda schema: f"a number{_span(schema)}",
    "string": lambda schema: "a text",
    "boolean": lambda schema: "`true` or `false`",
    "null": lambda schema: "`null`",
    "array": _list,
    "object": _object,
}


# Values -------------------------------------------------------------------------------------------


def _values(name: str, most: int = 3) -> list[str]:
    """The first different values of the case's first column with that generator, those that the
    preview shows whole."""
    volume = json.loads((CASES / name / "seeds" / "shop" / "volume.json").read_text("utf-8"))
    column = next(
        column
        for table in volume["tables"].values()
        for column, rule in table.get("columns", {}).items()
        if name in rule
    )
    found = [text for text in _shown(name, column) if not text.endswith("…") and "`" not in text]
    return list(dict.fromkeys(text for text in found if text != "NULL"))[:most]


def _shown(name: str, column: str) -> Iterator[str]:
    """The column's cells in rows.txt; a line of dashes tells where columns stand."""
    for table in (CASES / name / "rows.txt").read_text("utf-8").split("\n\n"):
        header, *lines = table.split("\n")
        if not lines or not set(lines[0]) <= {"-", " "}:
            continue
        start = 0
        for dashes in lines[0].split("  "):
            end = start + len(dashes)
            if header[start:end].strip() == column:
                yield from (line[start:end].strip() for line in lines[1:])
            start = end + 2
