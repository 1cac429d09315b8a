-- Configuration. Documents are JSON with secrets as ***; the secrets themselves are encrypted beside them.

create table tenant (
  id bigint not null primary key,
  name text not null unique,
  created bigint not null
);

-- roles: words separated by spaces. hash: SHA-256 of the key.
create table api_key (
  id bigint not null primary key,
  tenant bigint not null,
  name text not null,
  roles text not null,
  hash bytea not null unique,
  created bigint not null
);

-- One row from the first encrypted row on: tells a later start whether its key is the right one.
create table vault (
  id bigint not null primary key,
  probe bytea not null
);

-- enabled_since: when it was last switched on again, 0 if it never was off.
create table endpoint (
  id bigint not null primary key,
  tenant bigint not null,
  name text not null,
  revision bigint not null,
  doc text not null,
  secrets bytea not null,
  enabled_since bigint not null,
  unique (tenant, name)
);

create table subscription (
  id bigint not null primary key,
  tenant bigint not null,
  name text not null,
  endpoint bigint not null,
  revision bigint not null,
  doc text not null,
  unique (tenant, name)
);

-- Every change of configuration, numbered without gaps. doc: what the resource became, empty when it was
-- deleted; what it was before is its revision before.
create table revision (
  number bigint not null primary key,
  tenant bigint not null,
  kind text not null,
  resource bigint not null,
  action text not null,
  who text not null,
  at bigint not null,
  doc text not null
);

create index revision_tenant on revision (tenant, number);

create index revision_resource on revision (resource, number);
