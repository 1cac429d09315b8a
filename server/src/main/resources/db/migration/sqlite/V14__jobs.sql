-- Work in bulk. doc: what was asked for, report: what came of it, as JSON. total: how much there is to do, -1 until
-- it is counted. at_event, at_id: how far it is. Times are 0 until then.
create table job (
  id integer not null primary key,
  tenant integer not null,
  kind text not null,
  state text not null,
  doc text not null,
  who text not null,
  created integer not null,
  started integer not null,
  finished integer not null,
  total integer not null,
  first_event integer not null,
  last_event integer not null,
  at_event integer not null,
  at_id integer not null,
  events integer not null,
  deliveries integer not null,
  skipped integer not null,
  owner integer not null,
  report text not null
) strict;

create index job_tenant on job (tenant, id);

create index job_active on job (id) where state in ('counting', 'running');

-- Which job made a delivery, or wanted one more attempt of it.
create table job_delivery (
  event integer not null,
  id integer not null,
  job integer not null,
  primary key (event, id, job)
) strict, without rowid;

create index job_delivery_job on job_delivery (job, event, id);

-- What waits for a paused subscription: due is the largest number there is, so that no fetch of the endpoint meets it.
create index waiting_held on waiting (subscription, event, id) where due = 9223372036854775807;

-- Endpoints and subscriptions that are paused, or were. state: paused, releasing, released; since when.
create table hold (
  resource integer not null primary key,
  tenant integer not null,
  kind text not null,
  state text not null,
  since integer not null,
  who text not null,
  reason text not null,
  rate text not null
) strict;

-- When the data of an event went before the event; 0 while they are there.
alter table event add column data_removed integer not null default 0;

-- How far clearing up has come under the policies with this hash, for each age that something goes at.
create table retention_mark (
  name text not null primary key,
  policies integer not null,
  upto integer not null
) strict, without rowid;
