package io.tributary.server.door;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.http.HttpExchange;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The ways into the store and who may pass them: what every request needs first.
///
/// @param source says whose series they are where several tenants were asked for; so does
///   `exemplars`
/// @param warnings what an operator should know now
/// @param losses how many are on record
public record Doors(
        SampleSink sink,
        SeriesSource source,
        ExtentSource extents,
        ExemplarSource exemplars,
        MetadataSource metadata,
        SeriesUsage usage,
        Authorizer authorizer,
        Guard guard,
        Supplier<List<String>> warnings,
        LongSupplier losses) {
    /// What is read by who reads no data.
    static final ReadScope NOTHING = Authorizer.nothing();

    /// Where the writes of this request go; made from its headers alone.
    public Route writer(HttpExchange exchange, Caller caller, Dialect dialect) {
        try {
            return authorizer.writer(caller, tenants(exchange), dialect);
        } catch (IdentityException e) {
            throw guard.refuse(exchange, caller, e);
        }
    }

    /// What this request may read.
    ReadScope reader(HttpExchange exchange, Caller caller) {
        try {
            return authorizer.reader(caller, tenants(exchange));
        } catch (IdentityException e) {
            throw guard.refuse(exchange, caller, e);
        }
    }

    private static TenantHeaders tenants(HttpExchange exchange) throws IdentityException {
        return TenantHeaders.of(
                exchange.headers(TenantHeaders.ORG_ID),
                exchange.headers(TenantHeaders.THANOS_TENANT));
    }
}
