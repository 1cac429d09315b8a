-- bytes: of the data and headers of the events that were accepted. What was stored before this column counts 0.
alter table stat_minute add column bytes bigint not null default 0;
alter table stat_hour add column bytes bigint not null default 0;
alter table stat_day add column bytes bigint not null default 0;
