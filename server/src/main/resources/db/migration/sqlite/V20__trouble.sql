-- Failed and cancelled deliveries lie far apart in the history, so their index answers for an endpoint or a subscription
-- alone. It begins with the state: no other index begins so, and no statistics lead a database to one of those.
drop index delivery_trouble;

create index delivery_trouble on delivery (state, tenant, event, id, endpoint, subscription, reason)
  where state <> 'delivered';
