CREATE TABLE events (
  id bigint PRIMARY KEY,
  starts timestamp NOT NULL,
  ends timestamp NOT NULL
);
