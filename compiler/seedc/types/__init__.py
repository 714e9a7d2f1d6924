"""One file per PostgreSQL type family: JSON value in, PostgreSQL input text out, or a reason why not."""
