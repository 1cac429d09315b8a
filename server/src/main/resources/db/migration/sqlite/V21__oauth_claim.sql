-- Who shows the refresh token of an endpoint just now, so that no two nodes show the same. turn: of the one asking,
-- a number that nobody else has; until: when another may, in microseconds, should this one never end.

create table oauth_claim (
  endpoint integer not null primary key,
  turn integer not null,
  until integer not null
) strict;
