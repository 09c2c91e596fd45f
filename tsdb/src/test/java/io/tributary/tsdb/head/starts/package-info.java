/// Since when samples count, through all that a head does with them.
///
/// *Start here*: `StartTimesTest`.
@NullMarked
package io.tributary.tsdb.head.starts;

import org.jspecify.annotations.NullMarked;
