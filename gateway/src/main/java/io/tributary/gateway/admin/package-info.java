/// The registry's API, as far as it is not HTTP: who may see and change what, what a request says,
/// and which tokens are made.
///
/// *Start here*: {@link io.tributary.gateway.admin.RegistryAdmin}, then {@link
/// io.tributary.gateway.admin.AdminRights}.
///
/// Invariants: rights are looked at while nobody else changes the registry, before and after the
/// objects are read; nobody hands on more than they have; hashes are never shown, tokens once.
///
/// Threads: safe from any. Not a hot path. What it does not do: HTTP, keep anything.
@NullMarked
package io.tributary.gateway.admin;

import org.jspecify.annotations.NullMarked;
