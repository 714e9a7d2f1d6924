"""From files to typed documents: DDL to Catalog, seed JSON to SeedDoc, settings to Settings."""
