CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE messages (
  id bigint PRIMARY KEY,
  sender_id bigint NOT NULL REFERENCES users,
  receiver_id bigint NOT NULL REFERENCES users
);
