package io.tributary.promql.engine.info;

import io.tributary.promql.engine.operator.EvaluationException;

/// The failure of the earliest step, while series are gone through one after the other.
final class FirstFailure {
    private int step = Integer.MAX_VALUE;
    private String message = "";

    /// Of two at one step the first stays.
    void at(int failedStep, String what) {
        if (failedStep < step) {
            step = failedStep;
            message = what;
        }
    }

    void throwIfAny() {
        if (step < Integer.MAX_VALUE) {
            throw new EvaluationException(message);
        }
    }
}
