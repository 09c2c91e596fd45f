/// Tests of exposition text: tables, corpus, a real Prometheus.
@NullMarked
package io.tributary.format.exposition;

import org.jspecify.annotations.NullMarked;
