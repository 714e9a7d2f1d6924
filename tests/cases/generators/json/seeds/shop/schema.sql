CREATE TABLE users (
  id bigint PRIMARY KEY,
  settings jsonb NOT NULL,
  pair json NOT NULL
);
