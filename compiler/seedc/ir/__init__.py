"""The Program: everything a backend needs; no JSON, no generator, no name to resolve."""
