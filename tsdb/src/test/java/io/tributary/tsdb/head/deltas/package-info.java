/// Deltas, added up by a head, through all that happens to it.
///
/// *Start here*: `DeltaModelTest`.
@NullMarked
package io.tributary.tsdb.head.deltas;

import org.jspecify.annotations.NullMarked;
