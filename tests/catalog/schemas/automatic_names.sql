-- The names PostgreSQL makes: choices, collisions, truncation.
CREATE TABLE collide_a_b_key (id int);
CREATE TABLE collide (a int, b int, a_b int, UNIQUE (a, b), UNIQUE (a_b));
CREATE TABLE collide_two (a int UNIQUE, CONSTRAINT collide_two_b_key CHECK (a > 0), b int UNIQUE);
CREATE TABLE pk_taken_pkey (id int);
CREATE TABLE pk_taken (id int PRIMARY KEY);
CREATE TABLE named_like (a int CONSTRAINT named_like_a_check1 CHECK (a > 0) CHECK (a > 1) CHECK (a > 2), CHECK (a > 3));
CREATE TABLE long_named_table_abcdefghijklmnopqrstuvwxyz (
    a_column_with_quite_a_long_name_abcdefghijk int UNIQUE CHECK (a_column_with_quite_a_long_name_abcdefghijk > 0),
    another_column_with_quite_a_long_name_abcdefghijk int REFERENCES collide_two (a),
    UNIQUE (a_column_with_quite_a_long_name_abcdefghijk, another_column_with_quite_a_long_name_abcdefghijk),
    FOREIGN KEY (a_column_with_quite_a_long_name_abcdefghijk) REFERENCES collide_two (a)
);
CREATE UNIQUE INDEX ON long_named_table_abcdefghijklmnopqrstuvwxyz (a_column_with_quite_a_long_name_abcdefghijk, another_column_with_quite_a_long_name_abcdefghijk);
CREATE TABLE checks (a int, b int, CHECK (a > b), CHECK (b > a), CHECK (a > 0), CHECK (1 < 2), CHECK (a = a), CHECK (b IS NOT NULL AND b > 0));
CREATE TABLE many (a int, b int, c int, d int, e int, f int, g int, UNIQUE (a, b, c, d, e, f, g), UNIQUE (g, f, e, d, c, b, a));
CREATE UNIQUE INDEX ON many ((a + b), (c + d), e);
CREATE UNIQUE INDEX ON many (abs(a), abs(b));
CREATE UNIQUE INDEX ON many ((CASE WHEN a > 0 THEN b END));
CREATE UNIQUE INDEX ON many (coalesce(a, b), greatest(c, d), nullif(e, f));
CREATE UNIQUE INDEX ON many ((a::text), (b::numeric(5,2)));
CREATE UNIQUE INDEX ON many ((ARRAY[a, b]), (ROW(a, b) IS NULL), (a IS NULL));
CREATE UNIQUE INDEX ON many (a, a);
CREATE UNIQUE INDEX ON many ((a || ''), (-a), ((a, b) = (c, d)));
CREATE UNIQUE INDEX ON many (extract(epoch FROM make_date(a, b, c)));
CREATE TABLE "Quoted Name" ("A b" int UNIQUE, "c-d" int CHECK ("c-d" > 0), "ё" int UNIQUE);
CREATE SCHEMA other;
CREATE TABLE other.fk_target (id int PRIMARY KEY, "Strange Id" int UNIQUE);
CREATE TABLE fk_names (id int REFERENCES other.fk_target, b int, FOREIGN KEY (id) REFERENCES other.fk_target ("Strange Id"), FOREIGN KEY (b) REFERENCES other.fk_target);
CREATE TABLE other.fk_names (id int REFERENCES other.fk_target);
ALTER TABLE fk_names ADD COLUMN c int REFERENCES other.fk_target CHECK (c > 0) UNIQUE;
ALTER TABLE fk_names ADD CHECK (b > 0), ADD CHECK (c > 1), ADD CHECK (c > 2);
