-- All constraint kinds as column constraints and table constraints, names given and automatic.
CREATE TABLE parent (
    id int PRIMARY KEY,
    code text NOT NULL UNIQUE,
    a int, b int,
    UNIQUE (a, b),
    CONSTRAINT "Named" UNIQUE (b, a)
);
CREATE TABLE child (
    id bigint CONSTRAINT child_key PRIMARY KEY,
    parent_id int REFERENCES parent,
    other_id int NOT NULL REFERENCES parent (id) ON DELETE CASCADE ON UPDATE SET NULL,
    code text CONSTRAINT code_ref REFERENCES parent (code) MATCH FULL DEFERRABLE INITIALLY DEFERRED,
    a int, b int,
    quantity int CHECK (quantity > 0) CHECK (quantity < 1000),
    price numeric(10,2) CONSTRAINT price_positive CHECK (price > 0) NO INHERIT,
    email text UNIQUE DEFERRABLE,
    self_id bigint REFERENCES child ON DELETE SET DEFAULT DEFAULT 0,
    FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE RESTRICT,
    FOREIGN KEY (b, a) REFERENCES parent (b, a) MATCH SIMPLE ON UPDATE NO ACTION,
    CHECK (a < b),
    CHECK (a IS NOT NULL OR b IS NOT NULL OR quantity IS NOT NULL),
    CHECK (a > 0),
    CHECK (true),
    UNIQUE (a, quantity) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE TABLE twice (
    id int REFERENCES parent REFERENCES parent (id),
    a int UNIQUE,
    UNIQUE (a),
    v int CHECK (v > 0), CHECK (v > 1), CHECK (v <> 7)
);
CREATE TABLE composite_key (x int, y text, z date, PRIMARY KEY (x, y), UNIQUE (z) INCLUDE (y));
CREATE TABLE refers_composite (x int, y text, FOREIGN KEY (x, y) REFERENCES composite_key);
CREATE TABLE ranges (
    room int, during tsrange, note text,
    EXCLUDE USING gist (during WITH &&),
    CONSTRAINT no_touch EXCLUDE USING gist (during WITH -|-) WHERE (room > 3) DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE USING btree (room WITH =),
    EXCLUDE (lower(note) WITH =)
);
CREATE TABLE nullability (a int NULL, b int NOT NULL, c int CONSTRAINT must NOT NULL, d int);
CREATE TABLE key_implies (a int, b int, PRIMARY KEY (b));
CREATE UNLOGGED TABLE unlogged (id int);
CREATE TABLE ifs (id int);
CREATE TABLE IF NOT EXISTS ifs (other text);
CREATE TEMPORARY TABLE passing (id int);
