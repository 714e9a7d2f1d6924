"""project_templates holds the examples of the seed JSON contract, word for word."""

import json
from pathlib import Path

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
