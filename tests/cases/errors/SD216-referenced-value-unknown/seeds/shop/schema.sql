CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, handle text NOT NULL UNIQUE DEFAULT md5(random()::text));
CREATE TABLE posts (id bigint PRIMARY KEY, author text REFERENCES users (handle));
