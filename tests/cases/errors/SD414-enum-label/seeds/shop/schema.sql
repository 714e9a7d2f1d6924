CREATE TABLE t (id bigint PRIMARY KEY, name text);
CREATE TYPE size AS ENUM ('s', 'm', 'l');
ALTER TYPE size ADD VALUE 'xl' AFTER 'L';
ALTER TYPE size ADD VALUE 'm';
ALTER TYPE size RENAME VALUE 'xs' TO 'tiny';
