"""The documents say what is: commands, options, settings, codes, numbers and files exist."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from docs.errors_page import errors_page
from docs.generators_page import generators_page
from docs.markdown import PAGES, ROOT, anchors, blocks, links, prose, replaced, sections
from seedc.backends.pgsql.rows import LONGEST
from seedc.backends.pgsql.staging import THRESHOLD
from seedc.cli import cli
from seedc.codes import CODES
from seedc.ids import INTEGER_BANDS, integer_ids, uuid_ids
from seedc.pipeline import PASSES
from seedc.settings import SCHEMA, Settings
from test_architecture import LAYERS

CLI = ROOT / "docs" / "cli.md"
ERRORS = ROOT / "docs" / "errors.md"
GENERATORS_PAGE = ROOT / "docs" / "generators.md"
ARCHITECTURE = ROOT / "compiler" / "ARCHITECTURE.md"
CONSOLE = [
    (page.name, line.removeprefix("$ "))
    for page in PAGES
    for block in blocks(page.read_text(encoding="utf-8"))
    if block.language == "console"
    for line in block.text.splitlines()
    if line.startswith("$ ")
]


def options(command: click.Command) -> set[str]:
    """The long names of a command's options."""
    found = {name for p in command.params if isinstance(p, click.Option) for name in p.opts}
    return {name for name in found if name.startswith("--")} | {"--help"}


