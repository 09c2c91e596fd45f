/// Benchmarks of this package.
@NullMarked
package io.tributary.gateway.jwt;

import org.jspecify.annotations.NullMarked;
