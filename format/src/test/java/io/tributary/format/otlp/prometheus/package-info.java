/// OTLP held against a real Prometheus.
@NullMarked
package io.tributary.format.otlp.prometheus;

import org.jspecify.annotations.NullMarked;
