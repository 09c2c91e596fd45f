package io.tributary.format.federation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One clause of an `Accept` header: `text/plain;version=0.0.4;q=0.5`.
///
/// @param parameters all but `q`
record AcceptClause(String type, double quality, Map<String, String> parameters) {
    /// Clauses looked at; what stands behind them is not.
    private static final int CLAUSES_MAX = 64;

    AcceptClause {
        parameters = Map.copyOf(parameters);
    }

    /// The clauses of a header, the one wanted most first; of equals the one that stands first.
    static List<AcceptClause> of(String header) {
        List<AcceptClause> clauses = new ArrayList<>();
        for (String text : header.split(",", CLAUSES_MAX + 1)) {
            if (clauses.size() < CLAUSES_MAX) {
                clauses.add(clause(text));
            }
        }
        clauses.sort(Comparator.comparingDouble(clause -> -clause.quality()));
        return clauses;
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static AcceptClause clause(String text) {
        String[] parts = text.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equals("q")) {
                quality = quality(pair[1].strip());
            } else if (pair.length == 2) {
                parameters.put(pair[0].strip(), pair[1].strip());
            }
        }
        return new AcceptClause(parts[0].strip(), quality, parameters);
    }

    /// 0 for what is none, as upstream reads it.
    private static double quality(String text) {
        try {
            double quality = Double.parseDouble(text);
            return quality >= 0 && quality <= 1 ? quality : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
