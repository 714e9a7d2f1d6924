CREATE TABLE searches (
  id bigint PRIMARY KEY,
  path jsonpath NOT NULL
);
