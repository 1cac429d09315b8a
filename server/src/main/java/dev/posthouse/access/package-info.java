/// Tenants, keys, roles, and the encryption of secrets.
@NullMarked
package dev.posthouse.access;

import org.jspecify.annotations.NullMarked;
