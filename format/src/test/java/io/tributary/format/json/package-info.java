/// Tests of JSON, against what Prometheus' encoder wrote.
@NullMarked
package io.tributary.format.json;

import org.jspecify.annotations.NullMarked;
