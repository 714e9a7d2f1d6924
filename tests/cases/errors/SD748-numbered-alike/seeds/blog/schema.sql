CREATE TABLE countries (id bigint PRIMARY KEY, name text NOT NULL);
