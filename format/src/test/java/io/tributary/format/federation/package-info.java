/// Tests of federation's formats, against what Prometheus wrote.
@NullMarked
package io.tributary.format.federation;

import org.jspecify.annotations.NullMarked;
