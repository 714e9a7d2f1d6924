"""Everything that talks to a database."""
