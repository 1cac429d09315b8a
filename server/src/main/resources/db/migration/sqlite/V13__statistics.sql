-- What happened, counted: a row for each minute, key and writer; every event, delivery and attempt is in one of
-- the three tables. What is counted of events has endpoint and subscription 0. A life of a node is the only
-- writer of its rows; those of node 0 are added to by anybody. latency: how long attempts took, as a histogram.
create table stat_minute (
  tenant integer not null,
  start integer not null,
  endpoint integer not null,
  subscription integer not null,
  type text not null,
  node integer not null,
  life integer not null,
  accepted integer not null,
  unmatched integer not null,
  deliveries integer not null,
  attempts integer not null,
  delivered integer not null,
  failed integer not null,
  cancelled integer not null,
  latency blob not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
) strict, without rowid;

create table stat_hour (
  tenant integer not null,
  start integer not null,
  endpoint integer not null,
  subscription integer not null,
  type text not null,
  node integer not null,
  life integer not null,
  accepted integer not null,
  unmatched integer not null,
  deliveries integer not null,
  attempts integer not null,
  delivered integer not null,
  failed integer not null,
  cancelled integer not null,
  latency blob not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
) strict, without rowid;

create table stat_day (
  tenant integer not null,
  start integer not null,
  endpoint integer not null,
  subscription integer not null,
  type text not null,
  node integer not null,
  life integer not null,
  accepted integer not null,
  unmatched integer not null,
  deliveries integer not null,
  attempts integer not null,
  delivered integer not null,
  failed integer not null,
  cancelled integer not null,
  latency blob not null,
  primary key (tenant, start, endpoint, subscription, type, node, life)
) strict, without rowid;

-- Whose events and attempts somebody follows at present, and until when that is remembered.
create table feed_wanted (
  tenant integer not null primary key,
  until integer not null
) strict;

-- What was committed of those, a row for each transaction of a node: numbers grow with its commits. entries: event
-- and attempt, 8 bytes each; attempt 0 for an event that was accepted.
create table feed (
  tenant integer not null,
  node integer not null,
  number integer not null,
  entries blob not null,
  primary key (tenant, node, number)
) strict, without rowid;
