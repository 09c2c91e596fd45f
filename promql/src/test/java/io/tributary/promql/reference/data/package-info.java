/// What the reference evaluator is given and what it answers: stored series, rules, outcomes.
///
/// *Start here*: {@link io.tributary.promql.reference.data.Dataset}, {@link
/// io.tributary.promql.reference.data.Outcome}. Values: safe from any thread.
@NullMarked
package io.tributary.promql.reference.data;

import org.jspecify.annotations.NullMarked;
