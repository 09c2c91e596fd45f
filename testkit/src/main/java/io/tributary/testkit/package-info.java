/// What tests share: the script runner, architecture and tidy rules, the allocation probe, seeded
/// generators.
///
/// Knows no module of ours, so that every module's tests can use it.
@NullMarked
package io.tributary.testkit;

import org.jspecify.annotations.NullMarked;
