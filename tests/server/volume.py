"""A project with generated rows, for tests of scripts whose batches commit."""

import json
from pathlib import Path

from laws.kit import make_project, ran, seedc

SCHEMA = """
CREATE SCHEMA shop;
CREATE TABLE shop.suppliers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.products (
  id bigint PRIMARY KEY,
  supplier_id bigint NOT NULL REFERENCES shop.suppliers,
  code text NOT NULL CONSTRAINT one_code UNIQUE,
  price integer NOT NULL
);
CREATE TABLE shop.sales (
  id bigint PRIMARY KEY,
  product_id bigint NOT NULL REFERENCES shop.products,
  quantity integer NOT NULL
);
"""
SEEDS = {"suppliers": [{"__key__": f"s:{n}", "name": f"Süd {n}"} for n in range(3)]}
VOLUME = {
    "clock": "2026-01-01T00:00:00Z",
    "profiles": {
        "SMALL": {"products": 40, "sales": 20, "batch": 100},
        "LARGE": {"products": 1230, "sales": 90, "batch": 100},
        "BIG": {"products": 40000, "sales": 90, "batch": 5000},
        "WHOLE": {"products": 1230, "sales": 90, "batch": 100, "transaction": "single"},
    },
    "tables": {
        "products": {
            "rows": "products",
            "columns": {
                "supplier_id": {"reference": "suppliers"},
                "code": {"template": "P-{index}"},
                "price": {"integer": {"between": [5, 900]}},
            },
        },
        "sales": {
            "rows": "sales",
            "columns": {
                "product_id": {"reference": "products"},
                "quantity": {"integer": {"between": [1, 9]}},
            },
        },
    },
}


def volume_project(root: Path, policy: str = "keep") -> Path:
    """The project, with the scripts of its default profile SMALL built and those of LARGE (batches
    that commit: a loop for the products, one transaction for the sales) beside them."""
    make_project(root, SCHEMA, SEEDS, settings='profile = "SMALL"\n')
    volume = json.loads(json.dumps(VOLUME))
    volume["tables"]["products"]["policy"] = policy
    write_volume(root, volume)
    ran(seedc(root, "build", "--profile", "LARGE"))
    return root


def write_volume(root: Path, volume: object) -> None:
    """The file of volume rules."""
    file = root / "seeds" / "shop" / "volume.json"
    file.write_text(json.dumps(volume, indent=2), encoding="utf-8")


def script_of(root: Path, name: str = "LARGE.sql") -> str:
    """The text of a script of the dataset."""
    return (root / "build" / "shop" / name).read_text(encoding="utf-8")
