"""What the tests of the reader of volume.json share."""

import json

from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.volume.document import (
    Rows,
    VolumeDoc,
)
from seedc.frontend.volume.reader import read_volume

FILE = "seeds/shop/volume.json"
SIX = {"integer": {"between": [1, 6]}}

SKETCH = """{
  "clock": "2026-01-01T00:00:00Z",
  "profiles": {
    "SMALL":  {"products": 50, "clients": 20, "batch": 500},
    "STRESS": {"products": 50000, "clients": 10000, "batch": 1000}
  },
  "tables": {
    "products": {
      "rows": "products",
      "columns": {
        "name": {"template": "{product_adjective} {product_noun} {index}"},
        "sku": {"template": "{md5(name):8}"},
        "price": {"decimal": {"between": [5, 900], "distribution": "lognormal"}},
        "supplier_id": {"reference": "suppliers", "distribution": "zipf"}
      }
    },
    "sale_items": {
      "rows": {"each": "sales", "between": [1, 6]},
      "columns": {
        "product_id": {"reference": "products", "unique_per": "sale_id"},
        "unit_price": {"lookup": "product_id.price"},
        "line_total": {"sql": "quantity * unit_price"}
      }
    },
    "sales": {"columns": {"total": {"sum": "sale_items.line_total"}}}
  }
}"""


def read(document: object) -> VolumeDoc:
    sink = Sink()
    data = document if isinstance(document, str) else json.dumps(document)
    doc = read_volume(FILE, data.encode(), sink)
    assert sink.diagnostics == []
    assert doc is not None
    return doc


def reported(document: object) -> list[Diagnostic]:
    sink = Sink()
    data = document if isinstance(document, str) else json.dumps(document)
    assert read_volume(FILE, data.encode(), sink) is None
    return sink.diagnostics


def mistakes(document: object) -> set[tuple[str, str]]:
    """Codes with JSON pointers; `#` behind the one of a member's name."""
    return {
        (d.code, "/".join(map(str, d.origin.pointer or ())) + ("#" * (d.origin.part == "key")))
        for d in reported(document)
    }


def rows_of(rows: object) -> Rows:
    return read({"profiles": {"SMALL": {"n": 3}}, "tables": {"t": {"rows": rows}}}).tables[0].rows


def in_rows(rows: object) -> set[tuple[str, str]]:
    found = mistakes({"profiles": {"SMALL": {"n": 3}}, "tables": {"t": {"rows": rows}}})
    return {(code, pointer.removeprefix("tables/t/rows")) for code, pointer in found}


def in_rule(rule: object) -> set[tuple[str, str]]:
    found = mistakes({"tables": {"t": {"columns": {"c": rule}}}})
    return {(code, pointer.removeprefix("tables/t/columns/c")) for code, pointer in found}


def told(document: object) -> str:
    (found,) = reported(document)
    return f"{found.message}; {found.help}"


def rule_told(rule: object) -> str:
    return told({"tables": {"t": {"columns": {"c": rule}}}})
