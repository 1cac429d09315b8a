/// What `docs/receiving.md` shows of the library, as it is shown there.
@NullMarked
package dev.posthouse.receiving;

import org.jspecify.annotations.NullMarked;
