/// Tests of reading families in protobuf.
@NullMarked
package io.tributary.format.exposition.protobuf;

import org.jspecify.annotations.NullMarked;
