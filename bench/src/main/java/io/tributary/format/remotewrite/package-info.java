/// Benchmarks of this package.
@NullMarked
package io.tributary.format.remotewrite;

import org.jspecify.annotations.NullMarked;
