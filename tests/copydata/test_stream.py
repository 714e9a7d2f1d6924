"""Pieces and frames: the same bytes however they are cut and shared out, and never many at once."""

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from copydata.kit import cell, fields, made, text
from laws.volume_kit import generated, program, shop
from seedc import workers
from seedc.backends.copydata import plan
from seedc.backends.copydata.parquet import write_parquet
from seedc.backends.copydata.stream import Engine, frames, pieces
from seedc.backends.copydata.texts import Form
from seedc.ir import expr
from seedc.ir.expr import Body, Let
from seedc.ir.interpret import rows
from seedc.ir.program import GeneratedRows, RowFunction

SIZE = 30_000


def things(size: int = SIZE, indexes: tuple[int, ...] = ()) -> tuple[GeneratedRows, RowFunction]:
    """Rows of some columns, NULLs and odd texts among them, with a sum over 3 children each."""
    row = expr.index(0, 2**40)
    draw = expr.hashed(row, 7)
    words = ["", "plain", "tab\t", 'quote"', "comma,", "é😀", "line\nend", "back\\"]
    word = expr.pick_text(expr.modulo(draw, expr.integer(8)), words)
    rare = expr.equal(expr.modulo(draw, expr.integer(5)), expr.integer(0))
    body = Body((), expr.modulo(expr.hashed(expr.index(0, 2**42), 9), expr.integer(1000)))
    first = expr.multiply(row, expr.integer(3))
    lets = [
        Let("id", row),
        Let("word", expr.case([(rare, expr.null("text"))], word)),
        Let("label", expr.concat(word, expr.text("-"), expr.to_text(row))),
        Let("amount", expr.subtract(expr.modulo(draw, expr.integer(10**6)), expr.integer(5))),
        Let("total", expr.aggregate("sum", first, 1, expr.integer(3), body)),
    ]
    return made(lets, size, indexes=indexes)


@pytest.fixture(scope="module")
def whole() -> bytes:
    """All of these rows, in one piece."""
    return text(*things(), chunk=SIZE)


def test_the_rows_are_those_of_the_interpreter(whole: bytes) -> None:
    found, function = things()
    copied = list(fields(whole))
    assert len(copied) == SIZE
    places = range(0, SIZE, 97)
    for place, row in zip(places, rows(function.lets, places), strict=True):
        expected = [cell(row[c.column.name], c.encoding) for c in found.columns]
        assert copied[place] == expected


@pytest.mark.parametrize("chunk", [777, 8192, 10_000])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_any_chunk_and_number_of_processes_gives_the_same_bytes(
    whole: bytes, chunk: int, jobs: int
) -> None:
    with workers.Crew(jobs) as crew:
        found = list(pieces(*things(), chunk=chunk, crew=crew if jobs > 1 else None))
    assert b"".join(piece.data for piece in found) == whole
    assert [piece.start for piece in found] == list(range(0, SIZE, chunk))
    assert [piece.stop for piece in found] == [*range(chunk, SIZE, chunk), SIZE]
    assert all(piece.data.count(b"\n") == piece.stop - piece.start for piece in found)


def test_csv_from_two_processes_is_csv_from_one() -> None:
    assert text(*things(), "csv", jobs=2, chunk=5000) == text(*things(), "csv")


def test_a_part_of_the_rows_is_that_part(whole: bytes) -> None:
    lines = whole.splitlines(keepends=True)
    part = text(*things(), start=12_345, stop=12_400, chunk=7)
    assert part == b"".join(lines[12_345:12_400])
    assert text(*things(), start=SIZE - 3, stop=SIZE + 100) == b"".join(lines[-3:])
    assert list(pieces(*things(), start=5, stop=5)) == []


def test_listed_indexes_follow_the_dense_ones(whole: bytes) -> None:
    lines = whole.splitlines(keepends=True)
    listed = (40, 7, 29_999)
    found, function = things(10, listed)
    assert function.size == 13
    both = b"".join([*lines[:10], *(lines[n] for n in listed)])
    assert text(found, function) == both
    assert text(found, function, chunk=3) == both
    assert text(found, function, start=9, stop=12) == b"".join([lines[9], lines[40], lines[7]])
    alone = things(0, listed)
    assert text(*alone) == b"".join(lines[n] for n in listed)


def test_every_kind_of_table_of_the_shop_gives_the_same_bytes_in_any_chunk(tmp_path: Path) -> None:
    for _, found in generated(program(shop(tmp_path), "LARGE")):
        for function in found.functions:
            for form in _FORMS:
                expected = text(found, function, form)
                assert text(found, function, form, chunk=3) == expected
                assert text(found, function, form, chunk=17) == expected
            (frame,) = frames(found, function)
            cut = pl.concat(frames(found, function, chunk=7))
            assert frame.equals(cut)
            assert frame.columns == [c.column.name for c in found.columns]


_FORMS: tuple[Form, ...] = ("copy", "csv")


def test_what_is_not_asked_for_is_not_computed_far_ahead() -> None:
    asked: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    found = workers.in_order(tasks(), _doubled, 2, _started, ())
    assert [next(found) for _ in range(3)] == [0, 2, 4]
    assert len(asked) < 10
    found.close()  # type: ignore[attr-defined] # it is a generator
    assert multiprocessing.active_children() == []


def test_a_mistake_in_a_process_is_raised_here() -> None:
    found = workers.in_order(range(5), _failing, 2, _started, ())
    with pytest.raises(ZeroDivisionError):
        list(found)
    assert multiprocessing.active_children() == []


