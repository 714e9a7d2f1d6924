CREATE TABLE things (
  id bigint PRIMARY KEY,
  token bytea NOT NULL,
  blob bytea NOT NULL
);
