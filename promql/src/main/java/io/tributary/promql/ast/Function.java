package io.tributary.promql.ast;

import java.util.List;

/// What can be called, and how.
///
/// @param arguments types in order; where `variadic` is not 0 the last stands for all further ones
/// @param variadic 0: exactly `arguments`; n above 0: the last one may be left out, or given up to
///   n times; -1: any number of times
/// @param experimental whether it needs the switch for experimental functions
public record Function(
        String name,
        List<ValueType> arguments,
        int variadic,
        ValueType returnType,
        boolean experimental) {
    public Function {
        arguments = List.copyOf(arguments);
    }
}
