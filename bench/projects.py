"""Projects made for measuring: one 8-column table with as many rows as asked for, curated or
generated."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SCHEMA = """CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('draft', 'active', 'retired');
CREATE TABLE shop.vendors (id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE shop.products (
  id bigint PRIMARY KEY,
  sku varchar(20) NOT NULL UNIQUE,
  name text NOT NULL,
  vendor_id bigint NOT NULL REFERENCES shop.vendors,
  price numeric(10,2) NOT NULL CHECK (price > 0),
  stock integer NOT NULL DEFAULT 0,
  state shop.state NOT NULL,
  created_at timestamptz NOT NULL
);
"""
VENDORS = 100
VOLUME_SCHEMA = """CREATE SCHEMA shop;
CREATE TABLE shop.products (
  id bigint PRIMARY KEY,
  supplier_id bigint NOT NULL,
  name text NOT NULL,
  sku text NOT NULL UNIQUE,
  price numeric(10,2) NOT NULL,
  stock integer NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL
);
"""
VOLUME_COLUMNS = {
    "supplier_id": {"integer": {"between": [1, 1000]}},
    "name": {"template": "{product_adjective} {product_noun} {index}"},
    "sku": {"template": "SKU-{index:08}"},
    "price": {"decimal": {"between": [5, 900]}, "distribution": "lognormal"},
    "stock": {"integer": {"between": [0, 100]}},
    "active": {"boolean": 0.9},
    "created_at": {"timestamp": {"past": "365 days"}},
}


def make(folder: Path, rows: int) -> Path:
    """A project with `rows` products of 100 vendors, in contract order.

    Made by a process of its own: a measured child's peak memory would begin with this one's.
    """
    subprocess.run([sys.executable, "-m", "bench.projects", str(folder), str(rows)], check=True)
    return folder


def _make(folder: Path, rows: int) -> None:
    vendors = [{"__key__": f"v:{n}", "name": f"Vendor {n}"} for n in range(VENDORS)]
    products = [
        {
            "__key__": f"p:{n}",
            "sku": f"SKU-{n:08d}",
            "name": f"Product number {n}",
            "vendor_id": f"v:{n * 7 % VENDORS}",
            "price": round(1 + n % 9000 / 10 + 0.05, 2),
            "stock": n * 13 % 500,
            "state": ("draft", "active", "retired")[n % 3],
            "created_at": f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}T{n % 24:02d}:00:00Z",
        }
        for n in range(rows)
    ]
    seeds = folder / "seeds" / "shop"
    seeds.mkdir(parents=True)
    (seeds / "schema.sql").write_text(SCHEMA)
    text = json.dumps({"vendors": vendors, "products": products}, indent=1)
    (seeds / "shop.seed.json").write_text(text)


def make_volume(folder: Path, policy: str, profiles: Mapping[str, Any]) -> Path:
    """A project of generated products under one policy, as many as each profile says."""
    products = {"rows": "products", "policy": policy, "columns": VOLUME_COLUMNS}
    return write_volume(folder, VOLUME_SCHEMA, profiles, {"products": products})


def write_volume(
    folder: Path, schema: str, profiles: Mapping[str, Any], tables: Mapping[str, Any]
) -> Path:
    """A project of one dataset, `shop`, with these profiles and rules of tables."""
    seeds = folder / "seeds" / "shop"
    seeds.mkdir(parents=True)
    (seeds / "schema.sql").write_text(schema)
    volume = {"clock": "2026-01-01T00:00:00Z", "profiles": profiles, "tables": tables}
    (seeds / "volume.json").write_text(json.dumps(volume, indent=1))
    return folder


def sized(sizes: Iterable[int], batch: int) -> dict[str, Any]:
    """A profile for each number of products."""
    return {profile(size): {"products": size, "batch": batch} for size in sizes}


def profile(size: int) -> str:
    """The profile with so many rows."""
    return f"N{size}"


if __name__ == "__main__":
    _make(Path(sys.argv[1]), int(sys.argv[2]))
