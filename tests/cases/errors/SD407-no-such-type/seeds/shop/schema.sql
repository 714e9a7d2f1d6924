CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE users (id bigint PRIMARY KEY, email citext, born datetime, status txet);
