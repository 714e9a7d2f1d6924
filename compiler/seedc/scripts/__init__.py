"""One file per kind of emitted script; each fills one template."""
