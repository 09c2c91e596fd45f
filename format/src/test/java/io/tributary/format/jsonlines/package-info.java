/// Tests of JSON lines: the spec's examples, tables, round trips, a real VictoriaMetrics.
@NullMarked
package io.tributary.format.jsonlines;

import org.jspecify.annotations.NullMarked;
