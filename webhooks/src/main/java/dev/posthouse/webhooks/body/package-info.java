/// Reads the bodies that providers send (JSON, forms, XML), strictly and no further than is needed
/// to find ids and to take several events out of one request. What is given on keeps its bytes.
@NullMarked
package dev.posthouse.webhooks.body;

import org.jspecify.annotations.NullMarked;
