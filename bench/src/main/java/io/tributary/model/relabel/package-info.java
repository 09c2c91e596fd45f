/// Benchmarks of relabeling.
@NullMarked
package io.tributary.model.relabel;

import org.jspecify.annotations.NullMarked;
