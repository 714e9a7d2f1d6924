CREATE TABLE t (id bigint PRIMARY KEY, name text, gone boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX t_live ON t (name) WHERE NOT gone;
