/// Tests of Influx line protocol: tables, corpus, a real VictoriaMetrics.
@NullMarked
package io.tributary.format.influx;

import org.jspecify.annotations.NullMarked;
