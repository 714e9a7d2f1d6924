CREATE TABLE users (
  id bigint PRIMARY KEY,
  username varchar(40) NOT NULL UNIQUE,
  name text NOT NULL,
  login text NOT NULL UNIQUE
);
