-- Work in bulk. doc: what was asked for, report: what came of it, as JSON. total: how much there is to do, -1 until
-- it is counted. at_event, at_id: how far it is. Times are 0 until then.
create table job (
  id bigint not null primary key,
  tenant bigint not null,
  kind text not null,
  state text not null,
  doc text not null,
  who text not null,
  created bigint not null,
  started bigint not null,
  finished bigint not null,
  total bigint not null,
  first_event bigint not null,
  last_event bigint not null,
  at_event bigint not null,
  at_id bigint not null,
  events bigint not null,
  deliveries bigint not null,
  skipped bigint not null,
  owner bigint not null,
  report text not null
);

create index job_tenant on job (tenant, id);

create index job_active on job (id) where state in ('counting', 'running');

-- Which job made a delivery, or wanted one more attempt of it.
create table job_delivery (
  event bigint not null,
  id bigint not null,
  job bigint not null,
  primary key (event, id, job)
);

create index job_delivery_job on job_delivery (job, event, id);

-- What waits for a paused subscription: due is the largest number there is, so that no fetch of the endpoint meets it.
create index waiting_held on waiting (subscription, event, id) where due = 9223372036854775807;

-- Endpoints and subscriptions that are paused, or were. state: paused, releasing, released; since when.
create table hold (
  resource bigint not null primary key,
  tenant bigint not null,
  kind text not null,
  state text not null,
  since bigint not null,
  who text not null,
  reason text not null,
  rate text not null
);

-- When the data of an event went before the event; 0 while they are there.
alter table event add column data_removed bigint not null default 0;

-- How far clearing up has come under the policies with this hash, for each age that something goes at.
create table retention_mark (
  name text not null primary key,
  policies bigint not null,
  upto bigint not null
);
