-- bytes: of the data and headers of the events that were accepted. What was stored before this column counts 0.
alter table stat_minute add column bytes integer not null default 0;
alter table stat_hour add column bytes integer not null default 0;
alter table stat_day add column bytes integer not null default 0;
