/// Tests of remote read against protobuf-java.
@NullMarked
package io.tributary.format.remoteread;

import org.jspecify.annotations.NullMarked;
