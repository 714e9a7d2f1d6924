CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE addresses (
  user_id bigint NOT NULL REFERENCES users,
  kind text NOT NULL,
  level integer NOT NULL,
  PRIMARY KEY (user_id, kind)
);
