CREATE TABLE tenants (id bigint PRIMARY KEY, name text);
CREATE TABLE projects (
  tenant_id bigint NOT NULL REFERENCES tenants,
  code text NOT NULL,
  PRIMARY KEY (tenant_id, code)
);
CREATE TABLE tasks (
  id bigint PRIMARY KEY,
  tenant_id bigint NOT NULL REFERENCES tenants,
  project text NOT NULL,
  FOREIGN KEY (tenant_id, project) REFERENCES projects (tenant_id, code)
);
