CREATE TABLE things (
  id bigint PRIMARY KEY,
  opens time NOT NULL,
  seen time NOT NULL
);
