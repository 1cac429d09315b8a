-- Tokens that are shown to receivers, one row for each endpoint that needs them. sealed: access token, refresh
-- token, until when and of which source, encrypted.

create table oauth_token (
  endpoint integer not null primary key,
  sealed blob not null
) strict;
