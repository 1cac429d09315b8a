-- Where other people's webhooks come in. doc: the JSON form, secrets as ***; the secrets, encrypted, beside it.
-- address: the last part of the URL, 128 random bits.
create table source (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  address text not null unique,
  revision integer not null,
  doc text not null,
  secrets blob not null,
  unique (tenant, name)
) strict;

-- The headers of the request that a source received; empty for what was published.
alter table event add column headers blob not null default x'';

-- What a source refused last, newest under the highest number.
create table source_refusal (
  source integer not null,
  number integer not null,
  at integer not null,
  reason text not null,
  detail text not null,
  client text not null,
  method text not null,
  headers blob not null,
  body blob not null,
  size integer not null,
  primary key (source, number)
) strict, without rowid;

-- When a source received last, and since when it is silent (0: it is not).
create table source_health (
  source integer not null primary key,
  last_event integer not null,
  silent_since integer not null
) strict;
