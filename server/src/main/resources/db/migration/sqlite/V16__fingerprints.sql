-- What is remembered of subjects: the newest moment that is known of one, and, for subscriptions that ask whether
-- anything changed, the state of what they watch. The key is a hash; state is encrypted, null where it is not kept.
create table fingerprint (
  id integer not null,
  rest integer not null,
  tenant integer not null,
  subscription integer not null,
  event integer not null,
  as_of integer not null,
  hash blob not null,
  state blob,
  expires integer not null,
  primary key (id, rest)
) strict, without rowid;

create index fingerprint_expires on fingerprint (expires);

create index fingerprint_event on fingerprint (event);
