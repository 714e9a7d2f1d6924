"""Which profile a build uses, what overrides its numbers, and what is said of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.volume.document import VolumeDoc
from seedc.frontend.volume.profiles import (
    Chosen,
    check_sets,
    choose_profile,
    parameters_of,
    values_of,
)
from seedc.frontend.volume.reader import read_volume

DOCUMENT: dict[str, Any] = {
    "parameters": {"customers": {"env": "SCALE_CUSTOMERS", "default": 500}},
    "profiles": {
        "SMALL": {"products": 50, "sales": 30, "batch": 500},
        "LARGE": {"products": 5000, "sales": 3000, "customers": 900, "transaction": "single"},
    },
    "tables": {
        "customers": {"rows": "customers"},
        "products": {"rows": "products"},
        "sales": {"rows": "sales"},
    },
}


def doc(document: Mapping[str, Any] = DOCUMENT) -> VolumeDoc:
    sink = Sink()
    found = read_volume("volume.json", json.dumps(document).encode(), sink)
    assert sink.diagnostics == []
    assert found is not None
    return found


def choose(
    document: Mapping[str, Any] = DOCUMENT,
    *,
    name: str | None = None,
    env: Mapping[str, str] | None = None,
    sets: Mapping[str, str] | None = None,
    default: str = "SMALL",
) -> Chosen | list[Diagnostic]:
    sink = Sink()
    found = choose_profile(
        doc(document), sink, name=name, environment=env or {}, sets=sets or {}, default=default
    )
    assert (found is None) == bool(sink.diagnostics)
    return found or sink.diagnostics


def chosen(document: Mapping[str, Any] = DOCUMENT, **how: Any) -> Chosen:
    found = choose(document, **how)
    assert isinstance(found, Chosen)
    return found


def refused(document: Mapping[str, Any] = DOCUMENT, **how: Any) -> list[tuple[str, str, str]]:
    found = choose(document, **how)
    assert isinstance(found, list)
    return [(d.code, d.origin.file, d.message) for d in found]


def test_the_default_profile_is_the_project_s_or_else_the_file_s_first() -> None:
    assert chosen(default="LARGE").profile == "LARGE"
    first = chosen(default="HUGE")
    assert (first.profile, first.said) == ("SMALL", ("profile SMALL",))
    assert first.values == {"customers": 500, "products": 50, "sales": 30}
    assert (first.batch, first.transaction) == (500, "batch")


def test_a_profile_is_stronger_than_a_parameter_s_default() -> None:
    large = chosen(name="LARGE")
    assert large.values == {"customers": 900, "products": 5000, "sales": 3000}
    assert (large.batch, large.transaction) == (10_000, "single")


def test_seed_size_names_the_profile_and_the_option_is_stronger() -> None:
    assert chosen(env={"SEED_SIZE": "LARGE"}).said == ("profile LARGE (SEED_SIZE)",)
    assert chosen(env={"SEED_SIZE": "LARGE"}, name="SMALL").said == ("profile SMALL (--profile)",)
    assert chosen(env={"SEED_SIZE": ""}).profile == "SMALL"


def test_overrides_grow_in_strength_from_set_to_the_variable() -> None:
    assert chosen(sets={"products": "7"}).values["products"] == 7
    both = chosen(sets={"products": "7"}, env={"SEED_PRODUCTS": "8", "SEED_SALES": "9"})
    assert both.values == {"customers": 500, "products": 8, "sales": 9}
    assert both.said == ("profile SMALL", "products = 8 (SEED_PRODUCTS)", "sales = 9 (SEED_SALES)")
    assert chosen(env={"SEED_PRODUCTS": ""}, sets={"products": "7"}).values["products"] == 7


def test_a_parameter_s_own_variable_is_as_strong_as_the_seed_s() -> None:
    own = chosen(env={"SCALE_CUSTOMERS": "12"}, sets={"customers": "3"}, name="LARGE")
    assert own.values["customers"] == 12
    assert own.said == ("profile LARGE (--profile)", "customers = 12 (SCALE_CUSTOMERS)")
    assert chosen(env={"SCALE_CUSTOMERS": "12", "SEED_CUSTOMERS": "012"}).values["customers"] == 12
    ((code, place, message),) = refused(env={"SCALE_CUSTOMERS": "12", "SEED_CUSTOMERS": "13"})
    assert (code, place) == ("SD706", "SCALE_CUSTOMERS")
    assert message == "SEED_CUSTOMERS says 13 and SCALE_CUSTOMERS says 12"


def test_batch_can_have_a_variable_of_its_own() -> None:
    parameters = {**DOCUMENT["parameters"], "batch": {"env": "CHUNK_SIZE"}}
    document = {**DOCUMENT, "parameters": parameters}
    own = chosen(document, env={"CHUNK_SIZE": "77"}, sets={"batch": "9"})
    assert own.batch == 77
    assert own.said == ("profile SMALL", "batch = 77 (CHUNK_SIZE)")
    assert "batch" not in own.values
    assert chosen(document, env={"SEED_BATCH": "8"}).batch == 8
    assert chosen(document).batch == 500


def test_batch_can_be_overridden_but_not_be_nothing() -> None:
    assert chosen(sets={"batch": "9"}).batch == 9
    assert chosen(env={"SEED_BATCH": "10"}, sets={"batch": "9"}).batch == 10
    assert "batch" not in chosen(sets={"batch": "9"}).values
    assert [code for code, *_ in refused(sets={"batch": "0"})] == ["SD706"]
    assert chosen(sets={"sales": "0"}).values["sales"] == 0


def test_custom_is_the_default_profile_with_overrides() -> None:
    custom = chosen(env={"SEED_SIZE": "CUSTOM", "SEED_PRODUCTS": "10000"}, default="LARGE")
    assert custom.profile == "CUSTOM"
    assert custom.values == {"customers": 900, "products": 10000, "sales": 3000}
    assert custom.transaction == "single"
    assert custom.said[0] == "profile CUSTOM (SEED_SIZE), from LARGE"
    own = {**DOCUMENT, "profiles": {**DOCUMENT["profiles"], "CUSTOM": {"products": 1, "sales": 2}}}
    assert chosen(own, name="CUSTOM").said == ("profile CUSTOM (--profile)",)


def test_a_file_without_profiles_has_one_size_under_any_name() -> None:
    plain = {
        "parameters": {"customers": {"default": 500}},
        "tables": {"customers": {"rows": "customers"}},
    }
    found = chosen(plain, name="LARGE")
    assert (found.profile, found.values, found.said) == (
        "LARGE",
        {"customers": 500},
        ("no profiles",),
    )
    assert chosen(plain).profile == "SMALL"


@pytest.mark.parametrize("how", [{"name": "LARG"}, {"env": {"SEED_SIZE": "LARG"}}])
def test_an_unknown_profile_is_refused_with_the_nearest(how: dict[str, Any]) -> None:
    found = choose(**how)
    assert isinstance(found, list)
    (diagnostic,) = found
    assert (diagnostic.code, diagnostic.message) == ("SD705", 'there is no profile "LARG"')
    assert diagnostic.help == 'the nearest profile is "LARGE"; there are SMALL, LARGE, CUSTOM'
    assert diagnostic.notes[0].origin is not None


@pytest.mark.parametrize("text", ["ten", "", "-1", "1.5", "1e3", "٣", "1_000", str(2**63)])
def test_an_override_that_is_no_number_is_refused(text: str) -> None:
    ((code, place, message),) = refused(sets={"products": text})
    assert (code, place) == ("SD706", "--set products")
    assert message == f'"{text}" is no number for products'


def test_all_that_is_wrong_is_reported_at_once() -> None:
    found = refused(name="HUGE", sets={"products": "x"}, env={"SEED_SALES": "y"})
    assert [code for code, *_ in found] == ["SD705", "SD706", "SD706"]


def test_a_name_that_no_file_knows_is_refused_and_foreign_variables_are_ignored() -> None:
    sink = Sink()
    check_sets([doc(), doc({"tables": {}})], {"products": "1", "batch": "2", "prodcts": "3"}, sink)
    (found,) = sink.diagnostics
    assert (found.code, found.origin.file) == ("SD706", "--set prodcts")
    assert found.help == 'the nearest parameter is "products"'
    assert chosen(env={"SEED_PRODCTS": "x", "SEED_OTHER": "y"}).said == ("profile SMALL",)


def test_a_parameter_without_a_value_is_refused_where_it_is_named() -> None:
    document = {
        "parameters": {"skus": {}},
        "profiles": {"SMALL": {"n": 1}, "LARGE": {}},
        "tables": {"a": {"rows": "n"}, "b": {"rows": {"each": "a", "between": [1, "skus"]}}},
    }
    found = choose(document, name="LARGE")
    assert isinstance(found, list)
    assert [(d.code, d.origin.pointer) for d in found] == [
        ("SD704", ("tables", "a", "rows")),
        ("SD704", ("tables", "b", "rows", "between", 1)),
    ]
    assert chosen(document, sets={"skus": "4"}).values == {"n": 1, "skus": 4}


def test_an_amount_that_comes_to_less_than_nothing_is_refused_under_its_profile() -> None:
    document = {
        "profiles": {"SMALL": {"n": 1}, "LARGE": {"n": 9}},
        "tables": {"a": {"rows": "n - 5"}},
    }
    assert chosen(document, name="LARGE").values == {"n": 9}
    ((code, place, message),) = refused(document)
    assert (code, place) == ("SD703", "volume.json")
    assert message.endswith("under the profile SMALL: it comes to -4, less than nothing")


def test_the_parameters_of_a_file_are_those_declared_and_those_of_every_profile() -> None:
    assert parameters_of(doc()) == ("customers", "products", "sales")


def test_the_values_of_a_profile_are_those_that_nothing_overrides() -> None:
    found = doc()
    assert values_of(found, found.profiles["SMALL"]) == {
        "customers": 500,
        "products": 50,
        "sales": 30,
    }
