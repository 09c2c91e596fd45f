/// Reads of several tenants: series with equal labels made one, or told apart by whose they are.
///
/// *Start here*: {@link io.tributary.gateway.tenants.TenantLabels}, {@link
/// io.tributary.gateway.tenants.MergedSeries}.
///
/// Invariants: `__tenant_id__` exists in answers over several tenants and as a selector of tenants,
/// nowhere else; each tenant is selected within its own scope. Threads: safe from any. Not a hot
/// path.
@NullMarked
package io.tributary.gateway.tenants;

import org.jspecify.annotations.NullMarked;
