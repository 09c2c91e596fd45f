/// What the tests of all formats share.
@NullMarked
package io.tributary.format;

import org.jspecify.annotations.NullMarked;
