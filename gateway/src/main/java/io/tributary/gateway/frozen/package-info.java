/// Settings of tenants that stay as they were when they first counted: those that decide the names
/// of series.
///
/// *Start here*: {@link io.tributary.gateway.frozen.FrozenSettings}; its files:
/// `gateway/docs/frozen-settings.md`.
///
/// Invariants: what is frozen is durable before a series is stored by it; whatever is declared
/// later, it stays in force until somebody says aloud that it shall not.
///
/// Threads: safe from any. Hot path: a look-up a request. What it does not do: know what the
/// settings mean, who may change them, whom to tell.
@NullMarked
package io.tributary.gateway.frozen;

import org.jspecify.annotations.NullMarked;
