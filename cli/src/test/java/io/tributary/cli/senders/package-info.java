/// Clients and tools that are not Prometheus, as they come, against the whole program: what they
/// sent is what is read back.
///
/// *Start here*: `InfluxClientsTest`; `SendersGuideTest` for the commands of the guide.
@NullMarked
package io.tributary.cli.senders;

import org.jspecify.annotations.NullMarked;
