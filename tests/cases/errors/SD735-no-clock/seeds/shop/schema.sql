CREATE TABLE visits (
  id bigint PRIMARY KEY,
  day date NOT NULL
);
