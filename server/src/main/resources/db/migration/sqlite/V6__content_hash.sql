-- The hash of an event's content tells a second publish of it from another event under the same key.
alter table event add column hash blob not null default x'';

update event set hash = coalesce((select k.hash from event_key k
    where k.tenant = event.tenant and k.source = event.source and k.source_id = event.source_id
      and k.event = event.id), x'')
where source_id <> '';

-- The keys of events that came with an id, in order of time. entries: pairs of a fingerprint of the key and
-- the event that claimed it, 8 bytes each.

-- The latest, one row for each transaction.
create table key_recent (
  id integer not null primary key,
  entries blob not null
) strict;

-- Older ones, sorted by fingerprint; first is the least of its page.
create table key_page (
  run integer not null,
  first integer not null,
  entries blob not null,
  primary key (run, first)
) strict, without rowid;

-- last: the largest of its events. filter: a Bloom filter over the fingerprints.
create table key_run (
  id integer not null primary key,
  last integer not null,
  entries integer not null,
  filter blob not null
) strict;
