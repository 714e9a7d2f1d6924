"""`check --verbose --format json` prints one document."""

import json
from pathlib import Path

from click.testing import CliRunner

from seedc.cli import cli


def test_one_json_document(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "shop"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(
        "CREATE TABLE t (id int PRIMARY KEY, v text CHECK (v < 'm'));"
    )
    (folder / "x.seed.json").write_text('{"t": [{"__key__": "a", "v": "x"}]}')
    args = ["--project", str(tmp_path), "check", "--verbose", "--format", "json"]
    (only,) = json.loads(CliRunner().invoke(cli, args).stdout)
    assert only["code"] == "SD345"
