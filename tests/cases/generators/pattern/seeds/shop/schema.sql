CREATE TABLE things (
  id bigint PRIMARY KEY,
  plate text NOT NULL UNIQUE,
  code text NOT NULL UNIQUE,
  note text NOT NULL
);
