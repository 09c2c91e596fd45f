package io.tributary.server.query;

import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiParameters;

/// `start`, `end` and `step` of a query, read and refused as Prometheus does.
record StepRange(long startMillis, long endMillis, long stepMillis) {
    /// Most steps less one, as upstream counts.
    private static final long POINTS_MAX = 11_000;

    private static final int BAD_REQUEST = 400;
    private static final long NANOS_PER_MILLI = 1_000_000;

    static StepRange of(ApiParameters parameters) {
        long start = parameters.requiredTimeMillis("start");
        long end = parameters.requiredTimeMillis("end");
        if (end < start) {
            throw ApiParameters.invalid("end", "end timestamp must not be before start time");
        }
        long stepNanos = parameters.requiredDurationNanos("step");
        if (stepNanos < NANOS_PER_MILLI) {
            throw ApiParameters.invalid(
                    "step",
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (durationNanos(start, end) / stepNanos > POINTS_MAX) {
            throw new HttpRefusalException(
                    BAD_REQUEST,
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
        }
        return new StepRange(start, end, stepNanos / NANOS_PER_MILLI);
    }

    /// As Go's `Time.Sub`: what does not fit is the longest duration there is.
    private static long durationNanos(long fromMillis, long toMillis) {
        long millis = toMillis - fromMillis;
        boolean tooLong = millis < 0 || millis > Long.MAX_VALUE / NANOS_PER_MILLI;
        return tooLong ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }
}
