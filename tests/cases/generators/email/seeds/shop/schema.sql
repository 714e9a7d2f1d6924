CREATE TABLE people (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  office text NOT NULL UNIQUE
);
