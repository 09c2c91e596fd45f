/// Benchmarks of OTLP.
@NullMarked
package io.tributary.format.otlp;

import org.jspecify.annotations.NullMarked;
