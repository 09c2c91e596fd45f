/// The registry's API, as far as it is not HTTP: who may see and change what, what a request says,
/// and which tokens are made.
///
/// *Start here*: {@link io.tributary.gateway.admin.RegistryAdmin}, then {@link
/// io.tributary.gateway.admin.AdminRights}.
///
/// Agents are shown as the registry and the authority together know them ({@link
/// io.tributary.gateway.admin.Enrolments}, {@link io.tributary.gateway.admin.KnownAgents}).
///
/// What would become of a series is told by the parts that a write passes ({@link
/// io.tributary.gateway.admin.WriteExplainer}), and leaves nothing.
///
/// Invariants: rights are looked at while nobody else changes the registry, before and after the
/// objects are read; nobody hands on more than they have; an agent is its certificate's cluster's,
/// whatever is said of it; hashes are never shown, tokens once.
///
/// Threads: safe from any. Not a hot path. What it does not do: HTTP, keep anything.
@NullMarked
package io.tributary.gateway.admin;

import org.jspecify.annotations.NullMarked;
