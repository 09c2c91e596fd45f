/// Benchmarks of this package.
@NullMarked
package io.tributary.promql;

import org.jspecify.annotations.NullMarked;
