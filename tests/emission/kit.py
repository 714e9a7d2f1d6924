"""What the tests of rows as files share: emitting through the command line, psql in a folder of
one's choice, two databases held against each other."""

import json
import subprocess
from pathlib import Path
from typing import Any

from laws.kit import Done, Dump, clean_environment, dump, psql, ran, seedc


def copydata(root: Path, *options: str, dataset: str = "shop", profile: str = "SMALL") -> Path:
    """Write the dataset's load script with its files; where the script lies."""
    ran(seedc(root, "build", dataset, "--backend", "copydata", *options))
    return root / "build" / dataset / f"{profile}.copydata" / "load.sql"


def tables(root: Path, form: str, *options: str, dataset: str = "shop") -> Path:
    """Write the dataset's tables; the folder."""
    ran(seedc(root, "build", dataset, "--emit", form, *options))
    return root / "build" / dataset / f"SMALL.{form}"


def load(dsn: str, script: Path, folder: Path, *options: str, **environment: str) -> Done:
    """Run a script with psql in a folder."""
    done = subprocess.run(
        ["psql", "-X", *options, "-d", dsn, "-f", str(script)],
        env=clean_environment(**environment),
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def create(root: Path, dsn: str, dataset: str = "shop") -> None:
    """Load the dataset's schema."""
    schema = root / "seeds" / dataset / "schema.sql"
    ran(psql(dsn, schema, "-v", "ON_ERROR_STOP=1"))


def by_server(root: Path, dsn: str, dataset: str = "shop") -> Dump:
    """What the database holds after the script that has the server make the rows."""
    create(root, dsn, dataset)
    ran(psql(dsn, root / "build" / dataset / "SMALL.sql"))
    return dump(dsn)


def manifest(folder: Path) -> Any:
    """The folder's manifest."""
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
