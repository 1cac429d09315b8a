-- Times are microseconds since 1970, ids are time-ordered 64-bit numbers.

create table event (
  id integer not null primary key,
  tenant integer not null,
  source text not null,
  source_id text not null,
  type text not null,
  subject text not null,
  time integer not null,
  organisation text not null,
  actor text not null,
  extensions blob not null,
  accepted integer not null,
  route_table integer not null,
  content_type text not null,
  data blob not null,
  decisions blob
) strict;

-- Only for events that came with an id: what makes a second publish of it a duplicate.
create table event_key (
  tenant integer not null,
  source text not null,
  source_id text not null,
  event integer not null,
  hash blob not null,
  primary key (tenant, source, source_id)
) strict, without rowid;

-- Open work only. due is 0 while a manual attempt is wanted; scheduled keeps what the schedule says.
-- owner is an epoch, 0 when free. mark: 0 none, 1 again, 2 cancel.
create table waiting (
  event integer not null,
  id integer not null,
  tenant integer not null,
  endpoint integer not null,
  subscription integer not null,
  revision integer not null,
  due integer not null,
  scheduled integer not null,
  attempts integer not null,
  counted integer not null,
  extra integer not null,
  owner integer not null,
  mark integer not null,
  primary key (event, id)
) strict, without rowid;

create index waiting_due on waiting (endpoint, due, event, id);

-- Written when a delivery becomes final.
create table delivery (
  event integer not null,
  id integer not null,
  tenant integer not null,
  endpoint integer not null,
  subscription integer not null,
  revision integer not null,
  state text not null,
  reason text not null,
  attempts integer not null,
  finished integer not null,
  primary key (event, id)
) strict, without rowid;

create index delivery_endpoint on delivery (endpoint, event);

create index delivery_trouble on delivery (tenant, state, event) where state <> 'delivered';

create table attempt (
  event integer not null,
  id integer not null,
  delivery integer not null,
  number integer not null,
  cause text not null,
  started integer not null,
  queued integer not null,
  connect integer not null,
  first_byte integer not null,
  total integer not null,
  url text not null,
  request blob not null,
  outcome text not null,
  status integer not null,
  detail text not null,
  response blob not null,
  head blob not null,
  size integer not null,
  primary key (event, id)
) strict, without rowid;

-- One row for each start of a process: its epoch, and until when it may be believed alive.
create table node (
  epoch integer not null primary key,
  name text not null,
  started integer not null,
  lease_until integer not null
) strict;
