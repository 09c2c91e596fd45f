/// Tests of what leaves the server as it is stored.
@NullMarked
package io.tributary.server.raw;

import org.jspecify.annotations.NullMarked;
