-- Times are microseconds since 1970, ids are time-ordered 64-bit numbers. event, delivery and attempt are
-- partitioned by the day of the event's id; the server makes the partitions.

create table event (
  id bigint not null primary key,
  tenant bigint not null,
  source text not null,
  source_id text not null,
  type text not null,
  subject text not null,
  time bigint not null,
  organisation text not null,
  actor text not null,
  extensions bytea not null,
  accepted bigint not null,
  route_table bigint not null,
  content_type text not null,
  data bytea not null,
  decisions bytea
) partition by range (id);

-- Payloads are mostly too small to gain from compression, which would cost more than the disk it saves.
alter table event alter column data set storage external;

-- Only for events that came with an id: what makes a second publish of it a duplicate.
create table event_key (
  tenant bigint not null,
  source text not null,
  source_id text not null,
  event bigint not null,
  hash bytea not null,
  primary key (tenant, source, source_id)
);

-- Open work only. due is 0 while a manual attempt is wanted; scheduled keeps what the schedule says.
-- owner is an epoch, 0 when free. mark: 0 none, 1 again, 2 cancel.
create table waiting (
  event bigint not null,
  id bigint not null,
  tenant bigint not null,
  endpoint bigint not null,
  subscription bigint not null,
  revision bigint not null,
  due bigint not null,
  scheduled bigint not null,
  attempts int not null,
  counted int not null,
  extra int not null,
  owner bigint not null,
  mark smallint not null,
  primary key (event, id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create index waiting_due on waiting (endpoint, due, event, id);

-- Written when a delivery becomes final.
create table delivery (
  event bigint not null,
  id bigint not null,
  tenant bigint not null,
  endpoint bigint not null,
  subscription bigint not null,
  revision bigint not null,
  state text not null,
  reason text not null,
  attempts int not null,
  finished bigint not null,
  primary key (event, id)
) partition by range (event);

create index delivery_endpoint on delivery (endpoint, event);

create index delivery_trouble on delivery (tenant, state, event) where state <> 'delivered';

create table attempt (
  event bigint not null,
  id bigint not null,
  delivery bigint not null,
  number int not null,
  cause text not null,
  started bigint not null,
  queued bigint not null,
  connect bigint not null,
  first_byte bigint not null,
  total bigint not null,
  url text not null,
  request bytea not null,
  outcome text not null,
  status int not null,
  detail text not null,
  response bytea not null,
  head bytea not null,
  size bigint not null,
  primary key (event, id)
) partition by range (event);

-- One row for each start of a process: its epoch, and until when it may be believed alive.
create table node (
  epoch bigint not null primary key,
  name text not null,
  started bigint not null,
  lease_until bigint not null
);
