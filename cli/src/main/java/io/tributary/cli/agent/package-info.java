/// `tributary agent enroll` and `tributary clusters enroll`: both sides of how a cluster comes in.
///
/// *Start here*: {@link io.tributary.cli.agent.EnrollCommand}, {@link
/// io.tributary.cli.agent.InviteCommand}. Invariants: a key never leaves its directory; the server
/// is known by its pin before the token is sent. Threads: one. Not a hot path. What it does not do:
/// scrape, push.
@NullMarked
package io.tributary.cli.agent;

import org.jspecify.annotations.NullMarked;
