-- The same constraint kinds as ALTER TABLE writes them.
CREATE SCHEMA s;
CREATE TABLE s.parent (id integer NOT NULL, code text, a int, b int);
CREATE TABLE s.child (id integer, parent_id integer, code text, a int, b int, v int, during int4range);
ALTER TABLE ONLY s.parent ADD CONSTRAINT parent_pkey PRIMARY KEY (id);
ALTER TABLE s.parent ADD UNIQUE (code), ADD CONSTRAINT ab UNIQUE (a, b);
ALTER TABLE s.child ADD PRIMARY KEY (id);
ALTER TABLE ONLY s.child
    ADD CONSTRAINT child_parent_fk FOREIGN KEY (parent_id) REFERENCES s.parent(id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE s.child ADD FOREIGN KEY (code) REFERENCES s.parent (code) NOT VALID;
ALTER TABLE s.child ADD FOREIGN KEY (a, b) REFERENCES s.parent (a, b);
ALTER TABLE s.child ADD CHECK (v > 0), ADD CHECK (v < 10) NOT VALID, ADD CONSTRAINT later CHECK (v <> 5) NOT VALID;
ALTER TABLE s.child VALIDATE CONSTRAINT later;
ALTER TABLE s.child ADD EXCLUDE USING gist (during WITH &&);
ALTER TABLE s.child ALTER COLUMN v SET NOT NULL, ALTER COLUMN v SET DEFAULT 3;
ALTER TABLE s.child ALTER COLUMN a SET DEFAULT 1, ALTER COLUMN a DROP DEFAULT;
ALTER TABLE s.child ALTER COLUMN b SET NOT NULL;
ALTER TABLE s.child ALTER COLUMN b DROP NOT NULL;
ALTER TABLE s.child ADD COLUMN w int UNIQUE CHECK (w > 1) REFERENCES s.parent;
ALTER TABLE s.child ADD COLUMN IF NOT EXISTS w text;
ALTER TABLE s.child ALTER CONSTRAINT child_parent_fk DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX child_v_idx ON s.child (v);
ALTER TABLE s.child ADD CONSTRAINT v_key UNIQUE USING INDEX child_v_idx;
CREATE TABLE s.using_index (id int NOT NULL, a int, b int);
CREATE UNIQUE INDEX using_index_id ON s.using_index (id);
CREATE UNIQUE INDEX using_index_ab ON s.using_index (a, b);
ALTER TABLE s.using_index ADD PRIMARY KEY USING INDEX using_index_id, ADD UNIQUE USING INDEX using_index_ab DEFERRABLE;
CREATE TABLE s.dropping (id int PRIMARY KEY, a int UNIQUE CHECK (a > 0), b int, c int DEFAULT 4 NOT NULL, UNIQUE (a, b), CHECK (b > c));
CREATE TABLE s.refers (id int REFERENCES s.dropping, a int);
ALTER TABLE s.dropping DROP COLUMN b;
ALTER TABLE s.dropping DROP CONSTRAINT dropping_a_key, DROP CONSTRAINT IF EXISTS nothing, DROP CONSTRAINT dropping_a_check;
ALTER TABLE s.dropping DROP CONSTRAINT dropping_pkey CASCADE;
ALTER TABLE s.dropping DROP COLUMN IF EXISTS nothing;
ALTER TABLE IF EXISTS s.no_such_table ADD COLUMN x int;
ALTER TABLE s.using_index RENAME CONSTRAINT using_index_ab TO ab_key;
-- NOT NULL stays on a former key column.
CREATE TABLE s.former (id int PRIMARY KEY, n int);
ALTER TABLE s.former DROP CONSTRAINT former_pkey;
