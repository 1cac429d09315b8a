/// JSON Schemas of events' data: compiled safely, checked quickly, asked which fields they know.
@NullMarked
package dev.posthouse.schema;

import org.jspecify.annotations.NullMarked;
