-- Events by the values of fields of their data that a type or a tenant declares searchable; key is a hash over tenant,
-- field and value.
create table search_key (
  key integer not null,
  event integer not null,
  primary key (key, event)
) strict, without rowid;

create index search_key_event on search_key (event);

-- The lists of a tenant that has few events among others who have many.
create index event_tenant on event (tenant, id);

create index delivery_tenant on delivery (tenant, event);
