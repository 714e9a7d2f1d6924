CREATE TABLE t (code varchar(5) PRIMARY KEY, name text);
