/// Tests of chunks, against chunks that Prometheus' own appender wrote.
@NullMarked
package io.tributary.format.chunk;

import org.jspecify.annotations.NullMarked;
