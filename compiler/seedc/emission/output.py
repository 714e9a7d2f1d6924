"""One file of rows: written as a stream, hashed and counted on the way, compressed where asked."""

import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

Compression = Literal["zstd", "gzip"]

ENDINGS: dict[Compression | None, str] = {None: "", "zstd": ".zst", "gzip": ".gz"}
"""How the names of files end."""
UNPACK: dict[Compression | None, str] = {None: "", "zstd": "zstd -dc", "gzip": "gzip -dc"}
"""The commands that write a file's content to their standard output; the file's name follows."""

# zlib and zstd may cut their blocks where a write ends, so they are given writes of this size, and
# the bytes do not tell in which pieces the rows came.
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its size in bytes and the SHA-256 of them in hex."""

    bytes: int
    sha256: str


class _Counted:
    """A file that is written once from the beginning. `write` is all that compressors need."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: Any) -> int:
        self._hash.update(data)
        self._size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    @property
    def written(self) -> Written:
        return Written(self._size, self._hash.hexdigest())


def write_file(path: Path, pieces: Iterable[bytes], compression: Compression | None) -> Written:
    """Write the pieces into a new file, compressed where asked, and sync it. Raises OSError."""
    with path.open("xb") as file:
        counted = _Counted(file)
        with _compressed(counted, compression) as target:
            for block in pieces if compression is None else _blocks(pieces):
                target.write(block)
        file.flush()
        os.fsync(file.fileno())
    return counted.written


def digest(path: Path) -> Written:
    """A file that somebody else wrote, read once, and synced. Raises OSError."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        found = hashlib.file_digest(file, "sha256")
        return Written(file.tell(), found.hexdigest())


@contextmanager
def _compressed(file: _Counted, compression: Compression | None) -> Iterator[Any]:
    if compression is None:
        yield file
    elif compression == "gzip":
        # No name and no time in the header: the same rows are the same bytes.
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as target:
            yield target
    else:
        import zstandard  # noqa: PLC0415 - an extra, which only this file needs

        made = zstandard.ZstdCompressor(level=3, write_checksum=True)
        with made.stream_writer(file, closefd=False) as target:  # type: ignore[arg-type]
            yield target


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of one size, the last of what is left."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _BLOCK:
            yield bytes(waiting[:_BLOCK])
            del waiting[:_BLOCK]
    if waiting:
        yield bytes(waiting)
