/// Tests of answers to OTLP.
@NullMarked
package io.tributary.format.otlp.answer;

import org.jspecify.annotations.NullMarked;
