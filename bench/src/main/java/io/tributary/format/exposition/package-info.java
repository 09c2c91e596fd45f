/// Benchmarks of this package.
@NullMarked
package io.tributary.format.exposition;

import org.jspecify.annotations.NullMarked;
