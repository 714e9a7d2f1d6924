CREATE TABLE t (
  a integer NOT NULL,
  b integer NOT NULL DEFAULT 1,
  c integer,
  PRIMARY KEY (a, b)
);
CREATE TABLE u (
  name text NOT NULL,
  lowered text GENERATED ALWAYS AS (lower(name)) STORED PRIMARY KEY
);
