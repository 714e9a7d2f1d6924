"""The Program in SQL: statements as typed `Sql`, before any file is laid out."""
