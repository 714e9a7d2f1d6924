CREATE TABLE c (code text PRIMARY KEY, name text);
CREATE TABLE u (id bigint PRIMARY KEY, c text REFERENCES c);
