CREATE TABLE t (id bigint PRIMARY KEY, name text);
ALTER TABLE t ALTER COLUMN nam SET NOT NULL;
CREATE UNIQUE INDEX t_title ON t (title);
ALTER TABLE t ADD CHECK (length(naem) > 0);
