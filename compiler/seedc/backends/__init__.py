"""Lowering the Program to a target. `pgsql` writes SQL that the server evaluates."""
