CREATE TYPE size AS (width integer, unit text);
CREATE TABLE boxes (
  id bigint PRIMARY KEY,
  box size NOT NULL
);
