/// Tests of compressed bodies.
@NullMarked
package io.tributary.format.compress;

import org.jspecify.annotations.NullMarked;
