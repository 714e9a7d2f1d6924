CREATE TABLE project_templates (id bigint PRIMARY KEY, name text);
