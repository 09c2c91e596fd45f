/// Tests of OTLP: what becomes of what, and what is refused.
@NullMarked
package io.tributary.format.otlp;

import org.jspecify.annotations.NullMarked;
