CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE parent (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE child (id integer PRIMARY KEY, a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent);
