-- The hash of an event's content tells a second publish of it from another event under the same key.
alter table event add column hash bytea not null default '';

update event e set hash = k.hash from event_key k where k.event = e.id;

alter table event_key drop column hash;
