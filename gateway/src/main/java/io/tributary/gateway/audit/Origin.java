package io.tributary.gateway.audit;

import io.tributary.model.Tenant;
import java.util.Optional;

/// Who did something, and from where; what is not known is empty. Texts are cut where they are
/// longer than anybody needs: some of them come from outside.
///
/// @param principal the name of who it is
/// @param credential the id of what proved it, never the secret
/// @param tenant whose data or objects it was about
/// @param cluster of the tenant
/// @param address of the other side, as text
/// @param route path of the request
public record Origin(
        String principal,
        String credential,
        Optional<Tenant> tenant,
        String cluster,
        String address,
        String route) {
    /// Longest name, id, path.
    static final int TEXT_CHARS_MAX = 256;

    public Origin {
        principal = BoundedText.cut(principal, TEXT_CHARS_MAX);
        credential = BoundedText.cut(credential, TEXT_CHARS_MAX);
        cluster = BoundedText.cut(cluster, TEXT_CHARS_MAX);
        address = BoundedText.cut(address, TEXT_CHARS_MAX);
        route = BoundedText.cut(route, TEXT_CHARS_MAX);
    }

    /// Somebody who could not be told.
    public static Origin unknown(String address, String route) {
        return new Origin("", "", Optional.empty(), "", address, route);
    }
}
