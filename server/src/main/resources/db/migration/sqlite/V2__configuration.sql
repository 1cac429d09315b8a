-- Configuration. Documents are JSON with secrets as ***; the secrets themselves are encrypted beside them.

create table tenant (
  id integer not null primary key,
  name text not null unique,
  created integer not null
) strict;

-- roles: words separated by spaces. hash: SHA-256 of the key.
create table api_key (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  roles text not null,
  hash blob not null unique,
  created integer not null
) strict;

-- One row from the first encrypted row on: tells a later start whether its key is the right one.
create table vault (
  id integer not null primary key,
  probe blob not null
) strict;

-- enabled_since: when it was last switched on again, 0 if it never was off.
create table endpoint (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  revision integer not null,
  doc text not null,
  secrets blob not null,
  enabled_since integer not null,
  unique (tenant, name)
) strict;

create table subscription (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  endpoint integer not null,
  revision integer not null,
  doc text not null,
  unique (tenant, name)
) strict;

-- Every change of configuration, numbered without gaps. doc: what the resource became, empty when it was
-- deleted; what it was before is its revision before.
create table revision (
  number integer not null primary key,
  tenant integer not null,
  kind text not null,
  resource integer not null,
  action text not null,
  who text not null,
  at integer not null,
  doc text not null
) strict;

create index revision_tenant on revision (tenant, number);

create index revision_resource on revision (resource, number);
