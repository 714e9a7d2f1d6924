"""The ids that keys hash to. A change of any vector would orphan every row seeded before."""

import hashlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.ids import INTEGER_BANDS, IntegerBand, integer_ids, uuid_ids, uuid_prefix

INTEGER_VECTORS = [
    ("int8", "storefront", "catalog", "storefront.vendors", "vendor:acme", 8768992694680156),
    ("int8", "main", "a", "public.t", "ключ", 7635839194861570),
    ("int8", "main", "a", "public.t", "", 8274042427139425),
    ("int4", "distribution", "sales", "distribution.stores", "loja:centro", 2000331381),
    ("int2", "d", "s", "public.t", "x", 26544),
    ("numeric", "d", "s", "public.t", "x", 8543296822159280),
]
UUID_VECTORS = [
    (
        "storefront",
        "catalog",
        "storefront.users",
        "user:anna",
        "5eed1af8-1b9a-88b4-96f4-4c39ffabd04b",
    ),
    ("main", "a", "public.t", "ключ", "5eed97c0-70eb-89ec-a0c1-5ac590022903"),
]


@pytest.mark.parametrize(("band", "dataset", "stem", "table", "key", "expected"), INTEGER_VECTORS)
def test_integer_vectors(
    band: str, dataset: str, stem: str, table: str, key: str, expected: int
) -> None:
    assert integer_ids(dataset, stem, table, INTEGER_BANDS[band])(key) == str(expected)
    # The same by the words of docs/ids.md, with nothing but SHA-256.
    digest = hashlib.sha256("\x1f".join((dataset, stem, table, key)).encode()).digest()
    half = (INTEGER_BANDS[band].high - INTEGER_BANDS[band].low) // 2
    assert INTEGER_BANDS[band].low + half + int.from_bytes(digest[:8], "big") % half == expected


@pytest.mark.parametrize(("dataset", "stem", "table", "key", "expected"), UUID_VECTORS)
def test_uuid_vectors(dataset: str, stem: str, table: str, key: str, expected: str) -> None:
    assert uuid_ids(dataset, stem, table)(key) == expected
    tag = hashlib.sha256("\x1f".join((dataset, table)).encode()).hexdigest()[:8]
    assert expected.replace("-", "").startswith("5eed" + tag)


@pytest.mark.parametrize("name", sorted(INTEGER_BANDS))
def test_the_bands_are_those_of_the_design(name: str) -> None:
    low, high = {
        "int8": (2**52, 2**53),
        "int4": (2**30, 2**31),
        "int2": (2**14, 2**15),
        "numeric": (2**52, 2**53),
    }[name]
    assert INTEGER_BANDS[name] == IntegerBand(low, high)
    assert INTEGER_BANDS[name].middle == (low + high) // 2


@given(st.text(), st.sampled_from(sorted(INTEGER_BANDS)))
def test_an_id_lies_in_the_curated_half_of_its_band(key: str, name: str) -> None:
    band = INTEGER_BANDS[name]
    assert band.middle <= int(integer_ids("d", "s", "public.t", band)(key)) < band.high


@given(st.text())
def test_a_uuid_is_a_version_8_that_says_whose_it_is(key: str) -> None:
    text = uuid_ids("d", "s", "public.t")(key)
    parsed = uuid.UUID(text)
    assert str(parsed) == text
    assert text.startswith("5eed")
    assert text.startswith(uuid_prefix("d", "public.t"))
    assert parsed.version == 8
    assert parsed.variant == uuid.RFC_4122
    assert parsed.time_hi_version & 0x0800, "the bit of curated rows"


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_parts_do_not_run_together(parts: list[str]) -> None:
    band = INTEGER_BANDS["int8"]
    one, two = parts
    assert integer_ids(one, two, "t", band)("k") != integer_ids(two, one, "t", band)("k")


def test_a_band_of_the_settings_is_kept_to() -> None:
    derive = integer_ids("d", "s", "t", IntegerBand(1000, 1010))
    assert {int(derive(str(n))) for n in range(200)} == set(range(1005, 1010))
