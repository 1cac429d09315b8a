-- doc: what it lets in, as JSON.
alter table tenant add column doc text not null default '{}';

-- doc: the terms beside the roles, as JSON. last_used: within a minute; 0 if it never was.
alter table api_key add column doc text not null default '{}';

alter table api_key add column last_used bigint not null default 0;

-- origin: the address of the client, empty where there is none. shown: the secret that was shown with the
-- answer, empty for none. hash: SHA-256 over the hash of the revision before and all that is in this one.
alter table revision add column origin text not null default '';

alter table revision add column shown text not null default '';

alter table revision add column hash bytea not null default '\x';

-- One row from the first hashed revision on: the newest.
create table revision_head (
  id bigint not null primary key,
  number bigint not null,
  hash bytea not null
);

-- How often, in one minute, somebody at an address showed no key that is good there. address: of IPv6 the first
-- 64 bits; empty for all beyond the most that are told apart.
create table sign_in_failure (
  minute bigint not null,
  address text not null,
  failures bigint not null,
  primary key (minute, address)
);
