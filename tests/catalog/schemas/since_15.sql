-- needs PostgreSQL 15
CREATE TABLE t (id int PRIMARY KEY, a int, b int, UNIQUE NULLS NOT DISTINCT (a), c int UNIQUE NULLS NOT DISTINCT);
CREATE UNIQUE INDEX ON t (b) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX ON t (a, b) NULLS DISTINCT;

CREATE TABLE ab (id int, a int, PRIMARY KEY (id, a));
CREATE TABLE r (id int PRIMARY KEY, a int, FOREIGN KEY (id, a) REFERENCES ab (id, a) ON DELETE SET NULL (a));
CREATE TABLE public.numbers (n numeric(3, 5), m numeric(2, -3));
