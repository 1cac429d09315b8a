-- What is demanded of the connections to a tenant's receivers: TLS, and that certificates are checked. 0 or 1.
alter table tenant add column require_https integer not null default 0;

alter table tenant add column require_verified integer not null default 0;
