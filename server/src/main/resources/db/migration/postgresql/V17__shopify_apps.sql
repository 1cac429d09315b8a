-- Apps of Shopify's that many shops install. doc: the JSON form, secrets as ***; the secrets, encrypted, beside it.
create table shopify_app (
  id bigint not null primary key,
  tenant bigint not null,
  name text not null,
  revision bigint not null,
  doc text not null,
  secrets bytea not null,
  unique (tenant, name)
);

-- Which shops have, or had, an app installed. token: what the shop gave, encrypted; null once it was uninstalled.
create table shopify_shop (
  id bigint not null primary key,
  app bigint not null,
  tenant bigint not null,
  domain text not null,
  revision bigint not null,
  doc text not null,
  token bytea,
  unique (app, domain)
);
