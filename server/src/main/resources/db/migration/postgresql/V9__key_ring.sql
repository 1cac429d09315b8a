-- A ring of keys instead of one. id: that of a key anything may be encrypted with, empty for what was
-- encrypted before keys had ids. probe: a text that only this key opens.
create table vault_key (
  id text not null primary key,
  probe bytea not null
);

insert into vault_key (id, probe) select '', probe from vault;

drop table vault;
