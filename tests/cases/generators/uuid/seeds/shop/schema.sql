CREATE TABLE events (
  id bigint PRIMARY KEY,
  token uuid NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  tag uuid
);
