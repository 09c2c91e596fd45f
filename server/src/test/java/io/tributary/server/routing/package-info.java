/// Writes whose labels choose their tenants, against a whole server.
@NullMarked
package io.tributary.server.routing;

import org.jspecify.annotations.NullMarked;
