-- The error rule that judged an attempt, in its own words; empty where none did.
alter table attempt add column rule text not null default '';

-- Endpoints that fail (cause: what they answered last), or are disabled (cause: why).
create table endpoint_health (
  endpoint integer not null primary key,
  tenant integer not null,
  state text not null,
  since integer not null,
  cause text not null
) strict;
