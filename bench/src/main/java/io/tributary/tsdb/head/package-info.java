/// Benchmarks of this package.
@NullMarked
package io.tributary.tsdb.head;

import org.jspecify.annotations.NullMarked;
