"""project_templates holds the examples of the seed JSON contract, word for word; templates at
volume."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[[str], list[tuple[Any, ...]]]

BAND = "BETWEEN 4503599627370496 AND 6755399441055743"
"""Which templates are generated: those whose id is in the lower half of the band."""

# As the contract shows them, in one document.
EXAMPLES = """
{
  "ProjectTemplates": [
    {
      "__key__": "pt:base_text",
      "name": "Base template",
      "__children__": {
        "InterfaceSettings": [
          {
            "__key__": "is:base_text",
            "settings": [
              { "type": "checkbox", "name": "use_nested", "default": false }
            ]
          }
        ]
      }
    }
  ],
  "TemplateInterfaceSettings": [
    {
      "__key__": "tis:1",
      "template_id": "pt:base_text",
      "settings_id": "is:base_text"
    }
  ]
}
"""


def test_one_file_is_exactly_the_examples_of_the_contract(seeds: Path) -> None:
    text = (seeds / "project_templates" / "contract.seed.json").read_text(encoding="utf-8")
    assert "".join(text.split()) == "".join(EXAMPLES.split())
    assert json.loads(text) == json.loads(EXAMPLES)


def test_the_other_file_does_not_refer_to_it(seeds: Path) -> None:
    other = (seeds / "project_templates" / "templates.seed.json").read_text(encoding="utf-8")
    for key in ("pt:base_text", "is:base_text", "tis:1"):
        assert f'"{key}"' not in other


# Volume -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["SMALL", "LARGE"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("project_templates", request.param)


def test_each_profile_has_exactly_so_many_rows(
    counts: Callable[[str], dict[str, dict[str, int]]],
) -> None:
    tables = ("project_templates", "interface_settings", "template_interface_settings")
    expected = {"SMALL": (24, 34, 60), "LARGE": (2_000, 3_090, 8_000)}
    assert counts("project_templates") == {
        profile: dict(zip(tables, numbers, strict=True)) for profile, numbers in expected.items()
    }


def test_joins_are_pairs_of_generated_rows_each_once(ask: Ask) -> None:
    ((joins, pairs),) = ask(
        "SELECT count(*), count(DISTINCT (j.template_id, j.settings_id))"
        " FROM project_templates.template_interface_settings AS j"
        " JOIN project_templates.interface_settings AS s ON s.id = j.settings_id"
        f" WHERE j.template_id {BAND} AND s.project_template_id {BAND}"
    )
    assert joins == pairs
    assert joins in (60, 8_000)


def test_a_generated_template_brings_one_to_three_settings_of_different_titles(ask: Ask) -> None:
    found = ask(
        "SELECT count(*), count(DISTINCT title) FROM project_templates.interface_settings"
        f" WHERE project_template_id {BAND} GROUP BY project_template_id"
    )
    assert len(found) in (24, 2_000)
    assert {number for number, _ in found} <= {1, 2, 3}
    assert all(number == titles for number, titles in found)


def test_generated_controls_have_what_their_type_asks_for(ask: Ask) -> None:
    asked = {
        "slider": {"type", "name", "min", "max", "step", "default"},
        "checkbox": {"type", "name", "default"},
        "select": {"type", "name", "options", "default"},
        "list": {"type", "name", "item", "max_items", "default"},
    }
    for (controls,) in ask(
        "SELECT settings FROM project_templates.interface_settings"
        f" WHERE project_template_id {BAND}"
    ):
        for control in controls:
            assert set(control) == asked[control["type"]]
            assert control["default"] in control.get("options", [control["default"]])
            if control["type"] == "slider":
                assert control["min"] <= control["default"] <= control["max"]


def test_the_language_of_a_generated_template_is_that_of_its_name(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT language, split_part(name, ' ', 1), description ~ '[А-я]'"
        f" FROM project_templates.project_templates WHERE id {BAND} AND description IS NOT NULL"
    )
    assert sorted(found) == [("en", "Product", False), ("ru", "Карточка", True)]
