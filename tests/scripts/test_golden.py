"""Example scripts as they are committed: the expected output is rewritten by `make golden`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.handmade import Col, Columns, group, key, load, program, qualified, reference, table
from seedc.catalog import Trigger
from seedc.ir.artifact import Artifact
from seedc.ir.program import Arbiter, Band, DatasetProgram, SequenceMove, Stage
from seedc.scripts import (
    profile_entry,
    render_all,
    render_load,
    render_manifest,
    render_reset,
    render_verify,
)

GOLDEN = Path(__file__).parent / "golden"
PROTECTED = ("PROD", "PRODUCTION", "RENDER", "STAGING")


def storefront() -> DatasetProgram:
    """Two tables, a policy each, two shapes of rows, a trigger, a sequence."""
    vendor: Columns = {
        "id": Col("bigint!", sequence="shop.vendors_id_seq"),
        "name": "text!",
        "country": "character varying(2)",
    }
    product: Columns = {"id": "bigint!", "vendor_id": "bigint!", "price": "numeric(10,2)"}
    vendors = table("shop.vendors", vendor)
    of_vendor = reference("vendor_id", "shop.vendors", name="products_vendor_id_fkey")
    products = table("shop.products", product, foreign_keys=[of_vendor])
    touch = Trigger(
        name="touch",
        timing="before",
        events=("insert", "update"),
        row=True,
        function="shop.touch",
    )
    return program(
        load(
            vendors,
            vendor,
            {
                "vendor:acme": ("6755401093281001", "Acme", "BR"),
                "vendor:ostra": ("6755399987120333", "Östra", None),
            },
            referenced_by=((products.name, of_vendor),),
            triggers=(touch,),
            groups=[
                group(
                    {n: vendor[n] for n in ("id", "name")},
                    {"vendor:plain": ("7", "O'Brien\nand sons")},
                )
            ],
        ),
        load(
            products,
            product,
            {"product:saw": ("6755400000000001", "6755401093281001", "12.50")},
            policy="keep",
        ),
        sequences=(
            SequenceMove(
                sequence=qualified("shop.vendors_id_seq"), table=vendors.name, column="id", value=7
            ),
        ),
        protected=PROTECTED,
        dataset="storefront",
    )


def company() -> DatasetProgram:
    """A cycle of two tables with NOT NULL on both sides, one of them with a deferrable key."""
    person: Columns = {"id": "integer!", "name": "text!", "team_id": "integer!"}
    team: Columns = {"id": "integer!", "lead_id": "integer!"}
    of_team = reference("team_id", "hr.team", name="person_team_id_fkey")
    of_lead = reference("lead_id", "hr.person", name="team_lead_id_fkey")
    people = table("hr.person", person, foreign_keys=[of_team])
    teams = table("hr.team", team, foreign_keys=[of_lead])
    deferrable = Arbiter(name="pkey", elements=key("k", "id").elements, upsert=False)
    return program(
        Stage(
            loads=(
                load(
                    people,
                    person,
                    {"ana": ("1", "Ana", "1"), "bia": ("2", "Bia", "1")},
                    arbiter=deferrable,
                    referenced_by=((teams.name, of_lead),),
                ),
                load(teams, team, {"core": ("1", "2")}, referenced_by=((people.name, of_team),)),
            ),
            cyclic=True,
        ),
        dataset="company",
    )


def labels() -> DatasetProgram:
    """`sync` of a table that is matched by a natural key over an expression."""
    label: Columns = {"id": Col("bigint!", identity="always"), "name": "text!", "note": "text"}
    arbiter = Arbiter(name="labels_lower_key", elements=key("k", "lower(name)").elements)
    used = reference("label_id", "app.labels", name="uses_label_id_fkey")
    return program(
        load(
            table("app.labels", label),
            label,
            {"label:new": ("6755400000000001", "New", None)},
            policy="sync",
            arbiter=arbiter,
            band=Band(
                column="id",
                type="bigint",
                low=4503599627370496,
                middle=6755399441055744,
                high=9007199254740992,
            ),
            siblings=("6755400000000002",),
            referenced_by=((qualified("app.uses"), used),),
            adopt_guard=True,
        ),
        protected=PROTECTED,
        dataset="labels",
    )


def rendered(whole: DatasetProgram) -> Artifact:
    files = (
        ("load.sql", render_load(whole)),
        ("reset.sql", render_reset(whole)),
        ("verify.sql", render_verify(whole)),
    )
    manifest = render_manifest(
        {whole.dataset: {whole.profile: profile_entry(whole)}},
        {whole.dataset: whole.profile},
        {},
        Artifact(files).digests,
    )
    return Artifact((*files, ("manifest.json", manifest)))


CASES: dict[str, Callable[[], DatasetProgram]] = {
    "storefront": storefront,
    "company": company,
    "labels": labels,
}


@pytest.mark.parametrize("case", CASES)
def test_scripts_are_as_reviewed(case: str, golden: bool) -> None:
    for name, text in rendered(CASES[case]()).files:
        check(GOLDEN / case / name, text, golden)


def test_the_script_of_all_datasets_is_as_reviewed(golden: bool) -> None:
    check(GOLDEN / "seed.sql", render_all([company(), storefront()]), golden)


def check(file: Path, text: str, golden: bool) -> None:
    if golden:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
