CREATE TABLE places (
  id bigint PRIMARY KEY,
  city text NOT NULL,
  state char(2) NOT NULL,
  region text NOT NULL,
  zip text NOT NULL,
  area text NOT NULL,
  full_name text NOT NULL
);
