/// Runs Prometheus' PromQL test scripts against any engine: the 2,214 `eval` blocks that define the
/// language.
///
/// *Start here*: {@link io.tributary.testkit.promqltest.ScriptTarget} (what an engine's test
/// implements), {@link io.tributary.testkit.promqltest.ScriptRunner}, {@link
/// io.tributary.testkit.promqltest.ScriptDirectory}.
///
/// The language is described by Prometheus in `promql/promqltest/README.md`, the notation of points
/// in `docs/configuration/unit_testing_rules.md`. The scripts are data and stay outside this
/// repository.
///
/// ```
/// text ── ScriptParser ─→ Script ── ScriptRunner ─→ Report
///                                    │  load, instant, range
///                                    └→ ScriptTarget (the engine under test)
/// ```
///
/// An engine in process answers histograms whole; over HTTP it shows them ({@link
/// io.tributary.testkit.promqltest.ShownHistogram}), and what is not shown is not compared.
///
/// Invariants: values are immutable; a script is parsed whole before anything runs; an evaluation
/// that could not be judged is *unsupported*, never passed. One thread.
///
/// Deliberately absent: any type of our own modules, a PromQL parser. The one place that must look
/// into an expression ({@link io.tributary.testkit.promqltest.ScriptRunner}'s `@` variants) scans
/// its tokens, so that an error in our parser cannot hide here.
@NullMarked
package io.tributary.testkit.promqltest;

import org.jspecify.annotations.NullMarked;
