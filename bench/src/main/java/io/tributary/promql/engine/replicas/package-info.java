/// Benchmarks of the merge of replicas.
@org.jspecify.annotations.NullMarked
package io.tributary.promql.engine.replicas;
