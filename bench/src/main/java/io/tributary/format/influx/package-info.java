/// Benchmarks of this package.
@NullMarked
package io.tributary.format.influx;

import org.jspecify.annotations.NullMarked;
