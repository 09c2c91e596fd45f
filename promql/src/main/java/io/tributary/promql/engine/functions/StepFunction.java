package io.tributary.promql.engine.functions;

/// A function of one sample and the call's scalar arguments.
@FunctionalInterface
interface StepFunction {
    double apply(double value, double[] arguments);
}
