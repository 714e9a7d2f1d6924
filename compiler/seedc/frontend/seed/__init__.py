"""Seed JSON to SeedDoc, and back in contract order (`seedc fmt`)."""
