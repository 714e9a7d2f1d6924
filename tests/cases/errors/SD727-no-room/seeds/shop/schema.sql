CREATE TABLE shelves (
  id smallint PRIMARY KEY,
  name text NOT NULL
);
