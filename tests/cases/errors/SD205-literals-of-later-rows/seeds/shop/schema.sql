CREATE TABLE folders (
  folder_id uuid PRIMARY KEY,
  parent_id uuid REFERENCES folders,
  name text NOT NULL
);
