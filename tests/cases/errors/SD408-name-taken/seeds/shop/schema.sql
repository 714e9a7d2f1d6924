CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TABLE t (id bigint PRIMARY KEY);
CREATE TYPE status AS ENUM ('open');
CREATE TYPE status AS ENUM ('done');
ALTER TABLE t ADD CONSTRAINT t_pkey CHECK (id > 0);
