"""One file per kind of emitted script; each fills one template."""

from seedc.scripts.load import Transaction, render_all, render_load, render_together, transaction
from seedc.scripts.manifest import profile_entry, render_manifest
from seedc.scripts.reset import render_reset
from seedc.scripts.verify import render_verify

__all__ = [
    "Transaction",
    "profile_entry",
    "render_all",
    "render_load",
    "render_manifest",
    "render_reset",
    "render_together",
    "render_verify",
    "transaction",
]
