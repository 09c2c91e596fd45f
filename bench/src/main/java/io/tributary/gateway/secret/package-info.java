/// Benchmarks of credentials, and what a restart costs.
@NullMarked
package io.tributary.gateway.secret;

import org.jspecify.annotations.NullMarked;
