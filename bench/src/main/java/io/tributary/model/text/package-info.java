/// Benchmarks of numbers as text.
@NullMarked
package io.tributary.model.text;

import org.jspecify.annotations.NullMarked;
