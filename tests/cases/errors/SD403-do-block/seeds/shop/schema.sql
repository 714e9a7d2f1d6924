CREATE TABLE t (id bigint PRIMARY KEY, name text);
DO $$
BEGIN
  EXECUTE 'ALTER TABLE t ADD COLUMN extra text';
END
$$;
