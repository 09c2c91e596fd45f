/// Tests of names.
@NullMarked
package io.tributary.format.otlp.name;

import org.jspecify.annotations.NullMarked;
