package io.tributary.gateway.jwt;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What values of a claim give. The claim is a string or an array of strings; where it is missing
/// or `null`, it gives nothing.
public sealed interface ClaimMapping {
    /// The claim.
    ClaimPath claim();

    /// Each value gives what the table has for it; one that the table lacks gives nothing.
    record Table(ClaimPath claim, Map<String, Set<String>> given) implements ClaimMapping {
        public Table {
            Map<String, Set<String>> sorted = new TreeMap<>();
            given.forEach((value, words) -> sorted.put(value, Grant.sorted(words)));
            given = Collections.unmodifiableMap(sorted);
        }
    }

    /// Each value that begins so gives what follows, word for word: for issuers that are set up for
    /// us. One that begins otherwise gives nothing.
    ///
    /// @param prefix may be empty
    record Verbatim(ClaimPath claim, String prefix) implements ClaimMapping {}
}
