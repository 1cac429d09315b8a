-- The error rule that judged an attempt, in its own words; empty where none did.
alter table attempt add column rule text not null default '';

-- Endpoints that fail (cause: what they answered last), or are disabled (cause: why).
create table endpoint_health (
  endpoint bigint not null primary key,
  tenant bigint not null,
  state text not null,
  since bigint not null,
  cause text not null
);
