package io.tributary.gateway.audit;

import io.tributary.model.flow.WriteResult;
import java.util.Optional;

/// Something that happened once, or one example of something that happens often.
///
/// @param timeMillis when it was received or done, since 1970
/// @param origin who and from where
/// @param reason one word of a small closed set, by which events are counted
/// @param detail in words that we wrote, never a secret; cut at {@link #DETAIL_CHARS_MAX}
/// @param finding of a write: the samples it is about
public record AuditEvent(
        long timeMillis,
        Kind kind,
        Origin origin,
        String reason,
        String detail,
        Optional<WriteResult.Finding> finding) {
    /// Longest detail.
    public static final int DETAIL_CHARS_MAX = 1_000;

    /// Longest reason.
    static final int REASON_CHARS_MAX = 100;

    /// What it is about.
    public enum Kind {
        /// Another value was sent for a time that holds one.
        CONFLICT("conflict"),
        /// Samples were accepted behind the newest of their series.
        LATE("late"),
        /// Samples were refused for good for another reason than a conflict.
        REFUSAL("refusal"),
        /// Who asked could not be told.
        AUTHENTICATION_FAILURE("authentication_failure"),
        /// Who asked was known, and may not do it.
        DENIAL("denial"),
        /// Something in the registry was made, changed or deleted.
        ADMIN("admin"),
        POLICY_CHANGE("policy_change"),
        LIMIT_CHANGE("limit_change"),
        /// A limit turned something away.
        LIMIT("limit"),
        /// A sender was set apart, or let back.
        QUARANTINE("quarantine");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As it stands in lines, questions and metrics.
        public String word() {
            return word;
        }

        /// The kind of a word.
        public static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public AuditEvent {
        reason = BoundedText.cut(reason, REASON_CHARS_MAX);
        detail = BoundedText.cut(detail, DETAIL_CHARS_MAX);
    }

    /// One that is about no samples.
    public static AuditEvent of(
            long timeMillis, Kind kind, Origin origin, String reason, String detail) {
        return new AuditEvent(timeMillis, kind, origin, reason, detail, Optional.empty());
    }
}
