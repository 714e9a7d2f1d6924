-- Folding, quoting, truncation to 63 bytes, and Unicode.
CREATE SCHEMA "Mixed Case";
CREATE TABLE "Mixed Case"."My Table" ("Id" serial PRIMARY KEY, "with ""quotes""" text, ÜBER text, Plain TEXT);
CREATE TABLE UPPER_case (ID INT, "ID" int, "select" text, "order" int DEFAULT 3 CHECK ("order" > 0));
CREATE TABLE this_table_name_is_much_longer_than_sixty_three_bytes_and_is_cut_off_there (
    this_column_name_is_much_longer_than_sixty_three_bytes_and_is_cut_off_there_too int UNIQUE,
    b int CHECK (b > 0)
);
CREATE TABLE "имя_таблицы_которое_намного_длиннее_шестидесяти_трёх_байтов" (
    "идентификатор" serial PRIMARY KEY,
    "ссылка_на_что_нибудь_очень_очень_длинное" int UNIQUE
);
CREATE TABLE U&"d\0061t\+000061" (U&"\0441\043B\043E\043D" int);
CREATE TABLE "таблица" (id int PRIMARY KEY, "ссылка" int REFERENCES "таблица");
SET search_path = "Mixed Case", public;
CREATE TABLE landed (id int REFERENCES "My Table");
SET search_path TO public;
CREATE TABLE back_in_public (id int);
RESET search_path;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.qualified (id serial PRIMARY KEY);
