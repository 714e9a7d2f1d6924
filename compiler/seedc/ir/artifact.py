"""The Artifact: every file that a build makes, before any of it is written."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """`files` pair a path (relative to `build/`, with `/`) with the file's text, in the order in
    which they are written."""

    files: tuple[tuple[str, str], ...]

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file's UTF-8 text in hex, by path."""
        return {path: hashlib.sha256(text.encode()).hexdigest() for path, text in self.files}
