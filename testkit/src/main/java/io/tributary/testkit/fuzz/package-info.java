/// Fuzz targets, run briefly in each build and for long by Jazzer.
///
/// *Start here*: {@link io.tributary.testkit.fuzz.FuzzCorpus}, {@link
/// io.tributary.testkit.fuzz.Jazzer}.
///
/// A target is a class with `public static void fuzzerTestOneInput(byte[])`; its corpus stands in
/// the module's `src/test/resources/corpus`. The module that calls {@link
/// io.tributary.testkit.fuzz.Jazzer} has Jazzer among its test dependencies; this one has not.
@NullMarked
package io.tributary.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
