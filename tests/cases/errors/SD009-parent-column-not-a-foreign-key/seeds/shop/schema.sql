CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE messages (
  id bigint PRIMARY KEY,
  author_id bigint NOT NULL REFERENCES users,
  reader_id bigint REFERENCES users,
  body text
);
