/// Tests of what line formats share, and how the tests of each show what a decoder made.
@NullMarked
package io.tributary.format.lines;

import org.jspecify.annotations.NullMarked;
