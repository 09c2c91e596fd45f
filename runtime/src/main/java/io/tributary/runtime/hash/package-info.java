/// Digests of bytes.
///
/// *Start here*: `Sha256`.
@NullMarked
package io.tributary.runtime.hash;

import org.jspecify.annotations.NullMarked;
