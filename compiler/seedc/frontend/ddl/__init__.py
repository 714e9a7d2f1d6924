"""schema.sql to Catalog: splitter, grammar, neutral operations, applier."""
