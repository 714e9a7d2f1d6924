CREATE TABLE visits (
  id bigint PRIMARY KEY,
  seen_at timestamptz NOT NULL,
  moment timestamp NOT NULL,
  created_at timestamp NOT NULL,
  left_at timestamp NOT NULL
);
CREATE TABLE notes (
  visit_id bigint NOT NULL REFERENCES visits,
  noted_at timestamptz NOT NULL,
  PRIMARY KEY (visit_id, noted_at)
);
