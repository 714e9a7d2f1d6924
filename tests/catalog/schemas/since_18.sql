-- needs PostgreSQL 18
CREATE TABLE generated (
    a int,
    twice int GENERATED ALWAYS AS (a * 2) VIRTUAL,
    thrice int GENERATED ALWAYS AS (a * 3),
    stored int GENERATED ALWAYS AS (a * 4) STORED
);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE lax (
    id int PRIMARY KEY,
    parent_id int REFERENCES parent NOT ENFORCED,
    v int CHECK (v > 0) NOT ENFORCED,
    CONSTRAINT w CHECK (v < 100) ENFORCED
);
ALTER TABLE lax ADD CONSTRAINT later FOREIGN KEY (id) REFERENCES parent NOT ENFORCED;
ALTER TABLE lax ALTER CONSTRAINT later ENFORCED;
CREATE TABLE named_not_null (a int, CONSTRAINT a_there NOT NULL a, b int);
ALTER TABLE named_not_null ADD CONSTRAINT b_there NOT NULL b;
ALTER TABLE named_not_null DROP CONSTRAINT a_there;
CREATE TABLE late_not_null (a int);
ALTER TABLE late_not_null ADD CONSTRAINT a_there NOT NULL a NOT VALID;
CREATE TABLE booking (
    room int4range, during tsrange,
    PRIMARY KEY (room, during WITHOUT OVERLAPS)
);
CREATE TABLE stay (
    room int4range, during tsrange,
    CONSTRAINT once UNIQUE (room, during WITHOUT OVERLAPS),
    FOREIGN KEY (room, PERIOD during) REFERENCES booking (room, PERIOD during)
);
CREATE TABLE dropped_not_null (id int NOT NULL, v text CONSTRAINT there NOT NULL, w int NOT NULL, x int CONSTRAINT old NOT NULL);
ALTER TABLE dropped_not_null DROP CONSTRAINT dropped_not_null_id_not_null, DROP CONSTRAINT there;
ALTER TABLE dropped_not_null RENAME CONSTRAINT old TO new;
ALTER TABLE dropped_not_null RENAME CONSTRAINT dropped_not_null_w_not_null TO w_there;
ALTER TABLE dropped_not_null RENAME COLUMN x TO y;
ALTER TABLE dropped_not_null DROP CONSTRAINT new;
