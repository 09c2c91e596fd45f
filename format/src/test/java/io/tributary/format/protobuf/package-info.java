/// Tests of the protobuf writer against protobuf-java.
@NullMarked
package io.tributary.format.protobuf;

import org.jspecify.annotations.NullMarked;
