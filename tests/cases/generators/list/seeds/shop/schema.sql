CREATE TABLE things (
  id bigint PRIMARY KEY,
  tags jsonb NOT NULL,
  scores jsonb NOT NULL
);
