-- Events by the values of fields of their data that a type or a tenant declares searchable; key is a hash over tenant,
-- field and value. Partitioned by the day of the event's id, like event.
create table search_key (
  key bigint not null,
  event bigint not null,
  primary key (key, event)
) partition by range (event);

create index search_key_event on search_key (event);

-- The lists of a tenant that has few events among others who have many.
create index event_tenant on event (tenant, id);

create index delivery_tenant on delivery (tenant, event);
