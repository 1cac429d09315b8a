-- Apps of Shopify's that many shops install. doc: the JSON form, secrets as ***; the secrets, encrypted, beside it.
create table shopify_app (
  id integer not null primary key,
  tenant integer not null,
  name text not null,
  revision integer not null,
  doc text not null,
  secrets blob not null,
  unique (tenant, name)
) strict;

-- Which shops have, or had, an app installed. token: what the shop gave, encrypted; null once it was uninstalled.
create table shopify_shop (
  id integer not null primary key,
  app integer not null,
  tenant integer not null,
  domain text not null,
  revision integer not null,
  doc text not null,
  token blob,
  unique (app, domain)
) strict;
