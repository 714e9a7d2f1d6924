CREATE TABLE vendors (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  legal text NOT NULL,
  third text NOT NULL
);
