/// What may be set about the translation of OTLP, and why data points are refused.
///
/// *Start here*: {@link io.tributary.format.otlp.rules.OtlpSettings}.
///
/// Invariants: settings are immutable and complete; every reason has its words.
///
/// Threads: {@link io.tributary.format.otlp.rules.OtlpRefusals} belongs to one thread at a time,
/// all else to anybody.
///
/// Deliberately absent: how settings are read from a file; a prefix before all names; labels for
/// type and unit, which Prometheus has behind a feature flag.
@NullMarked
package io.tributary.format.otlp.rules;

import org.jspecify.annotations.NullMarked;
