"""The command line itself: help, usage, exit codes, and what a bug of ours may say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from laws.kit import built, clean_environment, make_project, ran, seedc, write_seed
from seedc.cli import cli

COMMANDS = (
    "apply",
    "build",
    "check",
    "demo",
    "dump",
    "explain",
    "fmt",
    "plan",
    "preview",
    "reset",
    "verify",
)
SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL);"
SEEDS = {"t": [{"__key__": "t:1", "name": "a secret value"}]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path, SCHEMA, SEEDS)


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_everywhere_and_needs_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, [*command.split(), option])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert "..." not in result.output.partition("Commands:")[0].replace("ARGS]...", "").replace(
        "[DATASETS]...", ""
    ).replace("[FILES]...", "")


def test_every_command_is_listed() -> None:
    assert set(cli.commands) == set(COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["build", "--nonsense"],
        ["build", "extra"],
        ["build", "--format", "yaml"],
        ["dump", "--after", "lunch"],
        ["dump", "nowhere"],
        ["apply", "nowhere"],
        ["verify", "nowhere", "--dsn", "postgresql://localhost:1/x"],
        ["reset", "nowhere"],
        ["explain"],
        ["explain", "SD000"],
        ["explain", "nonsense"],
        ["fmt", "missing.json"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_a_usage_error_exits_with_2(root: Path, words: list[str]) -> None:
    built(root)
    done = seedc(root, *words)
    assert done.code == 2, done.err
    assert done.err.startswith("Usage: ")
    assert "Error: " in done.err


def test_a_project_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert seedc(tmp_path / "missing", "build").code == 2


def test_fmt_of_a_file_outside_the_project_is_a_usage_error(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.seed.json"
    other.write_text("{}", encoding="utf-8")
    assert seedc(root, "fmt", str(other)).code == 2


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
def test_without_a_database_the_mend_is_said(root: Path, command: str) -> None:
    built(root)
    done = seedc(root, command)
    assert done.code == 1
    assert "error[SD615]" in done.err
    assert "--dsn" in done.err


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
def test_without_a_build_the_mend_is_said(root: Path, database: str, command: str) -> None:
    done = seedc(root, command, "--dsn", database)
    assert done.code == 1
    assert "error[SD617]" in done.err
    assert "seedc build" in done.err


@pytest.mark.parametrize("damaged", ["", "[]", "{}", "<<<<<<< HEAD\n{}\n=======\n"])
def test_a_damaged_manifest_is_no_bug_of_ours(root: Path, database: str, damaged: str) -> None:
    (built(root) / "manifest.json").write_text(damaged, encoding="utf-8")
    for command in ("apply", "plan", "verify", "reset"):
        done = seedc(root, command, "--dsn", database)
        assert done.code == 1
        assert "build/manifest.json: error[SD617]" in done.err
        assert "run seedc build" in done.err


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
def test_a_dataset_without_rows_is_no_mistake(root: Path, database: str, command: str) -> None:
    make_project(root, "CREATE TABLE u (id int PRIMARY KEY);", {"u": []}, dataset="empty")
    built(root)
    ran(seedc(root, "apply", "--create-schema", "--dsn", database))
    ran(seedc(root, command, "--dsn", database))
    ran(seedc(root, command, "empty", "--dsn", database))


@pytest.mark.parametrize("form", ["json", "github", "text"])
def test_diagnostics_come_in_three_formats(root: Path, form: str) -> None:
    write_seed(root, {"t": [{"__key__": "t:1", "nam": "x"}, {"__key__": "t:2", "name": 5}]})
    for command in ("check", "build"):
        done = seedc(root, command, "--format", form)
        assert done.code == 1
        if form == "json":
            assert {d["code"] for d in json.loads(done.out)} >= {"SD203"}
        elif form == "github":
            assert done.out.startswith("::error file=seeds/shop/main.seed.json,line=")
        else:
            assert done.out == ""
            assert "seeds/shop/main.seed.json:5:7: error[SD203]" in done.err


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_check_without_a_finding_prints_nothing_for_machines_to_stumble_on(
    root: Path, form: str
) -> None:
    done = ran(seedc(root, "check", "--format", form))
    assert (json.loads(done.out) if form == "json" else done.out) in ([], "")


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
def test_json_is_all_that_is_printed_where_it_is_asked_for(
    root: Path, database: str, command: str
) -> None:
    built(root)
    ran(seedc(root, "apply", "--create-schema", "--dsn", database))
    done = ran(seedc(root, command, "--json", "--dsn", database))
    (line,) = json.loads(done.out)
    assert (line["dataset"], line["table"]) == ("shop", "public.t")


def test_a_bug_of_ours_exits_with_70_and_tells_no_value(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret value of postgresql://me:hunter2@host/db")

    monkeypatch.setattr("seedc.building.compile_project", broken)
    done = seedc(root, "build")
    assert done.code == 70
    assert "internal error: RuntimeError at " in done.err
    assert "secret" not in done.out + done.err
    assert "hunter2" not in done.out + done.err
    shown = seedc(root, "build", SEEDC_DEBUG="1")
    assert shown.code == 70
    assert "Traceback" in shown.err


def test_explain_tells_every_code_that_a_message_names(root: Path) -> None:
    from seedc.codes import CODES  # noqa: PLC0415 - only this test looks behind the command line

    assert len(CODES) >= 40
    for code in CODES:
        told = ran(seedc(root, "explain", code.lower())).out
        assert told.startswith(f"{code}: ")
        assert len(told) > 100


def test_check_tells_how_much_there_is_and_writes_nothing(root: Path) -> None:
    done = ran(seedc(root, "check"))
    assert done.out == "1 dataset, 1 row: no errors\n"
    assert not (root / "build").exists()


def test_fmt_mends_the_order_and_a_second_time_nothing(root: Path) -> None:
    schema = SCHEMA + "CREATE TABLE u (id bigserial PRIMARY KEY, t_id bigint REFERENCES t);"
    make_project(root, schema, {"u": [{"__key__": "u:1", "t_id": "t:1"}], **SEEDS})
    assert "error[SD207]" in seedc(root, "check").err
    refused = seedc(root, "fmt", "--check")
    assert refused.code == 1
    assert refused.err == "would rewrite seeds/shop/main.seed.json\n"
    file = root / "seeds" / "shop" / "main.seed.json"
    assert ran(seedc(root, "fmt", str(file))).out == "rewrote seeds/shop/main.seed.json\n"
    ran(seedc(root, "check"))
    before = file.read_bytes()
    assert ran(seedc(root, "fmt")).out == ""
    ran(seedc(root, "fmt", "--check"))
    assert file.read_bytes() == before


@pytest.mark.parametrize("stage", ["ddl", "seeds", "bind", "resolve", "program"])
def test_dump_shows_what_was_understood_after_each_stage(root: Path, stage: str) -> None:
    done = ran(seedc(root, "dump", "--after", stage))
    assert done.out.strip()


def test_an_output_that_cannot_hold_a_letter_gets_it_escaped(root: Path) -> None:
    make_project(root, 'CREATE TABLE "имя" (id int PRIMARY KEY);', {"имя": []})
    done = subprocess.run(
        [sys.executable, "-m", "seedc", "--project", str(root), "dump", "--after", "ddl"],
        env=clean_environment(PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u0438\u043c\u044f" in done.stdout
