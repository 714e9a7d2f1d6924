CREATE TABLE things (
  id bigint PRIMARY KEY,
  took interval NOT NULL,
  valid interval NOT NULL
);
