package io.tributary.gateway.labels;

import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;

/// Copies the labels that a series names by symbol, once it is known that there are not too many
/// and that none is too long: a symbol may be as long as the request, and each series may name it a
/// thousand times. Stateless.
final class SymbolLabels {
    /// So many bytes hold more characters than are shown.
    private static final int SHOWN_BYTES_MAX = 4 * LabelAdmission.SHOWN_MAX;

    private SymbolLabels() {}

    /// Fills the verdict's key, or refuses the series.
    ///
    /// @return whether it is to be looked at further
    static boolean read(WriteBatch batch, int series, LabelLimits limits, Verdict verdict) {
        SymbolColumns symbols = batch.symbols();
        int from = batch.keyOffset(series);
        int length = batch.keyLength(series);
        String fault = symbols.fault(from, length);
        if (!fault.isEmpty()) {
            return LabelAdmission.refuse(verdict, Refusal.LABEL_INVALID, fault);
        }
        if (!LabelAdmission.checkCount(length / 2, verdict)) {
            return false;
        }
        for (int i = from; i < from + length; i += 2) {
            int name = symbols.refs()[i];
            int value = symbols.refs()[i + 1];
            if (symbols.length(name) > limits.nameBytes()) {
                return LabelAdmission.refuseName(
                        verdict, shown(batch, name), symbols.length(name), limits);
            }
            if (symbols.length(value) > limits.valueBytes()) {
                return LabelAdmission.refuseValue(
                        verdict,
                        shown(batch, name),
                        shown(batch, value),
                        symbols.length(value),
                        limits);
            }
        }
        batch.readSymbols(series, verdict.key());
        return true;
    }

    private static String shown(WriteBatch batch, int symbol) {
        SymbolColumns symbols = batch.symbols();
        int length = Math.min(symbols.length(symbol), SHOWN_BYTES_MAX);
        return LabelAdmission.shown(
                new String(batch.bytes(), symbols.offset(symbol), length, StandardCharsets.UTF_8));
    }
}
