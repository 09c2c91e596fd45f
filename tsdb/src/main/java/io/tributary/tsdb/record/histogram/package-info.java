/// The wal's record of native histograms.
///
/// *Start here*: {@link io.tributary.tsdb.record.histogram.HistogramEncoder}. The bytes:
/// `docs/records.md` of this module.
///
/// Each histogram is absolute, in normal form, with its reset hint beside it: the record refers to
/// nothing before it and is read behind damage too. Owned by one thread at a time. Hot path only
/// for senders of histograms: nothing is allocated per sample in the steady state.
@NullMarked
package io.tributary.tsdb.record.histogram;

import org.jspecify.annotations.NullMarked;
