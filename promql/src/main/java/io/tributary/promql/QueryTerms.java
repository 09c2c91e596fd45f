package io.tributary.promql;

import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;

/// What one query may do, where that is not what its engine was made with.
///
/// @param samplesMax how many samples it may read from its source
/// @param timeoutMillis how long it may take, unless its control says less
/// @param semantics what answers mean
/// @param syntax what of the language is switched on beyond what is stable
public record QueryTerms(
        long samplesMax, long timeoutMillis, Semantics semantics, ParserOptions syntax) {}
