CREATE TABLE badges (id bigint PRIMARY KEY, label text NOT NULL);
