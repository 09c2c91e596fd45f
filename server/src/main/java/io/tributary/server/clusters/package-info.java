/// What is told of the registered clusters: which are heard of, which are silent.
///
/// *Start here*: {@link io.tributary.server.clusters.ClustersApi}. Invariant: a caller sees
/// clusters of tenants that are theirs. Threads: safe from any. Not a hot path. What it does not
/// do: register.
@NullMarked
package io.tributary.server.clusters;

import org.jspecify.annotations.NullMarked;
