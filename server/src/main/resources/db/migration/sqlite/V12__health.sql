-- The error rule that judged an attempt, in its own words; empty where none did.
alter table attempt add column rule text not null default '';
