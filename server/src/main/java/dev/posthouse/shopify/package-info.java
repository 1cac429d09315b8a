/// An app of Shopify's that many shops install: installing it, registering its topics in each shop,
/// and keeping them registered until the shop uninstalls it.
@NullMarked
package dev.posthouse.shopify;

import org.jspecify.annotations.NullMarked;
