CREATE TABLE t (
  a integer NOT NULL,
  b integer NOT NULL DEFAULT 1,
  c integer,
  PRIMARY KEY (a, b)
);