def test_results_come_in_order_and_a_process_is_little_ahead(tmp_path: Path) -> None:
    found = workers.Crew(3).dealt(50, _noted, _folder, (tmp_path,))
    assert [int(next(found)) for _ in range(4)] == [0, 1, 2, 3]
    assert len(list(tmp_path.iterdir())) < 12
    assert [*map(int, found)] == [*range(4, 50)]


def test_a_caller_that_stops_early_ends_the_processes() -> None:
    found = workers.Crew(2).dealt(1000, _large, _started, ())
    assert len(next(found)) == 10**6
    found.close()  # type: ignore[attr-defined] # it is a generator
    assert multiprocessing.active_children() == []


def test_one_deal_after_the_other_is_done_by_the_same_processes(tmp_path: Path) -> None:
    with workers.Crew(2) as crew:
        crew.start()
        began = {child.pid for child in multiprocessing.active_children()}
        first = [int(found) for found in crew.dealt(4, _process, _started, ())]
        second = [int(found) for found in crew.dealt(1, _process, _folder, (tmp_path,))]
        crew.start()
        assert {child.pid for child in multiprocessing.active_children()} == began
    assert {*first} == began
    assert second == first[:1]
    assert multiprocessing.active_children() == []


def test_after_a_deal_that_was_left_the_next_one_has_new_processes() -> None:
    with workers.Crew(2) as crew:
        left = crew.dealt(1000, _large, _started, ())
        next(left)
        left.close()  # type: ignore[attr-defined] # it is a generator
        assert multiprocessing.active_children() == []
        assert [*crew.dealt(2, _mistaken, _started, ())] == [b"x", b"x"]


def test_a_mistake_is_raised_where_its_result_would_have_come() -> None:
    found = workers.Crew(2).dealt(9, _mistaken, _started, ())
    assert [next(found) for _ in range(5)] == [b"x"] * 5
    with pytest.raises(ValueError, match="the sixth"):
        next(found)
    assert multiprocessing.active_children() == []


def test_a_process_that_cannot_start_ends_those_that_did(monkeypatch: pytest.MonkeyPatch) -> None:
    start = workers._member

    def second_fails() -> Any:
        if multiprocessing.active_children():
            raise BlockingIOError
        return start()

    monkeypatch.setattr(workers, "_member", second_fails)
    with pytest.raises(BlockingIOError):
        list(workers.Crew(2).dealt(1000, _large, _started, ()))
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_from_outside_is_an_oserror() -> None:
    found = workers.Crew(2).dealt(9, _killed, _started, ())
    with pytest.raises(OSError, match="a process was ended from outside"):
        list(found)
    assert multiprocessing.active_children() == []


_folders: list[Path] = []


def _folder(path: Path) -> None:
    _folders[:] = [path]


def _noted(number: int) -> bytes:
    """The number after a million blanks, and a file that says it was computed."""
    (_folders[0] / str(number)).touch()
    return b"%1000000d" % number


def _process(number: int) -> bytes:
    return str(os.getpid()).encode()


def _large(number: int) -> bytes:
    return b"x" * 10**6


def _mistaken(number: int) -> bytes:
    if number == 5:
        raise ValueError("the sixth")
    return b"x"


def _killed(number: int) -> bytes:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return b"x"


def _started() -> None:
    """Nothing to prepare."""


def _doubled(number: int) -> int:
    return 2 * number


def _failing(number: int) -> float:
    return 1 / (number - 3)


def test_children_are_computed_in_pieces_however_many_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "_MOST", 100)
    row = expr.index(0, 40)
    child = expr.index(0, 10**6)
    body = Body(
        (),
        expr.case(
            [(expr.equal(expr.modulo(child, expr.integer(7)), expr.integer(3)), expr.null("int"))],
            expr.subtract(expr.modulo(expr.hashed(child, 3), expr.integer(99)), expr.integer(50)),
        ),
    )
    count = expr.pick_int(expr.modulo(row, expr.integer(5)), [0, 1, 250, 99, 101])
    lets = [
        Let(
            operation,
            expr.aggregate(operation, expr.multiply(row, expr.integer(3)), 2, count, body),
        )
        for operation in expr.AGGREGATES
    ]
    found, function = made(lets, 41)
    expected = [
        [cell(row[let.name], c.encoding) for let, c in zip(lets, found.columns, strict=True)]
        for row in rows(lets, range(41))
    ]
    assert list(fields(text(found, function))) == expected


def test_a_program_is_sent_to_a_process_in_few_bytes(tmp_path: Path) -> None:
    for _, found in generated(program(shop(tmp_path), "LARGE")):
        for function in found.functions:
            assert len(pickle.dumps((found, function))) < 200_000


def test_an_engine_needs_no_polars_for_text() -> None:
    code = (
        "import sys; from seedc.backends.copydata import stream; "
        "assert 'polars' not in sys.modules; assert 'numpy' in sys.modules"
    )
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=exec, args=(code,))
    process.start()
    process.join()
    assert process.exitcode == 0


def test_frames_become_one_parquet_file_with_the_same_rows(tmp_path: Path) -> None:
    file = tmp_path / "things.parquet"
    write_parquet(file, frames(*things(), chunk=4000))
    expected = pl.concat(frames(*things()))
    assert pl.read_parquet(file).equals(expected)
    again = tmp_path / "again.parquet"
    write_parquet(again, frames(*things(), chunk=4000))
    assert again.read_bytes() == file.read_bytes()


def test_a_frame_holds_what_copy_writes(whole: bytes) -> None:
    frame = pl.concat(frames(*things(), chunk=9999))
    expected = list(fields(whole))
    assert [[None if v is None else str(v) for v in row] for row in frame.iter_rows()] == expected


def test_an_engine_is_made_once_and_gives_the_same_again() -> None:
    engine = Engine(*things())
    assert engine.text(5, 9, "copy") == engine.text(5, 9, "copy")
