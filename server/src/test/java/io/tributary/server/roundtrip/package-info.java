/// Tests of what is written by each protocol in and read by each way out.
///
/// *Start here*: `RoundTripTest`, and the tables that it runs, `docs/reference/what-is-kept.md`.
@NullMarked
package io.tributary.server.roundtrip;

import org.jspecify.annotations.NullMarked;
