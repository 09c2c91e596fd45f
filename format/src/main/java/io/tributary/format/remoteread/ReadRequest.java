package io.tributary.format.remoteread;

import java.util.List;
import java.util.Optional;

/// What a remote read asks for.
///
/// @param responseType the first of those asked for that there is; empty where there is none
public record ReadRequest(List<ReadQuery> queries, Optional<ResponseType> responseType) {
    public ReadRequest {
        queries = List.copyOf(queries);
    }
}
