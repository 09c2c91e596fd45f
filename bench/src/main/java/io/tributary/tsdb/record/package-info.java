/// Benchmarks of this package.
@NullMarked
package io.tributary.tsdb.record;

import org.jspecify.annotations.NullMarked;
