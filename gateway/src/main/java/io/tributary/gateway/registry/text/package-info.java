/// Small languages of the registry, each a text of one line, and rules of relabeling.
///
/// *Start here*: {@link io.tributary.gateway.registry.text.MatcherText}. Invariant: a text means
/// one thing or is refused. Threads: any. Not a hot path. What it does not do: know of objects.
@NullMarked
package io.tributary.gateway.registry.text;

import org.jspecify.annotations.NullMarked;