def properties(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every property; a table that users name is `*`."""
    for name, value in schema.get("properties", {}).items():
        yield (*path, name)
        inner = value.get("additionalProperties")
        if isinstance(inner, dict):
            yield from properties(inner, (*path, name, "*"))


def test_every_command_and_option_is_described() -> None:
    page = sections(CLI.read_text(encoding="utf-8"))
    shared = {
        "Commands with a database": {"apply", "plan", "verify", "reset"},
        "The command line": {"build"},
    }
    for name, command in cli.every_command().items():
        (title,) = [t for t in page if re.match(rf"`seedc {name}\b", t)]
        texts = [page[title]] + [page[t] for t, names in shared.items() if name in names]
        for option in options(command) - {"--help"}:
            assert any(f"`{option}" in text for text in texts), f"{name} {option}"
    for option in options(cli):
        assert f"`{option}" in page["The command line"], option


def test_no_option_is_described_that_does_not_exist() -> None:
    known = options(cli).union(*(options(command) for command in cli.every_command().values()))
    text = CLI.read_text(encoding="utf-8")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


def test_every_setting_is_described_with_its_default() -> None:
    text = sections(CLI.read_text(encoding="utf-8"))["Settings"]
    tables = re.split(r"^In `\[tool\.seedc\.datasets.*$", text, flags=re.MULTILINE)
    for path in properties(SCHEMA):
        assert f"| `{path[-1]}` |" in tables[len(path) // 2], path
    rows = dict(re.findall(r"^\| `(\w+)` (.*)$", tables[0], re.MULTILINE))
    defaults = Settings()
    for name in ("profile", "build", "name", "protected"):
        assert f"`{json.dumps(getattr(defaults, name))}`" in rows[name], name


def test_every_environment_variable_is_described() -> None:
    text = sections(CLI.read_text(encoding="utf-8"))["Environment variables"]
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "compiler").rglob("*.py"))
    read = set(re.findall(r'environ(?:ment)?\.get\("(\w+)"', source)) | {"SEEDC_TEST_DSN"}
    assert read
    for name in read:
        assert f"`{name}`" in text


def test_the_errors_page_is_the_registry(golden: bool) -> None:
    if golden:
        ERRORS.write_text(errors_page(), encoding="utf-8")
    assert ERRORS.read_text(encoding="utf-8") == errors_page()
    assert {code.lower() for code in CODES} <= anchors(errors_page())


def test_the_generators_page_is_the_registry(golden: bool) -> None:
    if golden:
        GENERATORS_PAGE.write_text(generators_page(), encoding="utf-8")
    assert GENERATORS_PAGE.read_text(encoding="utf-8") == generators_page()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_codes_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"\bSD\d{3}\b", page.read_text(encoding="utf-8")))
    assert named <= set(CODES)


def test_the_contract_names_every_code_of_its_families() -> None:
    text = prose((ROOT / "docs" / "contract.md").read_text(encoding="utf-8"))
    ranges = re.findall(r"\[(SD1\d\d)\]\([^)]*\) to \[(SD1\d\d)\]", text)
    covered = {c for c in CODES if any(low <= c <= high for low, high in ranges)}
    mentioned = set(re.findall(r"\bSD\d{3}\b", text)) | covered
    assert {c for c in CODES if c[2] in "123"} <= mentioned


@pytest.mark.parametrize(("page", "line"), CONSOLE, ids=[line for _, line in CONSOLE])
def test_commands_in_console_blocks_exist(page: str, line: str) -> None:
    words = line.split()
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
    elif words[0] == "seedc":
        command = cli.every_command()[words[1]]
        used = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert used <= options(command)


def test_the_demo_of_the_readme_is_that_of_the_manifest() -> None:
    manifest = json.loads((ROOT / "build" / "manifest.json").read_text(encoding="utf-8"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, profiles in manifest["datasets"].items():
        if name in manifest["standalone"]:
            continue
        profile = manifest["default"][name]
        tables = profiles[profile]["tables"]
        rows = sum(table["rows"] + table["generated"] for table in tables.values())
        assert f"psql -f build/{name}/{profile}.sql: {rows} rows written" in text
        assert re.search(rf"^{name} +{len(tables)} +{rows} +{rows} ", text, re.M)


def test_the_ids_page_gives_true_examples() -> None:
    text = (ROOT / "docs" / "ids.md").read_text(encoding="utf-8")
    storefront = ("storefront", "catalog")
    bigint = INTEGER_BANDS["int8"]
    assert str(integer_ids(*storefront, "storefront.vendors", bigint)("vendor:acme")) in text
    assert uuid_ids(*storefront, "storefront.users")("user:anna") in text
    for name, words in (("int8", "`bigint`, `numeric`"), ("int4", "`integer`"), ("int2", "`sm")):
        band = INTEGER_BANDS[name]
        (row,) = [
            line for line in text.splitlines() if line.startswith(f"| {words}") and "^" in line
        ]
        assert f"{band.middle} | {band.high - band.middle:,} |" in row


def test_a_uuid_can_be_made_by_the_words_of_the_ids_page() -> None:
    parts = ("storefront", "catalog", "storefront.users", "user:anna")
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10], "big")
    tag = hashlib.sha256("\x1f".join((parts[0], parts[2])).encode()).digest()[:4]
    bits = f"{0x5EED:016b}{int.from_bytes(tag, 'big'):032b}{8:04b}1{number >> 62 & 2047:011b}"
    bits += f"10{number & 2**62 - 1:062b}"
    assert len(bits) == 128
    expected = uuid_ids(*parts[:3])(parts[3]).replace("-", "")
    assert f"{int(bits, 2):032x}" == expected


def test_the_numbers_of_the_scripts_page_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    assert f"A table of more than {THRESHOLD} rows is copied" in text
    assert f"statements of at most {LONGEST} rows" in text


def test_excerpts_are_those_of_build(golden: bool) -> None:
    path = ROOT / "docs" / "scripts.md"
    page = path.read_text(encoding="utf-8")
    found = []
    for block in blocks(page):
        if mark := re.match(r"excerpt: (\S+) (-- .+)", block.mark):
            script = (ROOT / mark[1]).read_text(encoding="utf-8")
            start = script.index(f"\n{mark[2]}") + 1
            found.append((block, script[start : script.index("\n\n", start) + 1]))
    assert len(found) >= 3
    if golden:
        path.write_text(replaced(page, found), encoding="utf-8")
        return
    for block, text in found:
        assert block.text == text, block.mark


def test_the_stage_table_is_the_pipeline() -> None:
    text = sections(ARCHITECTURE.read_text(encoding="utf-8"))["Stages"]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [name for name, _ in PASSES]


def test_the_code_map_is_complete_and_every_path_exists() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    package = ROOT / "compiler" / "seedc"
    table = set(re.findall(r"`([^`]+)`", sections(text)["Code map"].split("**Import")[0]))
    for path in package.iterdir():
        if path.name == "__pycache__":
            continue
        name = f"{path.name}/" if path.is_dir() else path.name
        assert name in table or any(t.startswith(name) for t in table), name
    for name in re.findall(r"`([\w/]+(?:/|\.py|\.sql|\.md))`", text):
        homes = (package, ROOT, package / "passes", ROOT / "seeds" / "storefront")
        assert any((home / name).exists() for home in homes), name


def test_the_import_direction_is_the_one_that_is_tested() -> None:
    line = " < ".join(f"`{', '.join(layer)}`" for layer in LAYERS)
    assert line in ARCHITECTURE.read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"].get("optional-dependencies", {})
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [one for extra in extras.values() for one in extra]
    text = sections(ARCHITECTURE.read_text(encoding="utf-8"))["Dependencies"]
    rows = set(re.findall(r"^\| ([\w-]+) \|", text, re.MULTILINE)) - {"package", "---"}
    assert rows == {re.split(r"[\[><=~]", one)[0] for one in wanted}
