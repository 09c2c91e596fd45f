package io.tributary.gateway.audit;

import io.tributary.model.Tenant;
import java.util.Optional;

/// What events are counted by.
///
/// @param other whether it stands for all keys of its kind for which there was no room
record CountKey(
        AuditEvent.Kind kind,
        String principal,
        String credential,
        Optional<Tenant> tenant,
        String cluster,
        String reason,
        boolean other) {
    static CountKey of(AuditEvent.Kind kind, Origin origin, String reason) {
        return new CountKey(
                kind,
                origin.principal(),
                origin.credential(),
                origin.tenant(),
                origin.cluster(),
                BoundedText.cut(reason, AuditEvent.REASON_CHARS_MAX),
                false);
    }

    /// All the others of a kind.
    static CountKey others(AuditEvent.Kind kind) {
        return new CountKey(kind, "", "", Optional.empty(), "", "", true);
    }
}
