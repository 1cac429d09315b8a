-- What is remembered of subjects: the newest moment that is known of one, and, for subscriptions that ask whether
-- anything changed, the state of what they watch. The key is a hash; state is encrypted, null where it is not kept.
create table fingerprint (
  id bigint not null,
  rest bigint not null,
  tenant bigint not null,
  subscription bigint not null,
  event bigint not null,
  as_of bigint not null,
  hash bytea not null,
  state bytea,
  expires bigint not null,
  primary key (id, rest)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

create index fingerprint_expires on fingerprint (expires);

create index fingerprint_event on fingerprint (event);
