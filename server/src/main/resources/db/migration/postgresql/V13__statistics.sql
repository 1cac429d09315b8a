-- What happened, counted: a row for each minute, key and writer; every event, delivery and attempt is in one of
-- the three tables. What is counted of events has endpoint and subscription 0. A life of a node is the only
-- writer of its rows; those of node 0 are added to by anybody. latency: how long attempts took, as a histogram.
create table stat_minute (
  tenant bigint not null,
  start bigint not null,
  endpoint bigint not null,
  subscription bigint not null,
  type text not null,
  node bigint not null,
  life int not null,
  accepted bigint not null,
  unmatched bigint not null,
  deliveries bigint not null,
  attempts bigint not null,
  delivered bigint not null,
  failed bigint not null,
  cancelled bigint not null,
  latency bytea not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create table stat_hour (
  tenant bigint not null,
  start bigint not null,
  endpoint bigint not null,
  subscription bigint not null,
  type text not null,
  node bigint not null,
  life int not null,
  accepted bigint not null,
  unmatched bigint not null,
  deliveries bigint not null,
  attempts bigint not null,
  delivered bigint not null,
  failed bigint not null,
  cancelled bigint not null,
  latency bytea not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
);

create table stat_day (
  tenant bigint not null,
  start bigint not null,
  endpoint bigint not null,
  subscription bigint not null,
  type text not null,
  node bigint not null,
  life int not null,
  accepted bigint not null,
  unmatched bigint not null,
  deliveries bigint not null,
  attempts bigint not null,
  delivered bigint not null,
  failed bigint not null,
  cancelled bigint not null,
  latency bytea not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
);

-- Whose events and attempts somebody follows at present, and until when that is remembered.
create table feed_wanted (
  tenant bigint not null primary key,
  until bigint not null
);

-- What was committed of those, a row for each transaction of a node: numbers grow with its commits. entries: event
-- and attempt, 8 bytes each; attempt 0 for an event that was accepted.
create table feed (
  tenant bigint not null,
  node bigint not null,
  number bigint not null,
  entries bytea not null,
  primary key (tenant, node, number)
);
