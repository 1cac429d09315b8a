-- Where other people's webhooks come in. doc: the JSON form, secrets as ***; the secrets, encrypted, beside it.
-- address: the last part of the URL, 128 random bits.
create table source (
  id bigint not null primary key,
  tenant bigint not null,
  name text not null,
  address text not null unique,
  revision bigint not null,
  doc text not null,
  secrets bytea not null,
  unique (tenant, name)
);

-- The headers of the request that a source received; empty for what was published.
alter table event add column headers bytea not null default '';

-- What a source refused last, newest under the highest number.
create table source_refusal (
  source bigint not null,
  number bigint not null,
  at bigint not null,
  reason text not null,
  detail text not null,
  client text not null,
  method text not null,
  headers bytea not null,
  body bytea not null,
  size bigint not null,
  primary key (source, number)
);

-- When a source received last, and since when it is silent (0: it is not).
create table source_health (
  source bigint not null primary key,
  last_event bigint not null,
  silent_since bigint not null
);
