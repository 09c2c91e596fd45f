/// `tributary tenants`, `clusters`, `credentials`, `agents`, `registry` and `authority`: clients of
/// the registry's API, and of what the query API tells of clusters and limits.
///
/// *Start here*: {@link io.tributary.cli.registry.RegistryCommands}.
///
/// ```
/// words → AdminClient ─ HTTP /admin/v1 → ObjectRows, or JSON as it came
/// ```
///
/// Invariants: what a server said is printed with control characters taken out; a token goes to
/// standard output alone, all else that is said beside an answer to standard error; an object is
/// changed only if nobody else changed it meanwhile, and keeps fields that nobody here knows. One
/// thread. Not a hot path. What it does not do: judge what is declared, which the server does.
@NullMarked
package io.tributary.cli.registry;

import org.jspecify.annotations.NullMarked;
