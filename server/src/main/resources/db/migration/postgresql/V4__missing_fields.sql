-- Names of fields that the payload names and the event does not have, one a line.
alter table attempt add column missing bytea not null default '';
