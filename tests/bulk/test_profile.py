"""What a profile says of constraints, and what the program and the script make of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from seedc.backends.pgsql.rebuild import release, restore
from seedc.diagnostics import Sink
from seedc.frontend.volume.document import VolumeDoc
from seedc.frontend.volume.profiles import CUSTOM, choose_profile
from seedc.frontend.volume.reader import read_volume


def read(**profiles: Mapping[str, Any]) -> tuple[VolumeDoc | None, list[str]]:
    sink = Sink()
    document = {"profiles": profiles, "tables": {"products": {"rows": 5}}}
    found = read_volume("volume.json", json.dumps(document).encode(), sink)
    return found, [
        f"{d.code} {'/'.join(map(str, d.origin.pointer or ()))}" for d in sink.diagnostics
    ]


def test_constraints_are_kept_unless_a_profile_says_otherwise() -> None:
    doc, told = read(SMALL={}, LARGE={"constraints": "keep", "transaction": "batch"})
    assert doc is not None
    assert told == []
    assert [p.constraints for p in doc.profiles.values()] == ["keep", "keep"]
    assert [p.transaction for p in doc.profiles.values()] == ["batch", "batch"]


@pytest.mark.parametrize("more", [{}, {"transaction": "single"}])
def test_rebuilding_them_is_one_transaction_under_every_name_of_the_profile(
    more: dict[str, str],
) -> None:
    doc, told = read(LARGE={"constraints": "rebuild", **more})
    assert doc is not None
    assert told == []
    for name in ("LARGE", CUSTOM):
        chosen = choose_profile(doc, Sink(), name=name, environment={}, sets={}, default="LARGE")
        assert chosen is not None
        assert (chosen.profile, chosen.constraints) == (name, "rebuild")
        assert chosen.transaction == "single"


def test_every_profile_that_rebuilds_in_batches_is_told() -> None:
    wrong = {"constraints": "rebuild", "transaction": "batch"}
    doc, told = read(ONE=wrong, TWO={"constraints": "rebuild"}, THREE=wrong)
    assert doc is None
    assert told == ["SD756 profiles/ONE/transaction", "SD756 profiles/THREE/transaction"]


def test_other_words_and_parameters_of_that_name_are_refused() -> None:
    assert read(ONE={"constraints": "drop"})[1] == ["SD701 profiles/ONE/constraints"]
    assert read(ONE={"constraints": 5})[1] == ["SD701 profiles/ONE/constraints"]
    document = {"parameters": {"constraints": {"default": 5}}, "tables": {}}
    sink = Sink()
    assert read_volume("volume.json", json.dumps(document).encode(), sink) is None
    assert [d.code for d in sink.diagnostics] == ["SD701"]


def test_nothing_is_dropped_for_no_rows_and_the_restoring_statement_is_always_the_same() -> None:
    assert release([]) is None
    assert restore() == restore()
    assert restore().startswith("DO $seedc$\n")
