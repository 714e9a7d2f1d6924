"""A live database to Catalog: one query per kind of object, from pg_catalog alone."""
