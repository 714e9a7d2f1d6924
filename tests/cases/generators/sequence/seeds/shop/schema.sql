CREATE TABLE things (
  id bigint PRIMARY KEY,
  number integer NOT NULL UNIQUE,
  position integer NOT NULL
);
