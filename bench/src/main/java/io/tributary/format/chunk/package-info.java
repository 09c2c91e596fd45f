/// Benchmarks of this package.
@NullMarked
package io.tributary.format.chunk;

import org.jspecify.annotations.NullMarked;
