"""What the command line of `seedc build` asks of rows as files, before anything is compiled."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from seedc.emission.share import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks of rows as files; None where it says nothing."""

    backend: str | None = None
    emit: Literal["csv", "parquet"] | None = None
    compress: Literal["zstd", "gzip"] | None = None
    inline: int | None = None
    jobs: int | None = None
    out: Path | None = None
    share: Share | None = None

    def check(self, names: tuple[str, ...], *, check: bool) -> None:
        """A usage error for options that do not go together, or that nothing would heed."""
        copydata = self.backend == "copydata"
        wrong = {
            "--emit writes rows without a script: leave --backend out": self.emit and self.backend,
            "--inline-limit is for --backend copydata": self.inline is not None and not copydata,
            "--compress is for --backend copydata and --emit": self.compress and not self.rows,
            "Parquet is compressed by zstd, or else by snappy": (
                self.emit == "parquet" and self.compress == "gzip"
            ),
            "--check compares build/, which --backend copydata and --emit leave alone": (
                check and self.rows
            ),
            "--out is for --backend copydata and --emit": self.out and not self.rows,
            "--share is for --emit": self.share and self.emit is None,
            "seedc build writes every dataset; datasets are named with --backend copydata or"
            " --emit": names and not self.rows,
        }
        for message, applies in wrong.items():
            if applies:
                raise click.UsageError(message)

    @property
    def rows(self) -> bool:
        """Whether rows are to be written as files, in the place of the usual build."""
        return self.backend == "copydata" or self.emit is not None
