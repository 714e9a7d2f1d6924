"""Whether the keys that the compiler numbers satisfy the CHECKs on their column."""

from seedc.catalog import Expression
from seedc.passes.surrogate import integer_band
from seedc.passes.volume.infer.facts import Facts

_UUID = "5eed0000-0000-8000-8000-000000000001"


def refuses(facts: Facts, name: str) -> bool:
    """Whether a CHECK on the key alone refuses the first or the last of its values."""
    expressions = [
        (check.expression, name)
        for check in facts.bound.table.checks
        if check.enforced and check.expression.columns == (name,)
    ]
    expressions += [(c.expression, "VALUE") for d in facts.bound.domains[name] for c in d.checks]
    if not expressions:
        return False
    return any(_refuses(facts, name, expression, word) for expression, word in expressions)


def _refuses(facts: Facts, name: str, expression: Expression, word: str) -> bool:
    # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

    codec = facts.bound.codecs[name]
    predicate = compile_predicate(expression, {word: codec})
    if isinstance(predicate, NotUnderstood):
        return False
    values = [(codec.value or str)(text) for text in _samples(facts, name)]
    return any(predicate({word: value}) is False for value in values)


def _samples(facts: Facts, name: str) -> list[str]:
    last = max(facts.size - 1, 0)
    family = facts.bound.codecs[name].family
    if family == "uuid":
        return [_UUID]
    band = integer_band(facts.bound)
    if band is not None:
        return [str(band.low), str(band.low + last)]
    table = facts.bound.table.name.name
    return [f"{table}-0", f"{table}-{last}"]
