"""One file per PostgreSQL type family: JSON value in, PostgreSQL input text or a reason out."""
