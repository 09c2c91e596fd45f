/// Time, as a part that is handed in: nothing outside this package asks the system for it.
///
/// *Start here*: {@link io.tributary.runtime.clock.Clock}.
@NullMarked
package io.tributary.runtime.clock;

import org.jspecify.annotations.NullMarked;
