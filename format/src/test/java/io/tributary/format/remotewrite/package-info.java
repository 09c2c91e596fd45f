/// Tests of remote write against protobuf-java.
@NullMarked
package io.tributary.format.remotewrite;

import org.jspecify.annotations.NullMarked;
