"""Rules for texts: by name, by the patterns and lengths of CHECKs, by the column's length."""

import re
from collections.abc import Iterator, Sequence

from seedc.generators.patterns import PatternError, parse, within, written
from seedc.passes.volume.infer.atoms import Pattern
from seedc.passes.volume.infer.cells import Cell
from seedc.passes.volume.infer.facts import RuleJson
from seedc.passes.volume.infer.names import words
from seedc.passes.volume.infer.texts import Rules, Texts, texts_of

_LONG, _MIDDLE = 80, 25


def texts(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a text."""
    found = [*texts_of(cell.name, cell.table)]
    for domain in cell.domains:
        named = texts_of(domain, "")
        found = [*found[:1], *named, *found[1:]] if _is_sure(cell, found) else [*named, *found]
    if cell.unique:
        for entry in found:
            yield from entry.unique
    for entry in found:
        yield from _prefixed(entry.rules_in(cell.facts.locale), cell)
    yield from patterns(cell)
    yield from _told_apart(cell) if cell.unique else _plain(cell)


def _is_sure(cell: Cell, found: Sequence[Texts]) -> bool:
    """Whether the column's own name, whole, is what the first entry is for."""
    snake = words(cell.name)
    return bool(found) and found[0].name.pattern.fullmatch(snake) is not None


def room(cell: Cell) -> tuple[int, int | None]:
    """The fewest and the most characters: of the CHECKs and of the type."""
    longest = cell.limits.longest
    if cell.target.length is not None:
        longest = cell.target.length if longest is None else min(longest, cell.target.length)
    return cell.limits.shortest, longest


def patterns(cell: Cell) -> Iterator[RuleJson]:
    """The CHECKs' own patterns, with their repetitions as long as lengths allow."""
    shortest, longest = room(cell)
    for pattern in cell.limits.patterns:
        if not pattern.inside:
            continue
        try:
            tree = parse(as_regex(pattern, cell))
        except PatternError:
            continue
        fitting = within(tree, shortest, longest)
        if fitting is None:
            continue
        if pattern.kind == "like":
            yield from _counted(pattern.pattern)
        text = as_regex(pattern, cell) if fitting == tree else f"^{written(fitting)}$"
        yield {"pattern": text}
        # A pattern without anchors is satisfied by a text around it, which may tell rows apart.
        for extra in ("[a-z]{8}", "[0-9]{8}") if not _anchored(pattern) else ():
            yield {"pattern": f"^{written(fitting)}{extra}$"}


def _prefixed(rules: Rules, cell: Cell) -> Iterator[RuleJson]:
    """The rules; where a pattern begins with digits, a barcode or a card number begins with them
    as well."""
    for rule in rules:
        yield rule
        for name in ("ean13", "luhn"):
            digits = _first_digits(cell) if name in rule else ""
            if digits:
                yield {name: {**rule[name], "prefix": digits}}


def _first_digits(cell: Cell) -> str:
    for pattern in cell.limits.patterns:
        found = re.match(r"\^?([0-9]+)", pattern.pattern)
        if found and pattern.inside:
            return found[1]
    return ""


def _counted(pattern: str) -> Iterator[RuleJson]:
    """`LIKE 'TRF-%'` as a template that counts."""
    if pattern.count("%") == 1 and "_" not in pattern and "\\" not in pattern:
        before, after = (part.replace("{", "{{").replace("}", "}}") for part in pattern.split("%"))
        yield {"template": f"{before}{{index:06}}{after}"}


def _anchored(pattern: Pattern) -> bool:
    return pattern.kind != "regex" or pattern.pattern.endswith("$")


def as_regex(pattern: Pattern, cell: Cell) -> str:
    """A pattern as a regular expression; LIKE's % as a few letters, its _ as one."""
    if pattern.kind == "regex":
        return pattern.pattern
    letters = "[a-z0-9]" if pattern.pattern == pattern.pattern.lower() else "[A-Z0-9]"
    found = []
    chars = iter(pattern.pattern)
    for char in chars:
        if char == "%":
            found.append(letters + "{4,8}")
        elif char == "_":
            found.append(letters)
        elif char == "\\" and pattern.kind == "like":
            found.append("\\" + next(chars, "\\"))
        elif pattern.kind == "similar" and char in "|*+?{}()[]":
            found.append(char)
        else:
            found.append(char if char.isalnum() or char in "-_@ /:#,;=" else "\\" + char)
    return f"^{''.join(found)}$"


def _plain(cell: Cell) -> Iterator[RuleJson]:
    shortest, longest = room(cell)
    if longest is None or longest >= _LONG:
        if longest is not None and shortest == 0:
            yield {"sentence": {}}
        yield {"template": "{word} {word}"}
        yield {"sentence": {}}
        yield {"paragraph": {}}
        for count in range(2, 9):
            yield {"template": " ".join(["{paragraph}"] * count)}
    elif longest >= _MIDDLE:
        yield {"template": "{word} {word}"}
    if longest is None or longest >= 4:
        yield {"word": {}}
    low = max(shortest, 1)
    size = max(low, min(longest or 8, 8))
    if size <= 400:
        bound = f"{{{low},{size}}}" if low < size and low > 1 else f"{{{size}}}"
        for letters in ("[a-z]", "[A-Z]", "[0-9]", "[a-z0-9]"):
            yield {"pattern": f"^{letters}{bound}$"}


def _told_apart(cell: Cell) -> Iterator[RuleJson]:
    """Texts by which rows are told apart, the more readable the room is."""
    shortest, longest = room(cell)
    stem = words(cell.name).rpartition("_")[2] or "value"
    digits = len(str(max(cell.rows - 1, 1)))
    if longest is None or longest >= 20:
        yield {"template": "{word} {number}"}
        yield {"template": f"{stem}-{{index}}"}
        yield {"template": f"{stem.upper()}-{{index:0{max(digits, 6)}}}"}
    if longest is None or longest >= digits + 2:
        yield {"template": f"{stem[0]}{{index}}"}
        yield {"template": f"{stem[0].upper()}{{index}}"}
    size = max(shortest, 1)
    for letters, base in (("[0-9]", 10), ("[A-Z]", 26), ("[a-z]", 26), ("[A-Z0-9]", 36)):
        count = size
        while base**count < cell.rows:
            count += 1
        if (longest is None or count <= longest) and count <= 400:
            yield {"pattern": f"^{letters}{{{count}}}$"}
