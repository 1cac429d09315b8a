-- Whose state it is: a hash of tenant and subject, 0 where it names none or was remembered before this was.
alter table fingerprint add column whose integer not null default 0;

create index fingerprint_whose on fingerprint (whose) where whose <> 0;
