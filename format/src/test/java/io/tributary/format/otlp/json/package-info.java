/// Tests of OTLP in JSON.
@NullMarked
package io.tributary.format.otlp.json;

import org.jspecify.annotations.NullMarked;
