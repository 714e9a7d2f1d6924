CREATE TABLE visits (
  id bigint PRIMARY KEY,
  seen_at timestamptz NOT NULL,
  moment timestamp NOT NULL,
  created_at timestamp NOT NULL
);
