/// Benchmarks of this package.
@NullMarked
package io.tributary.format.jsonlines;

import org.jspecify.annotations.NullMarked;
