/// What benchmarks share: made-up scrapes, and a head on a real disk. The benchmarks themselves
/// stand in the packages that they measure.
///
/// *Start here*: {@link io.tributary.bench.BenchHead}, {@link io.tributary.bench.Scrape}.
///
/// Not shipped. What it does not do: check answers, which is the tests' affair.
@NullMarked
package io.tributary.bench;

import org.jspecify.annotations.NullMarked;
