-- The tenants' own event types; those that are shipped are files. doc holds every version that was ever saved,
-- also of a type that was deleted: open deliveries may be pinned to one.
create table event_type (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  revision integer not null,
  doc text not null,
  deleted integer not null,
  unique (tenant, name)
) strict;

-- The version of its type that an event's data are of; 0 where the type was not known.
alter table event add column schema_version integer not null default 0;

-- accept, warn or refuse.
alter table tenant add column unknown_types text not null default 'warn';

alter table tenant add column invalid_data text not null default 'warn';
