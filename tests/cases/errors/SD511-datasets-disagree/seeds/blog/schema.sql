CREATE TABLE countries (id int PRIMARY KEY, name text NOT NULL);
