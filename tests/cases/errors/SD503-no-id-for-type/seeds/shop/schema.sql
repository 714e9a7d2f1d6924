CREATE TABLE t (day date PRIMARY KEY, name text);
