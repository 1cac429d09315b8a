-- Failed and cancelled deliveries of an endpoint or a subscription: their rows lie far apart, so the index answers alone.
drop index delivery_trouble;

create index delivery_trouble on delivery (tenant, state, event, id, endpoint, subscription, reason)
  where state <> 'delivered';
