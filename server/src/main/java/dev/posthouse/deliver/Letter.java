package dev.posthouse.deliver;

import dev.posthouse.event.DeliveryId;

/// What the headers of an attempt say about it: the same on every attempt but for the number.
record Letter(DeliveryId delivery, int number, Rendered body) {}
